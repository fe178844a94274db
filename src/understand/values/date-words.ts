import {
  CJK,
  DIGIT,
  HAN_DIGIT,
  is,
  isBoundary,
  LETTER,
  MEASURE,
  OPENER,
  skipSpaces,
  SURNAME,
} from './chars.js';

/** What follows a date in running text. A name that looks like a weekday or holiday (周三强, 王五一) is followed by other things. */
const FOLLOWS = new RegExp(
  [
    '前(?![来往去天])|后(?![来面天])|下班|之[前后]|以[前后]|当[天日]|上午|中午|下午|晚|早|凌晨|傍晚|夜|左右|期间|那天|这天|内|起',
    '去|走|到|至|入户|进|回|返|赶|来|带|陪|帮|给|把|送|接|打|跑|看|问|说|见|找|办',
    '开|召|完成|报|交|填|发|领|收|检查|验收|整理|拆|修|组织|集中|参加|值班|休|放假|安排|准备|学习|培训|宣传|慰问|调研|督',
    '电话|联系|例会|统一|继续|开始|结束|截止|出发|复查|体检|手术|住院|出院|上班|上学|开学|返校|下乡|驻村|帮扶|开展|进行|举行|举办',
    '我|咱|他|她|你|各|全|大家|已|将|要|会|在|由|对|是|的|和|及|与|或|再|又|也|就|都|还|没|未|可|请|务必|必须|需|应|能|不|只|才|刚|有|无',
    '了|吧|呢|吗|啊|镇里|镇上|村里|村上|村委|县里|县城|乡里|今天|这|那',
  ].join('|'),
  'y',
);
/** Only these keep a holiday word a holiday where a surname stands before it (项目工程五一前完工). */
const FOLLOWS_FIRMLY =
  /前(?![来往去天面])|后(?![来天面])|之[前后]|以[前后]|当[天日]|期间|节|小?长假|假期|放假|黄金周|那天|左右|晚会/y;
/** 周三, then a number's own word: 上周一共, 一直, 一起… */
const GOES_ON = /[共直起样般定些旦路同并边心律切半度阵]/y;

export function follows(text: string, at: number): boolean {
  if (isBoundary(text, at) || is(text, at, DIGIT)) return true;
  FOLLOWS.lastIndex = at;
  return FOLLOWS.test(text);
}

export function followsFirmly(text: string, at: number): boolean {
  FOLLOWS_FIRMLY.lastIndex = at;
  return FOLLOWS_FIRMLY.test(text);
}

/** Whether a person's home or belongings follow one character later: 周三强家, 周三全户. */
function homeFollows(text: string, at: number): boolean {
  if (!'家户'.includes(text[at + 1] ?? ' ')) return false;
  return !'去到入进在回走来的'.includes(text[at] ?? ' ');
}

/** A weekday word (周三) that ends at `to` is none where its numeral counts something or a name goes on. */
export function weekdayCounts(text: string, from: number, to: number): boolean {
  const numeral = text[to - 1]!;
  if (is(text, to, MEASURE) && !text.startsWith('人居', to)) return true;
  if (is(text, to, HAN_DIGIT) || '十百千万'.includes(text[to] ?? ' ')) return true;
  if (numeral === '一') {
    GOES_ON.lastIndex = to;
    if (GOES_ON.test(text)) return true;
  }
  return from > 0 && is(text, from - 1, DIGIT | HAN_DIGIT);
}

/** Whether the bare weekday between `from` and `to` stands as a date, by its neighbours. */
export function weekdayStands(text: string, from: number, to: number): boolean {
  if (weekdayCounts(text, from, to)) return false;
  if (is(text, from - 1, SURNAME) && !is(text, from - 1, OPENER) && isBoundary(text, from - 2)) return false;
  if (is(text, from - 1, LETTER)) return false;
  return follows(text, to) && !homeFollows(text, to);
}

/** Whether a holiday word between `from` and `to` stands as one: not 王国庆, 五一村, 八一路, 二五一. */
export function holidayStands(text: string, from: number, to: number): boolean {
  if (is(text, from - 1, DIGIT | HAN_DIGIT | LETTER) || '十第初'.includes(text[from - 1] ?? ' '))
    return false;
  if (followsFirmly(text, to)) return true;
  if (is(text, from - 1, SURNAME)) return false;
  return follows(text, to) && !homeFollows(text, to);
}

