import { addMonths, daysInMonth, mondayOf, validDay } from './calendar.js';
import { DIGIT, HAN_DIGIT, HAN_UNIT, is, isBoundary, OPENER, runEnd, skipSpaces } from './chars.js';
import { afterYear, monthPart } from './date-month.js';
import { smallAt } from './date-small.js';
import { type DateContext, type DateReader, type Hit, stated, taken } from './date-reader.js';
import { follows, weekdayCounts, weekdayNumber, weekdayStands } from './date-words.js';
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
const SPLIT_BEFORE = '以之目最当日月年先生节饭提午';

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
  '刚刚',
  '清早',
  '大清早',
  '一大早',
];

/** 上午, 刚才: today, where nothing else says the day. */
export const partOfDay: DateReader = {
  starts: '上下中早晚凌傍刚清大一',
  read(text, at, context) {
    if (!'午上晨晚才刚早大'.includes(text[at + 1] ?? ' ')) return undefined;
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

const WEEK = /(?:(上上|下下|上|下|本|这|那)(?:一?个)?)?(周|星期|礼拜)([一二三四五六日天1-7])/y;
const WEEKS: Record<string, number> = { 上上: -2, 上: -1, 本: 0, 这: 0, 下: 1, 下下: 2 };

/** 周五, 上周五, 本周三, 下周一, 星期日, 礼拜天. Bare: this week's, unless the lean wants it on the other side of today. */
export const weekday: DateReader = {
  starts: '上下本这周星礼每逢单双',
  read(text, at, context) {
    if ('每逢单双'.includes(text[at]!)) return recurring(text, at);
    if (!'上下周星礼个一二三四五六日天1234567期拜'.includes(text[at + 1] ?? ' ')) return undefined;
    WEEK.lastIndex = at;
    const match = WEEK.exec(text);
    if (match === null) return undefined;
    const to = WEEK.lastIndex;
    const [, prefix, noun, char] = match as unknown as [string, string | undefined, string, string];
    if (is(char, 0, DIGIT) && (is(text, to, DIGIT) || text[to] === '.')) return undefined;
    const day = mondayOf(context.today) + weekdayNumber(char) - 1;
    if (prefix !== undefined) {
      if (weekdayCounts(text, at, to)) return undefined;
      return stated(to, day + WEEKS[prefix]! * 7, 'date:weekday');
    }
    if (noun === '周' ? !weekdayStands(text, at, to) : weekdayCounts(text, at, to)) return undefined;
    if (context.joined !== undefined) {
      const joined = mondayOf(context.joined) + weekdayNumber(char) - 1;
      return stated(to, joined < context.joined ? joined + 7 : joined, 'date:weekday');
    }
    let by = 0;
    if (context.lean === 'past' && day > context.today) by = -7;
    if (context.lean === 'future' && day < context.today) by = 7;
    return { to, day: day + by, rule: 'date:weekday', yearWritten: true };
  },
};

const RECURRING =
  /(?:每|逢|每逢|单|双)(?:个)?(?:(?:周|星期|礼拜)[一二三四五六日天](?:[、和及][一二三四五六日天]){0,4}|(?:年|月|季度?)(?:的)?(?:\d{1,2}[日号]|底|末|初|[上中下]旬)|[天日])/y;

/** 每周三, 每月5日, 每月底: not one day. */
function recurring(text: string, at: number): Hit | undefined {
  RECURRING.lastIndex = at;
  return RECURRING.test(text) ? taken(RECURRING.lastIndex) : undefined;
}

const MONTH = /(上上|下下|上|下|本|这|当)(?:一?个)?月(?!份?工资)份?的?/y;

/** 本月18号, 上个月15日, 下月初, 上月底. */
export const monthWord: DateReader = {
  starts: '上下本这当',
  read(text, at, context) {
    if (!'上下个一月'.includes(text[at + 1] ?? ' ')) return undefined;
    MONTH.lastIndex = at;
    const match = MONTH.exec(text);
    if (match === null) return undefined;
    const prefix = match[1]!;
    const by = prefix === '当' ? 0 : WEEKS[prefix]!;
    const { year, month } = addMonths(context.year, context.month, by);
    const after = skipSpaces(text, MONTH.lastIndex);
    const part = monthPart(text, after);
    if (part !== undefined) {
      return stated(
        part.to,
        part.day(year, month),
        part.rule,
        part.approximate ? ['approximate'] : undefined,
      );
    }
    const day = smallAt(text, after);
    if (day === undefined || (!day.han && day.length > 2)) return undefined;
    if (text[day.to] !== '日' && text[day.to] !== '号') {
      if (!isBoundary(text, day.to)) return undefined;
      return stated(day.to, validDay(year, month, day.value), 'date:month-word');
    }
    if (text[day.to + 1] === '内') return undefined;
    return stated(day.to + 1, validDay(year, month, day.value), 'date:month-word');
  },
};

const YEARS: Record<string, number> = { 今: 0, 本: 0, 去: -1, 上: -1, 前: -2, 明: 1, 后: 2 };

/** 去年12月30日, 今年春节, 明年底. */
export const yearWord: DateReader = {
  starts: '今本去上前明后',
  read(text, at, context) {
    if (text[at + 1] !== '年' || SPLIT_BEFORE.includes(text[at - 1] ?? '\n')) return undefined;
    return afterYear(text, skipSpaces(text, at + 2), context.year + YEARS[text[at]!]!, context);
  },
};

/** 月底, 月初, 年底 without saying which: the current one (the last or next by the lean). */
export const bareEnd: DateReader = {
  starts: '月年上中下',
  read(text, at, context) {
    const char = text[at]!;
    if (is(text, at - 1, DIGIT | HAN_DIGIT) || '十个每今去明本前当上下这份月'.includes(text[at - 1] ?? '\n'))
      return undefined;
    if (char === '年') {
      if (text[at + 1] !== '底' && text[at + 1] !== '末') return undefined;
      // Told in January, the year's end was last year's; else it is this year's.
      const year = context.month === 1 && context.lean !== 'future' ? context.year - 1 : context.year;
      return {
        ...stated(at + 2, validDay(year, 12, 31), 'date:year-end', ['year-assumed']),
        yearWritten: false,
      };
    }
    const part =
      char === '月' ? monthPart(text, at + 1) : text[at + 1] === '旬' ? monthPart(text, at) : undefined;
    if (part === undefined || (part.rule === 'date:month-middle' && !follows(text, part.to)))
      return undefined;
    const { year, month } = inMonth(context, part.day(context.year, context.month));
    return {
      to: part.to,
      day: part.day(year, month),
      rule: part.rule,
      flags: part.approximate ? ['approximate', 'month-assumed'] : ['month-assumed'],
      yearWritten: true,
    };
  },
};

/** Deeds at 月底, told early in the month, were last month's; a deadline that has passed this month is next month's. */
function inMonth(context: DateContext, here: number): { year: number; month: number } {
  if (context.lean === 'past' && here > context.today + 5) return addMonths(context.year, context.month, -1);
  if (context.lean === 'future' && here < context.today) return addMonths(context.year, context.month, 1);
  return context;
}
