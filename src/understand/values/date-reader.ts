import type { Anchor } from './anchor.js';
import { choose, chooseYear, HOLIDAY_BACK, yearFlags } from './anchor.js';
import { addMonths, civil, type Day, validDay } from './calendar.js';
import type { Certainty, Flag } from './types.js';

/** What a family of dates is read with. */
export interface DateContext extends Anchor {
  /** The day just before in a list or range ("3月18日、20日"), which the next one goes on from. */
  joined?: Day | undefined;
  joinedYearWritten?: boolean | undefined;
  /** The span is known to hold a date: "3/5" and "走访3.8" count. */
  loose: boolean;
}

export interface Hit {
  to: number;
  /** Undefined: these words are taken, but no date (2月30日, 每周三). */
  day: Day | undefined;
  rule: string;
  flags?: Flag[] | undefined;
  certainty?: Certainty | undefined;
  yearWritten?: boolean | undefined;
}

/** One family of dates: tried at each character of `starts`, answers with a hit that begins there. */
export interface DateReader {
  starts: string;
  read(text: string, at: number, context: DateContext): Hit | undefined;
}

/** What to read dates with: against the send time, with the caller's lean. */
export function contextOf(anchor: Anchor, loose = false): DateContext {
  const { year, month, day, today, minute, lean } = anchor;
  return { year, month, day, today, minute, lean, loose, joined: undefined, joinedYearWritten: undefined };
}

/** Words that are taken, so that no part of them is read as another date. */
export function taken(to: number): Hit {
  return { to, day: undefined, rule: 'date:none' };
}

/** A day that is written in full. */
export function stated(to: number, day: Day | undefined, rule: string, flags?: Flag[]): Hit {
  return { to, day, rule, flags, yearWritten: true };
}

/** A date without a year: goes on from the date before it in a list, else the year the lean finds likeliest. */
export function withoutYear(
  to: number,
  inYear: (year: number) => Day | undefined,
  context: DateContext,
  rule: string,
  more?: Flag,
): Hit {
  let day: Day | undefined;
  let flags: Flag[];
  if (context.joined !== undefined) {
    const { year } = civil(context.joined);
    day = choose([inYear(year - 1), inYear(year), inYear(year + 1)], context.joined, 'nearest')?.day;
    flags = context.joinedYearWritten ? [] : ['year-assumed'];
  } else {
    const chosen = chooseYear(inYear, context, rule === 'date:named' ? HOLIDAY_BACK : undefined);
    day = chosen?.day;
    flags = chosen === undefined ? [] : yearFlags(chosen);
  }
  if (more !== undefined) flags.push(more);
  return { to, day, rule, flags, yearWritten: flags.length === 0 };
}

/** A day of the month alone ("18号"): the month of the date before it, else the likeliest of last, this and next month. */
export function withoutMonth(to: number, day: number, context: DateContext): Hit {
  const rule = 'date:day';
  if (context.joined !== undefined) {
    const last = civil(context.joined);
    const same = validDay(last.year, last.month, day);
    if (same !== undefined && same >= context.joined) {
      const flags: Flag[] = context.joinedYearWritten ? [] : ['year-assumed'];
      return { to, day: same, rule, flags, yearWritten: context.joinedYearWritten };
    }
    const next = addMonths(last.year, last.month, 1);
    const flags: Flag[] = context.joinedYearWritten ? ['month-assumed'] : ['month-assumed', 'year-assumed'];
    return { to, day: validDay(next.year, next.month, day), rule, flags };
  }
  const months = [-1, 0, 1].map((by) => {
    const { year, month } = addMonths(context.year, context.month, by);
    return validDay(year, month, day);
  });
  const chosen = choose(months, context.today, context.lean);
  return { to, day: chosen?.day, rule, flags: ['month-assumed', 'year-assumed'] };
}
