import { DIGIT, HAN_DIGIT, HAN_UNIT, is, MEASURE } from './chars.js';
import { lunarDay } from './date-lunar.js';
import { type DateContext, type DateReader, type Hit, stated, withoutYear } from './date-reader.js';
import { daySign, smallAt } from './date-small.js';

const MONTHS: Record<string, number> = { 正: 1, 冬: 11, 腊: 12 };

/** 初一…初十, or a day of the month as a numeral (二十三, 廿三, 28). */
export function lunarDayNumber(text: string, at: number): { value: number; to: number } | undefined {
  const early = text[at] === '初';
  const day = smallAt(text, early ? at + 1 : at);
  if (day === undefined || day.value < 1 || day.value > (early ? 10 : 30) || (!day.han && day.length > 2))
    return undefined;
  return { value: day.value, to: daySign(text, day.to) };
}

export function lunarHit(
  to: number,
  year: number | undefined,
  month: number,
  day: number,
  context: DateContext,
): Hit {
  if (year !== undefined) return stated(to, lunarDay(year, month, day), 'date:lunar');
  return withoutYear(to, (y) => lunarDay(y, month, day), context, 'date:lunar');
}

/** 正月十五, 腊月二十三, 冬月初一; `year` is the lunar year where one was written. With `named`, 八月十五 counts as lunar too. */
export function lunarMonthAt(
  text: string,
  at: number,
  year: number | undefined,
  context: DateContext,
  named = false,
): Hit | undefined {
  const leap = text[at] === '闰';
  if (leap) at++;
  let month = MONTHS[text[at] ?? ''];
  let mark = at + 1;
  if (month === undefined && (leap || named) && is(text, at, HAN_DIGIT | HAN_UNIT | DIGIT)) {
    const small = smallAt(text, at);
    if (small === undefined || small.value < 1 || small.value > 12) return undefined;
    month = small.value;
    mark = small.to;
  }
  if (month === undefined || text[mark] !== '月') return undefined;
  const day = lunarDayNumber(text, mark + 1);
  if (day === undefined || is(text, day.to, MEASURE)) return undefined;
  return lunarHit(day.to, year, leap ? -month : month, day.value, context);
}

const PREFIX = /(?:农历|阴历|旧历|古历)的? ?(?:([12]\d{3}|[一二〇零][一二三四五六七八九〇零]{3})年)?/y;

export const lunarDate: DateReader = {
  starts: '农阴旧古正冬腊闰',
  read(text, at, context) {
    PREFIX.lastIndex = at;
    const match = PREFIX.exec(text);
    if (match === null) return lunarMonthAt(text, at, undefined, context);
    const to = at + match[0].length;
    const written = match[1] === undefined ? undefined : smallAt(match[1], 0)?.value;
    return lunarMonthAt(text, to, written, context, true);
  },
};
