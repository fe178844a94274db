import { anchorOf } from './anchor.js';
import { type Day, iso, validDay, weekdayOf } from './calendar.js';
import { DIGIT, fold, HAN_DIGIT, HAN_UNIT, is, runEnd } from './chars.js';
import { namedDate } from './date-named.js';
import { lunarDate } from './date-lunar-reader.js';
import { numericDate } from './date-numeric.js';
import {
  contextOf,
  type DateContext,
  type DateReader,
  type Hit,
  stated,
  withoutYear,
} from './date-reader.js';
import { bareEnd, monthWord, yearWord } from './date-current.js';
import { afterPartOfDay, daysAgo, dayWord, partOfDay } from './date-relative.js';
import { weekday } from './date-week.js';
import { weekdayAfter } from './date-words.js';
import type { Span } from '../span.js';
import type { DateOptions, Found, Reference } from './types.js';

/** The families, in the order they are tried at a character: what says more comes first. */
const READERS: readonly DateReader[] = [
  daysAgo,
  numericDate,
  yearWord,
  monthWord,
  weekday,
  dayWord,
  lunarDate,
  namedDate,
  bareEnd,
  partOfDay,
];

/** The readers to try at a character: 0 none, else an index into `groups`. */
const starts = new Uint8Array(65536);
const groups: DateReader[][] = [[]];
const firsts = new Set(READERS.flatMap((reader) => [...reader.starts]));
for (const char of firsts) {
  const group = READERS.filter((reader) => reader.starts.includes(char));
  starts[char.charCodeAt(0)] = groups.push(group) - 1;
}

export interface FoundDay {
  from: number;
  to: number;
  hit: Hit & { day: Day };
}

/** Walks the text once; what a family has taken is not read again by another. `noDays`: takes in the days that do not exist. */
export function* scanDays(text: string, context: DateContext, noDays?: Span[]): Generator<FoundDay> {
  let last: FoundDay | undefined;
  let at = 0;
  while (at < text.length) {
    const group = starts[text.charCodeAt(at)]!;
    if (group === 0) {
      at++;
      continue;
    }
    const joined = last !== undefined && at - last.to <= 2 && joins(text, last.to, at);
    context.joined = joined ? last!.hit.day : undefined;
    context.joinedYearWritten = joined ? last!.hit.yearWritten : undefined;
    const hit = readAt(text, at, context, groups[group]!);
    if (hit === undefined) {
      at = is(text, at, DIGIT)
        ? runEnd(text, at, DIGIT)
        : is(text, at, HAN_DIGIT | HAN_UNIT)
          ? runEnd(text, at, HAN_DIGIT | HAN_UNIT)
          : at + 1;
      continue;
    }
    if (hit.rule === 'date:part-of-day' && last !== undefined && last.hit.rule !== hit.rule) {
      at = hit.to; // the part of a day that was named before, not of today
    } else if (hit.day !== undefined) {
      withWeekday(text, hit as Hit & { day: Day });
      last = { from: at, to: hit.to, hit: hit as Hit & { day: Day } };
      yield last;
      at = afterPartOfDay(text, hit.to);
    } else {
      if (hit.rule !== 'date:none') noDays?.push({ from: at, to: hit.to });
      at = hit.to;
    }
  }
}

function readAt(text: string, at: number, context: DateContext, readers: DateReader[]): Hit | undefined {
  for (const reader of readers) {
    const hit = reader.read(text, at, context);
    if (hit !== undefined) return hit;
  }
  return undefined;
}

/** Whether only list or range marks part two dates: "3月18日、20日", "3.16-3.18". */
function joins(text: string, from: number, to: number): boolean {
  if (from === to) return false;
  for (let i = from; i < to; i++) if (!'、,和及与至到-~ ;'.includes(text[i]!)) return false;
  return true;
}

/** Takes in the weekday written after a date, and says where the two disagree. */
function withWeekday(text: string, hit: Hit & { day: Day }): void {
  if (hit.rule === 'date:weekday' || hit.rule === 'date:part-of-day') return;
  const weekday = weekdayAfter(text, hit.to);
  if (weekday === undefined) return;
  hit.to = weekday.to;
  if (weekday.weekday !== weekdayOf(hit.day)) hit.flags = [...(hit.flags ?? []), 'weekday-mismatch'];
}

export function toFound({ from, to, hit }: FoundDay): Found<string> {
  const found: Found<string> = {
    value: iso(hit.day),
    from,
    to,
    rule: hit.rule,
    certainty: hit.certainty ?? 'stated',
  };
  if (hit.flags !== undefined && hit.flags.length > 0) found.flags = hit.flags;
  return found;
}

/**
 * All dates of a text (YYYY-MM-DD), in order. Names (周三强, 王五一), tail numbers, ages, telephone numbers, scores, fractions,
 * house numbers and figures are left alone; days that do not exist give nothing.
 */
export function findDates(text: string, ref: Reference, options: DateOptions = {}): Found<string>[] {
  const folded = fold(text);
  const context = contextOf(anchorOf(ref, options));
  const found: Found<string>[] = [];
  for (const day of scanDays(folded, context)) found.push(toFound(day));
  return found;
}

/** Where a day is written, with its month or year, that no calendar has: 2月30日, 2026-13-01. */
export function findNoDays(text: string, ref: Reference): Span[] {
  const folded = fold(text);
  const found: Span[] = [];
  for (const day of scanDays(folded, contextOf(anchorOf(ref, {})), found)) void day;
  return found.filter((s) => /[月年]|\d{4}/.test(folded.slice(s.from, s.to)));
}

/** Digits run together, where the span is nothing else: 0318, 260318. */
const RUN_TOGETHER = /^\s*(\d{2})?(\d{2})(\d{2})\s*$/;

/**
 * The first date of a short span that is expected to hold one (a field's words), YYYY-MM-DD. Reads more than `findDates`:
 * "3/5", "走访3.8", "0318".
 */
export function readDate(text: string, ref: Reference, options: DateOptions = {}): Found<string> | undefined {
  const folded = fold(text);
  const context = contextOf(anchorOf(ref, options));
  for (const day of scanDays(folded, context)) return toFound(day);
  if (folded.length > 40) return undefined;
  context.loose = true;
  for (const day of scanDays(folded, context)) return toFound(day);
  const run = RUN_TOGETHER.exec(folded);
  if (run === null) return undefined;
  const [, year, month, date] = run;
  const from = folded.search(/\d/);
  const to = folded.trimEnd().length;
  const inYear = (y: number): Day | undefined => validDay(y, +month!, +date!);
  const hit =
    year === undefined
      ? withoutYear(to, inYear, context, 'date:compact')
      : stated(to, inYear(2000 + +year), 'date:compact');
  return hit.day === undefined ? undefined : toFound({ from, to, hit: { ...hit, day: hit.day } });
}