const RANGE = /[-~至到]\d{1,9}(?:\.\d{1,4})?/y;
const NOT_MEASURED = /人居|家访|家庭|家里|个别|名单|万一|天气|次日|口头|张贴/y;

/** Whether a number that ends at `at` counts or measures: 3.18万, 3-5户, 12%, 3.5—6万. Then it is no date. */
export function measured(text: string, at: number): boolean {
  RANGE.lastIndex = at;
  const range = RANGE.exec(text);
  const end = range === null ? at : at + range[0].length;
  if (is(text, end, DIGIT) || (text[end] === '.' && is(text, end + 1, DIGIT))) return range === null;
  const unit = skipSpaces(text, end);
  if (!is(text, unit, MEASURE)) return is(text, unit, LETTER) && unit === end;
  if (range !== null && text[unit] === '月') return false;
  NOT_MEASURED.lastIndex = unit;
  return !NOT_MEASURED.test(text);
}

const ACTION = /走|入|去|到|已|上午|下午|上门|慰|电|开|召|完|报|回|访|查|帮|办|发|送|见/y;

/** "走访9.13": what was done, right in front of its day. */
const DONE = new Set([
  '走访',
  '入户',
  '家访',
  '回访',
  '慰问',
  '开工',
  '完工',
  '竣工',
  '验收',
  '结清',
  '还清',
  '台账',
  '登记',
  '名单',
]);

/** "12-1上门": such a pair is a day where what was done follows. */
export function isDone(text: string, at: number): boolean {
  VISIT.lastIndex = at;
  return VISIT.test(text);
}
const VISIT = /上门|入户|走访|家访|回访|看望|去的|去了/y;

/** Whether a bare date may begin at `at`: at a boundary, after 于, 截至, 日期:, or between a name and what was done. */
export function mayBegin(text: string, at: number, to: number): boolean {
  let before = at - 1;
  while (before >= 0 && at - before <= 3 && text[before] === ' ') before--;
  if (before < 0) return true;
  const char = text[before]!;
  if (is(text, before, DIGIT | LETTER)) return before < at - 1 && !is(text, before, LETTER);
  if (is(text, before, CJK)) {
    if (before < at - 1) return true;
    if (char === '到' || char === '至') return !'高加达降涨增升低减'.includes(text[before - 1] ?? ' ');
    if (char === '期' || char === '间' || char === '限') return true;
    if (is(text, before, OPENER) || DONE.has(text.slice(before - 1, before + 1))) return true;
    ACTION.lastIndex = to;
    return ACTION.test(text);
  }
  if (char === ':') {
    if ('间期日限天'.includes(text[before - 1] ?? ' ')) return true;
    ACTION.lastIndex = to;
    return ACTION.test(text);
  }
  if (char === '.') return listMarkBefore(text, before);
  return !'+=×*<>¥$%/\\'.includes(char) && !((char === '-' || char === '~') && is(text, before - 1, DIGIT));
}

/** Whether the dot at `dot` ends a list mark: a number of one or two digits at the start of its line. */
export function listMarkBefore(text: string, dot: number): boolean {
  let i = dot - 1;
  while (i >= 0 && dot - i <= 2 && is(text, i, DIGIT)) i--;
  if (i === dot - 1 || is(text, i, DIGIT)) return false;
  while (i >= 0 && dot - i <= 5 && text[i] === ' ') i--;
  return i < 0 || text[i] === '\n';
}

const WEEKDAY =
  /\s{0,2}(?:\((?:周|星期|礼拜)([一二三四五六日天1-7])\)|(?:周|星期|礼拜)([一二三四五六日天]))/y;

/** The weekday written after a date, "（周日）" or " 星期二": 1…7 and where it ends. */
export function weekdayAfter(text: string, at: number): { weekday: number; to: number } | undefined {
  const next = text[at];
  if (next !== '(' && next !== ' ' && next !== '周' && next !== '星' && next !== '礼') return undefined;
  WEEKDAY.lastIndex = at;
  const match = WEEKDAY.exec(text);
  if (match === null) return undefined;
  const to = at + match[0].length;
  const open = match[2];
  if (open !== undefined && (weekdayCounts(text, to - 2, to) || !follows(text, to))) return undefined;
  return { weekday: weekdayNumber((match[1] ?? open)!), to };
}

export function weekdayNumber(char: string): number {
  if (char === '日' || char === '天') return 7;
  const n = '一二三四五六'.indexOf(char) + 1;
  return n > 0 ? n : +char;
}
