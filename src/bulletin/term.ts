import { addDays, lastOfMonth, periodOf, weekdayOf } from '../calendar/index.js';
import { fromLocal, localDay } from '../core/time.js';
import type { BulletinDefinition } from './schema.js';

/** The days an issue is about, both included, and the moment from which on nothing more goes into it. */
export interface Term {
  from: string;
  to: string;
  cutOff: Date;
}

/**
 * The last issue that has closed by `now`. A week ends on the day it closes and has the six days before it; a month
 * closes on a day of the next; a quarter, half a year and a year on the first day after it.
 */
export function lastTerm({ closes }: BulletinDefinition, now: Date): Term {
  let day = localDay(now);
  for (let tries = 0; tries < 400; tries++, day = addDays(day, -1)) {
    const term = termClosingOn(closes, day);
    if (term && term.cutOff <= now) return term;
  }
  throw new RangeError('a bulletin that never closes'); // the schema allows none
}

function termClosingOn(closes: BulletinDefinition['closes'], day: string): Term | undefined {
  const cutOff = fromLocal(`${day}T${closes.at}`);
  if ('weekday' in closes)
    return weekdayOf(day) === closes.weekday ? { from: addDays(day, -6), to: day, cutOff } : undefined;
  if ('monthDay' in closes) {
    if (Number(day.slice(8)) !== closes.monthDay) return undefined;
    const last = addDays(`${day.slice(0, 7)}-01`, -1);
    return { from: `${last.slice(0, 7)}-01`, to: lastOfMonth(last), cutOff };
  }
  const last = addDays(day, -1);
  const { from, to } = periodOf('after' in closes ? closes.after : 'half', last);
  return to === last ? { from, to, cutOff } : undefined;
}

/** The first moment after `after` at which the bulletin closes. */
export function nextClosing({ closes }: Pick<BulletinDefinition, 'closes'>, after: Date): Date {
  let day = localDay(after);
  for (let tries = 0; tries < 400; tries++, day = addDays(day, 1)) {
    const term = termClosingOn(closes, day);
    if (term && term.cutOff > after) return term.cutOff;
  }
  throw new RangeError('a bulletin that never closes'); // the schema allows none
}

/** When a bulletin closes, in words: 每周五12:00. */
export function closingOf({ closes }: Pick<BulletinDefinition, 'closes'>): string {
  if ('weekday' in closes) return `每周${'日一二三四五六'[closes.weekday % 7]!}${closes.at}`;
  if ('monthDay' in closes) return `每月${closes.monthDay}日${closes.at}`;
  const after = 'after' in closes ? closes.after : 'half';
  return `每${{ quarter: '季', year: '年', half: '半年' }[after]}后第一天${closes.at}`;
}
