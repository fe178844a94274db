/** Calendar days are texts, `YYYY-MM-DD`: they compare as they are, and no zone can shift them. */
export type DayText = string;

const MS = 86_400_000;

const msOf = (day: DayText): number => Date.parse(`${day}T00:00:00Z`);

export function addDays(day: DayText, count: number): DayText {
  return new Date(msOf(day) + count * MS).toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative where `to` is earlier. */
export function daysBetween(from: DayText, to: DayText): number {
  return Math.round((msOf(to) - msOf(from)) / MS);
}

/** 1 Monday … 7 Sunday. */
export function weekdayOf(day: DayText): number {
  return new Date(msOf(day)).getUTCDay() || 7;
}

export function yearOf(day: DayText): number {
  return Number(day.slice(0, 4));
}

/** The last day of the month that `day` lies in. */
export function lastOfMonth(day: DayText): DayText {
  const next = new Date(Date.UTC(yearOf(day), Number(day.slice(5, 7)), 1));
  return addDays(next.toISOString().slice(0, 10), -1);
}

/** A day of the month, or its last where the month is shorter. */
export function dayOfMonth(month: string, day: number | 'last'): DayText {
  const last = lastOfMonth(`${month}-01`);
  if (day === 'last') return last;
  const wanted = `${month}-${String(day).padStart(2, '0')}`;
  return wanted < last ? wanted : last;
}

/** `YYYY-MM` some months later or earlier. */
export function addMonths(month: string, count: number): string {
  const [year, of] = month.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, of - 1 + count, 1)).toISOString().slice(0, 7);
}
