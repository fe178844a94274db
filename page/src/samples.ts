import { todayInWords } from './time.js';

/** Reports a newcomer can send with one click. The people are those of the demo county. */
export function samples(): { title: string; text: string }[] {
  const today = todayInWords();
  return [
    {
      title: '入户走访',
      text: `【入户走访】\n户主：\n村组：\n走访时间：${today}\n走访人：\n家庭情况：\n存在问题：无\n下一步措施：`,
    },
    {
      title: '项目进度',
      text: `【项目进度】\n项目名称：\n建设地点：\n项目进度：\n完成投资：\n存在问题：无\n下一步计划：\n截至时间：${today}`,
    },
  ];
}
