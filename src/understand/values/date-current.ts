import { addMonths, validDay } from './calendar.js';
import { DIGIT, HAN_DIGIT, is, isBoundary, skipSpaces } from './chars.js';
import { afterYear, monthPart } from './date-month.js';
import { type DateContext, type DateReader, stated } from './date-reader.js';
import { SPLIT_BEFORE } from './date-relative.js';
import { smallAt } from './date-small.js';
import { STEPS } from './date-week.js';
import { follows } from './date-words.js';

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
    const by = prefix === '当' ? 0 : STEPS[prefix]!;
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
