import { type Day, monthEnd, validDay } from './calendar.js';
import { HAN_DIGIT, HAN_UNIT, is, isBoundary, skipSpaces } from './chars.js';
import { lunarDayNumber, lunarHit, lunarMonthAt } from './date-lunar-reader.js';
import { holidayInYear } from './date-named.js';
import { type DateContext, type Hit, stated, taken, withoutYear } from './date-reader.js';
import { daySign, smallAt } from './date-small.js';
import { measured } from './date-words.js';

export function monthDay(to: number, month: number, day: number, context: DateContext): Hit {
  if (day > 31 || month > 12) return { to, day: undefined, rule: 'date:month-day' };
  return withoutYear(to, (year) => validDay(year, month, day), context, 'date:month-day');
}

/** What may follow a written year: a month, a holiday, 底. */
export function afterYear(text: string, at: number, year: number, context: DateContext): Hit | undefined {
  if (text[at] === '的') at++;
  const char = text[at];
  if (char === undefined) return undefined;
  const end = char === '年' ? at + 1 : at;
  if ('底末'.includes(text[end] ?? ' ')) return stated(end + 1, validDay(year, 12, 31), 'date:year-end');
  if (char === '元' && text[at + 1] === '月') return afterMonth(text, at + 2, year, 1, context);
  const month = smallAt(text, at);
  if (month !== undefined && (month.han || month.length <= 2)) {
    const mark = skipSpaces(text, month.to);
    if (text[mark] === '月') return afterMonth(text, mark + 1, year, month.value, context);
    if (!month.han && (text[mark] === '.' || text[mark] === '-' || text[mark] === '/')) {
      const day = smallAt(text, mark + 1);
      if (day !== undefined && !day.han && day.length <= 2 && !measured(text, day.to)) {
        return stated(daySign(text, day.to), validDay(year, month.value, day.value), 'date:full');
      }
    }
  }
  const lunar = text.startsWith('历', at + 1); // 2026年农历八月十五
  return lunarMonthAt(text, lunar ? at + 2 : at, year, context, lunar) ?? holidayInYear(text, at, year);
}

/** What may follow 月: a day, 底, 上旬, 初五 (lunar). `year` is undefined where none was written. */
export function afterMonth(
  text: string,
  at: number,
  year: number | undefined,
  month: number,
  context: DateContext,
): Hit | undefined {
  if (text[at] === '份') at++;
  at = skipSpaces(text, text[at] === '的' ? at + 1 : at);
  const char = text[at];
  if (char === undefined) return undefined;
  if (char === '初' || char === '廿') {
    const lunar = lunarDayNumber(text, at);
    // 二月廿八日 with its 日 is an old-fashioned way to write a solar date.
    if (lunar !== undefined && (char === '初' || !'日号'.includes(text[lunar.to - 1]!)))
      return lunarHit(lunar.to, year, month, lunar.value, context);
  }
  const part = monthPart(text, at);
  if (part !== undefined) {
    if (month < 1 || month > 12) return taken(part.to);
    const inYear = (y: number): Day => part.day(y, month);
    const more = part.approximate ? 'approximate' : undefined;
    if (year !== undefined)
      return stated(part.to, inYear(year), part.rule, more === undefined ? undefined : [more]);
    return withoutYear(part.to, inYear, context, part.rule, more);
  }
  const day = smallAt(text, at);
  if (day === undefined || (!day.han && day.length > 2)) return undefined;
  const sign = skipSpaces(text, day.to);
  let to = day.to;
  if (text[sign] === '日' || text[sign] === '号') to = sign + 1;
  else if (measured(text, day.to) || (day.han && day.value < 10 && !isBoundary(text, day.to)))
    return undefined;
  // 二月二, 三月三, 九月九 without 日 are the lunar feasts.
  if (day.han && to === day.to && month === day.value && month < 10)
    return lunarHit(to, year, month, month, context);
  if (year !== undefined) return stated(to, validDay(year, month, day.value), 'date:full');
  return monthDay(to, month, day.value, context);
}

interface MonthPart {
  to: number;
  rule: string;
  approximate: boolean;
  day(year: number, month: number): Day;
}

/** 底, 末, 上旬, 中旬, 下旬, 初, 中. Month ends and ten-day periods have agreed last days; 初 and 中 are only near. */
export function monthPart(text: string, at: number): MonthPart | undefined {
  const char = text[at];
  const fixed =
    (n: number) =>
    (year: number, month: number): Day =>
      validDay(year, month, n)!;
  if (char === '底' || char === '末') {
    return { to: at + 1, rule: 'date:month-end', approximate: false, day: monthEnd };
  }
  if (text[at + 1] === '旬') {
    if (char === '上') return { to: at + 2, rule: 'date:ten-day', approximate: false, day: fixed(10) };
    if (char === '中') return { to: at + 2, rule: 'date:ten-day', approximate: false, day: fixed(20) };
    if (char === '下') return { to: at + 2, rule: 'date:ten-day', approximate: false, day: monthEnd };
  }
  if (char === '初' && !is(text, at + 1, HAN_DIGIT | HAN_UNIT)) {
    return { to: at + 1, rule: 'date:month-start', approximate: true, day: fixed(10) };
  }
  if (char === '中' && (isBoundary(text, at + 1) || '前后'.includes(text[at + 1]!))) {
    return { to: at + 1, rule: 'date:month-middle', approximate: true, day: fixed(15) };
  }
  return undefined;
}
