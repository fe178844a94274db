/** Calendar days as whole numbers (days since 1970-01-01): comparing and adding cost nothing, and no time zone can slip in. */
export type Day = number;

/** The day number of a date that is known to exist. */
export function dayOf(year: number, month: number, day: number): Day {
  // Days from civil, Howard Hinnant: years start in March, so that the leap day is the last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146097 + dayOfEra - 719468;
}

export interface Civil {
  year: number;
  month: number;
  day: number;
}

export function civil(day: Day): Civil {
  const z = day + 719468;
  const era = Math.floor(z / 146097);
  const dayOfEra = z - era * 146097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36524) - Math.floor(dayOfEra / 146096)) /
      365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const mp = Math.floor((5 * dayOfYear + 2) / 153);
  const month = mp < 10 ? mp + 3 : mp - 9;
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * mp + 2) / 5) + 1,
  };
}

const LENGTHS = [0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

export function daysInMonth(year: number, month: number): number {
  if (month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0)) return 29;
  return LENGTHS[month] ?? 0;
}

/** The day number, or undefined for a day that does not exist (2月30日, 13月): never rolled over. */
export function validDay(year: number, month: number, day: number): Day | undefined {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month))) return undefined;
  return dayOf(year, month, day);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: Day): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

export function mondayOf(day: Day): Day {
  return day - weekdayOf(day) + 1;
}

function two(n: number): string {
  return n < 10 ? `0${n}` : String(n);
}

/** YYYY-MM-DD */
export function iso(day: Day): string {
  const { year, month, day: d } = civil(day);
  return `${year}-${two(month)}-${two(d)}`;
}

export function isoMonth(year: number, month: number): string {
  return `${year}-${two(month)}`;
}

/** Year and month, moved by whole months. */
export function addMonths(year: number, month: number, by: number): { year: number; month: number } {
  const index = year * 12 + month - 1 + by;
  return { year: Math.floor(index / 12), month: (((index % 12) + 12) % 12) + 1 };
}

/** The last day of a month. */
export function monthEnd(year: number, month: number): Day {
  return dayOf(year, month, daysInMonth(year, month));
}

/** A written day, YYYY-MM-DD…, as a day number; undefined where it is none. */
export function parseDay(text: string): Day | undefined {
  return validDay(+text.slice(0, 4), +text.slice(5, 7), +text.slice(8, 10));
}
