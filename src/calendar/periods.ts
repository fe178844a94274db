import { addDays, addMonths, daysBetween, lastOfMonth, weekdayOf, yearOf, type DayText } from './days.js';

export const PERIODS = ['day', 'week', 'month', 'quarter', 'half', 'year'] as const;
export type PeriodKind = (typeof PERIODS)[number];

/** A stretch of days, both included. `key` names it for people and for the database: 2026-W18, 2026-05, 2026-Q2, 2026-H1. */
export interface CalendarPeriod {
  key: string;
  from: DayText;
  to: DayText;
}

/** The period of that kind in which a day lies. Weeks run from Monday to Sunday and are numbered as ISO 8601 does. */
export function periodOf(kind: PeriodKind, day: DayText): CalendarPeriod {
  const month = day.slice(0, 7);
  switch (kind) {
    case 'day':
      return { key: day, from: day, to: day };
    case 'week':
      return weekOf(day);
    case 'month':
      return { key: month, from: `${month}-01`, to: lastOfMonth(day) };
    case 'quarter':
      return months(day, 3, 'Q');
    case 'half':
      return months(day, 6, 'H');
    case 'year':
      return { key: day.slice(0, 4), from: `${day.slice(0, 4)}-01-01`, to: `${day.slice(0, 4)}-12-31` };
  }
}

/** The period `count` before (negative) or after one. */
export function shiftPeriod(kind: PeriodKind, period: CalendarPeriod, count: number): CalendarPeriod {
  let at = period;
  for (let i = 0; i < Math.abs(count); i++)
    at = periodOf(kind, count < 0 ? addDays(at.from, -1) : addDays(at.to, 1));
  return at;
}

/** The period that a key names; undefined where it names none. */
export function periodByKey(key: string): CalendarPeriod | undefined {
  const week = /^(\d{4})-W(\d{2})$/.exec(key);
  if (week) {
    // The fourth of January lies in the first week.
    const first = weekOf(`${week[1]!}-01-04`);
    const found = weekOf(addDays(first.from, 7 * (Number(week[2]) - 1)));
    return found.key === key ? found : undefined;
  }
  const part = /^(\d{4})-([QH])(\d)$/.exec(key);
  if (part) {
    const length = part[2] === 'Q' ? 3 : 6;
    if (Number(part[3]) < 1 || Number(part[3]) > 12 / length) return undefined;
    const month = addMonths(`${part[1]!}-01`, (Number(part[3]) - 1) * length);
    return months(`${month}-01`, length, part[2]!);
  }
  if (/^\d{4}-(0[1-9]|1[0-2])$/.test(key)) return periodOf('month', `${key}-01`);
  if (/^\d{4}$/.test(key)) return periodOf('year', `${key}-01-01`);
  return undefined;
}

function weekOf(day: DayText): CalendarPeriod {
  const from = addDays(day, 1 - weekdayOf(day));
  const year = yearOf(addDays(from, 3)); // the Thursday's
  const jan4 = `${year}-01-04`;
  const first = addDays(jan4, 1 - weekdayOf(jan4));
  const number = 1 + daysBetween(first, from) / 7;
  return { key: `${year}-W${String(number).padStart(2, '0')}`, from, to: addDays(from, 6) };
}

function months(day: DayText, length: number, letter: string): CalendarPeriod {
  const number = Math.floor((Number(day.slice(5, 7)) - 1) / length);
  const first = addMonths(`${day.slice(0, 4)}-01`, number * length);
  return {
    key: `${day.slice(0, 4)}-${letter}${number + 1}`,
    from: `${first}-01`,
    to: lastOfMonth(`${addMonths(first, length - 1)}-01`),
  };
}
