import { LunarDay, LunarMonth, SolarTerm } from 'tyme4ts';
import { type Day, dayOf } from './calendar.js';

/** Years for which lunar dates are asked: beyond them nobody means a date of work. */
const FIRST = 1901;
const LAST = 2099;

const days = new Map<number, Day | undefined>();
const terms = new Map<string, Day>();

/** The day of a lunar date (month −6 is the leap sixth); undefined where that month has no such day. */
export function lunarDay(year: number, month: number, day: number): Day | undefined {
  if (year < FIRST || year > LAST || month === 0 || Math.abs(month) > 12 || day < 1 || day > 30)
    return undefined;
  const key = (year * 32 + month + 13) * 32 + day;
  if (days.has(key)) return days.get(key);
  const found = compute(year, month, day);
  days.set(key, found); // at most 199 years × 25 months × 30 days
  return found;
}

function compute(year: number, month: number, day: number): Day | undefined {
  try {
    if (day > LunarMonth.fromYm(year, month).getDayCount()) return undefined;
    const solar = LunarDay.fromYmd(year, month, day).getSolarDay();
    return dayOf(solar.getYear(), solar.getMonth(), solar.getDay());
  } catch {
    return undefined; // a leap month that this year does not have
  }
}

/** The day of a solar term (清明, 冬至) in a solar year. */
export function termDay(year: number, name: string): Day | undefined {
  if (year < FIRST || year > LAST) return undefined;
  const key = `${year}${name}`;
  const known = terms.get(key);
  if (known !== undefined) return known;
  // The library counts a year's terms from 冬至 of the year before.
  let solar = SolarTerm.fromName(year, name).getJulianDay().getSolarDay();
  if (solar.getYear() < year)
    solar = SolarTerm.fromName(year + 1, name)
      .getJulianDay()
      .getSolarDay();
  const day = dayOf(solar.getYear(), solar.getMonth(), solar.getDay());
  terms.set(key, day);
  return day;
}
