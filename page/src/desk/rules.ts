/** What the name of a rule says to a clerk. The part behind the colon is the word, the unit or the sort of day it looks at. */
const RULES: Record<string, string> = {
  label: '标签',
  phrase: '句中说法',
  table: '表格一栏',
  date: '日期写法',
  period: '时段写法',
  register: '名册核对',
  place: '名册里的地名',
  implied: '由别的内容推出',
  case: '按说法归类',
  choice: '按说法归类',
  signal: '句中说法',
  subject: '对象写法',
  states: '达标说法',
  number: '数的写法',
  time: '时刻写法',
  signature: '落款',
  lasts: '天数说法',
  risk: '风险说法',
  count: '数的写法',
  measures: '数的写法',
  amounts: '金额写法',
  money: '金额写法',
  sent: '按发送时间',
  'sent-day': '按发送当天',
  sender: '发送人',
  images: '图片张数',
  otherwise: '没有另说，按惯例',
  placeholder: '没填的空',
  area: '面积写法',
  deadline: '期限写法',
  month: '月份写法',
  mention: '被提到的人',
  asked: '答复追问',
  correction: '更正',
  addition: '补充',
};

const DETAIL: Record<string, string> = {
  exact: '同名',
  written: '照写的',
  states: '达标说法',
  'ten-day': '上中下旬',
  alias: '别名',
  homophone: '同音',
  slip: '一字之差',
  'relative-day': '今天、昨天一类',
  'month-day': '几月几日',
  weekday: '星期几',
  'part-of-day': '上午、下午一类',
};

const HAN = /[\u4e00-\u9fff]/;

/** "label:户主" as 标签“户主”; "label:date:weekday" of the field 走访时间 as 标签“走访时间”，日期写法“星期几”. */
export function ruleText(rule: string, field: string, title: (field: string) => string): string {
  const [head = '', ...rest] = rule.split(':');
  const tail = rest.join(':');
  const name = RULES[head] ?? '写法';
  if (head === 'label') {
    if (HAN.test(tail)) return `${name}“${tail}”`;
    const read = tail !== field && RULES[tail.split(':')[0]!] ? ruleText(tail, field, title) : '';
    return `${name}“${title(field)}”${read && `，${read}`}`;
  }
  const more = DETAIL[tail] ?? [tail, title(tail)].find((text) => HAN.test(text)) ?? '';
  return more === '' ? name : `${name}“${more}”`;
}
