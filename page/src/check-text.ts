import { fieldName, valueText } from './labels.js';

/** What a check means, in a sentence. */
export function checkText(check: { code: string; [detail: string]: unknown }): string {
  const said = (key: string) => valueText(key, check[key]);
  switch (check.code) {
    case 'count-mismatch':
      return `写的是 ${said('stated')}，实际列出 ${said('found')}`;
    case 'sum-mismatch':
      return `合计写的是 ${said('stated')}，相加得 ${said('found')}`;
    case 'ratio-mismatch':
      return `比例写的是 ${said('stated')}，计算得 ${said('found')}`;
    case 'contradiction':
      return `${fieldName(said('field'))}前后矛盾${check.detail ? `：${said('detail')}` : ''}`;
    case 'placeholder':
      return `有没填的空：${said('text')}`;
    case 'ambiguous-household':
      return `有同名户，需要确认是哪一户${check.candidates ? `：${said('candidates')}` : ''}`;
    case 'unknown-household':
      return '花名册里没有这一户';
    case 'sensitive':
      return `含敏感信息：${said('what')}`;
    case 'late':
      return check.days === undefined ? '补报' : `补报，晚了 ${said('days')} 天`;
    case 'date-assumed':
      return '没写日期，按发送当天记';
    case 'unverified-source':
      return '转发的聊天记录，来源未核实';
    case 'evidence-needed':
      return '需要佐证材料';
    case 'bulk-close':
      return '一次申请销号太多';
    case 'edited-by-other':
      return `这一条由 ${check.owner ? said('owner') : '他人'} 负责`;
    case 'typo':
      return `疑似笔误：${said('from')} → ${said('to')}`;
    case 'uncertain':
      return `${fieldName(said('field'))}不确定`;
    case 'duplicate':
      return '与之前的报告重复，没有再记';
    default:
      return check.code;
  }
}
