import { type Civil, civil, type Day, validDay } from './calendar.js';
import type { DateOptions, Flag, Lean, Reference } from './types.js';

/** A reference, taken apart once per text. */
export interface Anchor extends Civil {
  today: Day;
  minute: number; // of the day
  lean: Lean;
}

/** Throws a RangeError for a send time that is none: a caller's mistake, not a sender's. */
export function anchorOf(ref: Reference, options?: DateOptions): Anchor {
  const { sentAt } = ref;
  const year = number(sentAt, 0, 4);
  const month = number(sentAt, 5, 7);
  const day = number(sentAt, 8, 10);
  const today = validDay(year, month, day);
  if (today === undefined) throw new RangeError(`not a send time (YYYY-MM-DDTHH:mm): ${sentAt}`);
  const minute = sentAt.length < 16 ? 0 : number(sentAt, 11, 13) * 60 + number(sentAt, 14, 16);
  return { year, month, day, today, minute, lean: options?.lean ?? 'nearest' };
}

/** Digits as a number, without the string in between; NaN where one is none. */
function number(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** A deed is dated up to a month ahead, a deadline up to 100 days back, before another year is likelier. */
const AHEAD = 31;
const BACK = 100;
/** A holiday comes again: 元旦前, said in March, is the next one. */
export const HOLIDAY_BACK = 31;

export interface Chosen {
  day: Day;
  doubtful: boolean;
}

/** Picks among the same written date in several years (or months), in ascending order, by what the lean finds likeliest. */
export function choose(
  candidates: readonly (Day | undefined)[],
  today: Day,
  lean: Lean,
  overdueFor = BACK,
): Chosen | undefined {
  let before: Day | undefined; // the latest not after today
  let after: Day | undefined; // the earliest not before today
  for (const day of candidates) {
    if (day === undefined) continue;
    if (day <= today) before = day;
    if (day >= today && after === undefined) after = day;
  }
  if (before === undefined && after === undefined) return undefined;
  if (before === undefined) return { day: after!, doubtful: lean === 'past' };
  if (after === undefined) return { day: before, doubtful: lean === 'future' };
  if (lean === 'nearest') return { day: after - today < today - before ? after : before, doubtful: false };
  const back = today - before;
  const ahead = after - today;
  if (lean === 'past') {
    if (back <= BACK) return { day: before, doubtful: false };
    return ahead <= AHEAD
      ? { day: after, doubtful: true }
      : { day: before, doubtful: civil(before).year !== civil(today).year };
  }
  // Overdue this year is likelier than due late next year; last year's deadlines are closed.
  const overdue = ahead > BACK && back <= overdueFor && civil(before).year === civil(today).year;
  return overdue ? { day: before, doubtful: true } : { day: after, doubtful: false };
}

/** A date without a year: the likeliest of last, this and next year. `inYear` gives undefined where it does not exist. */
export function chooseYear(
  inYear: (year: number) => Day | undefined,
  anchor: Anchor,
  overdueFor = BACK,
): Chosen | undefined {
  const { year } = anchor;
  return choose([inYear(year - 1), inYear(year), inYear(year + 1)], anchor.today, anchor.lean, overdueFor);
}

export function yearFlags(chosen: Chosen): Flag[] {
  return chosen.doubtful ? ['year-assumed', 'year-doubtful'] : ['year-assumed'];
}
