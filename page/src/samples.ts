import { todayInWords } from './time.js';

/** Reports a newcomer can send with one click, as `speaker`. The places and people are those of the demo county. */
export function samples(speaker: string): { title: string; text: string }[] {
  const today = todayInWords();
  return [
    {
      title: '入户走访',
      text: `【入户走访】
户主：彭世明
村组：梨树坪村二组
走访时间：${today}
走访人：${speaker}
年人均纯收入：13500元
存在问题：屋后排水沟堵塞
帮扶措施：本周内组织清理`,
    },
    {
      title: '入户走访（有同名户，没写村）',
      text: `【入户走访】
户主：陈秀芳
走访时间：${today}
走访人：${speaker}
存在问题：无`,
    },
    {
      title: '项目进度',
      text: `【项目进度】
项目名称：梨树坪村饮水管网改造
项目地点：梨树坪村三组
建设阶段：在建
形象进度：60%
总投资：48万元
已支付：20万元
存在问题：雨天多，管沟开挖慢
下一步：月底前完成主管铺设
截至日期：${today}`,
    },
  ];
}
