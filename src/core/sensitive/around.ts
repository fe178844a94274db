/** What stands around a number, and says what it is. */

/** What precedes a number names it; no label reaches further back than this. */
const LABEL_REACH = 16;
/** Numbers of things. */
const CODE_LABEL =
  /(?:订单|单号|流水|编号|编码|合同|文号|项目代码|信用代码|机构代码|运单|快递|发票|条码|批次|序列号)[^，。,;；、\s]{0,4}[\s:：=]*$/;
/** Numbers under which somebody's money is kept. */
const ACCOUNT_LABEL =
  /(?:银行卡|储蓄卡|借记卡|信用卡|社保卡|医保卡|工资卡|惠农卡|补贴卡|存折|一卡通|一折通|卡号|账号|帐号|账户|帐户|农行|工行|建行|中行|交行|邮储|信用社|农商行|银行)[^，。,;；、\s\d]{0,6}[\s:：=(（]*$/;
/** Any card (低保卡, 养老卡), 折子, or where money is sent to, right before the number: the words for them have no end. */
const CARD_WORD =
  /(?:(?:^|[\u4e00-\u9fff])卡|折子|存单|户头|(?:打|汇|转)(?:款|钱|账|帐)?到)(?:号码?|上|里|内|是|为|的)*[\s:：=(（]*$/;
const GLUED_LABEL = /(?:tel|phone|mobile|mob|id|sfz|dh|sj|wx|vx|wechat)$/i;

/** The words in front of a number. */
export const before = (text: string, from: number): string =>
  text.slice(Math.max(0, from - LABEL_REACH), from);

export const isCode = (words: string): boolean => CODE_LABEL.test(words);
export const isAccount = (words: string): boolean => ACCOUNT_LABEL.test(words) || CARD_WORD.test(words);

/** 19650505: a date of birth. */
export function bornIn(day: string): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(4, 6)), Number(day.slice(6, 8))];
  return (
    day.length === 8 && year >= 1900 && year <= 2099 && month >= 1 && month <= 12 && date >= 1 && date <= 31
  );
}

/** SH13800000000 is a code, not a telephone number; tel13800000000 is one. */
export function partOfWord(text: string, from: number): boolean {
  if (!/[A-Za-z]/.test(text[from - 1] ?? '')) return false;
  return !GLUED_LABEL.test(text.slice(Math.max(0, from - 8), from));
}

/** Beside a star stands what a mask left over. */
export function touchesStar(text: string, from: number, to: number): boolean {
  return text[from - 1] === '*' || text[to] === '*';
}
