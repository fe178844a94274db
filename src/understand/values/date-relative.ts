import { addMonths, daysInMonth, validDay } from './calendar.js';
import { DIGIT, HAN_DIGIT, HAN_UNIT, is, isBoundary, OPENER, runEnd, skipSpaces } from './chars.js';
import { type DateContext, type DateReader, stated, taken } from './date-reader.js';
import { numeralAt } from './numerals.js';

const WORDS: [string, number][] = [
  ['大前天', -3],
  ['大后天', 3],
  ['前天', -2],
  ['前日', -2],
  ['前晚', -2],
  ['前儿', -2],
  ['后天', 2],
  ['后日', 2],
  ['后晚', 2],
  ...['昨天', '昨日', '昨晚', '昨夜', '昨早', '昨儿', '昨晨', '昨个', '昨下午', '昨上午'].map(
    (w): [string, number] => [w, -1],
  ),
  ...['今天', '今日', '今早', '今晚', '今晨', '今夜', '今儿', '今个', '今上午', '今下午', '今中午'].map(
    (w): [string, number] => [w, 0],
  ),
  ...['明天', '明日', '明早', '明晚', '明晨', '明儿', '明个', '明上午', '明下午'].map(
    (w): [string, number] => [w, 1],
  ),
];
const DAY_WORDS = new Map([...'今昨明前后大'].map((c) => [c, WORDS.filter(([word]) => word.startsWith(c))]));
/** 以前天天, 目前日均, 最后天, 以后天气: the same characters across a word's end. */
export const SPLIT_BEFORE = '以之目最当日月年先生节饭提午';

export const dayWord: DateReader = {
  starts: '今昨明前后大',
  read(text, at, context) {
    if (!'天日晚早夜晨儿个上下中前后'.includes(text[at + 1] ?? ' ')) return undefined;
    const entry = DAY_WORDS.get(text[at]!)!.find(([word]) => text.startsWith(word, at));
    if (entry === undefined) return undefined;
    const [word, by] = entry;
    const char = word[0]!;
    if ((char === '前' || char === '后') && SPLIT_BEFORE.includes(text[at - 1] ?? '\n')) return undefined;
    if (text.startsWith('今后', at)) return undefined;
    if ((word === '明儿' || word === '前儿' || word === '今儿') && text[at + 2] === '子') return undefined;
    if (word === '今日' && text.startsWith('头条', at + 2)) return undefined;
    return { to: at + word.length, day: context.today + by, rule: 'date:relative-day', yearWritten: true };
  },
};

const PART_OF_DAY = [
  '上午',
  '下午',
  '中午',
  '早上',
  '早晨',
  '晚上',
  '凌晨',
  '傍晚',
  '刚才',
  '刚从',
  '刚刚',
  '刚跟',
  '刚和',
  '刚与',
  '刚给',
  '刚去',
  '刚到',
  '刚在',
  '刚打',
  '刚看',
  '刚走',
  '刚入',
  '清早',
  '大清早',
  '一大早',
];

/** 上午, 刚才: today, where nothing else says the day. */
export const partOfDay: DateReader = {
  starts: '上下中早晚凌傍刚清大一',
  read(text, at, context) {
    if (!'午上晨晚才从刚早大跟和与给去到在打看走入'.includes(text[at + 1] ?? ' ')) return undefined;
    const word = PART_OF_DAY.find((w) => text.startsWith(w, at));
    if (word === undefined || '每天日晚早个半'.includes(text[at - 1] ?? '\n')) return undefined;
    return { to: at + word.length, day: context.today, rule: 'date:part-of-day', yearWritten: true };
  },
};

/** Where a part of the day after a date ends, so that it is not read as a day of its own. */
export function afterPartOfDay(text: string, at: number): number {
  const from = skipSpaces(text, at);
  if (!'上下中早晚凌傍清'.includes(text[from] ?? ' ')) return at;
  const word = PART_OF_DAY.find((w) => text.startsWith(w, from));
  return word === undefined ? at : from + word.length;
}

const AGO = /(多|来|余)? ?(个?半)?(个)?(天|日|周|星期|礼拜|月|年)(?:之|以)?(前(?![往后])|后(?!来|面))/y;

/** 3天前, 两周后, 一个月前, 半个月前. */
export const daysAgo: DateReader = {
  starts: '0123456789一二三四五六七八九十两半几',
  read(text, at, context) {
    const half = text[at] === '半';
    const few = text[at] === '几';
    // Cheap first: hardly any number is followed by a span of time.
    const end0 = half || few ? at + 1 : runEnd(text, at, DIGIT | HAN_DIGIT | HAN_UNIT, 5);
    if (end0 - at > 4 || !'多来余半个天周星礼月年几'.includes(text[skipSpaces(text, end0)] ?? ' '))
      return undefined;
    const count = half || few ? undefined : numeralAt(text, at);
    const to = half || few ? at + 1 : count?.to;
    if (to === undefined) return undefined;
    AGO.lastIndex = skipSpaces(text, to);
    const match = AGO.exec(text);
    if (match === null) return undefined;
    const end = AGO.lastIndex;
    if (few || match[2] !== undefined) return taken(end);
    if ('第月年.提'.includes(text[at - 1] ?? '\n')) return undefined;
    const n = half ? 0.5 : count!.value;
    const unit = match[4]!;
    // "20日前" is a day of the month; "3天后出院" counts from what was said before, unless it opens the clause.
    // "6月前" is before June; months that are counted take 个 (or 两, 半).
    if (unit === '日') return undefined;
    if (unit === '月' && match[3] === undefined && !half && text[at] !== '两') return undefined;
    if (unit === '年' && count?.ordinalDigits === 4) return undefined;
    const sign = match[5] === '前' ? -1 : 1;
    if (sign > 0 && !isBoundary(text, at - 1) && !is(text, at - 1, OPENER)) return taken(end);
    const day = move(context, sign * n, unit);
    if (day === undefined) return taken(end);
    const exact = (unit === '天' || unit === '周') && !count?.approximate && match[1] === undefined && !half;
    return stated(
      end,
      day,
      'date:days-ago',
      exact || unit === '星期' || unit === '礼拜' ? undefined : ['approximate'],
    );
  },
};

function move(context: DateContext, n: number, unit: string): number | undefined {
  if (Math.abs(n) > 3650) return undefined;
  switch (unit) {
    case '天':
      return Number.isInteger(n) ? context.today + n : undefined;
    case '周':
    case '星期':
    case '礼拜':
      return Number.isInteger(n) ? context.today + n * 7 : undefined;
    case '月':
    case '年': {
      if (unit === '月' && !Number.isInteger(n)) return context.today + Math.sign(n) * 15;
      const by = unit === '年' ? n * 12 : n;
      const { year, month } = addMonths(context.year, context.month, by);
      if (year < 1900 || year > 2099) return undefined;
      return validDay(year, month, Math.min(context.day, daysInMonth(year, month)));
    }
  }
  return undefined;
}
