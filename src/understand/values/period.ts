import { type Anchor, anchorOf } from './anchor.js';
import { civil, type Day, iso, validDay } from './calendar.js';
import { fold } from './chars.js';
import { type FoundDay, scanDays } from './dates.js';
import { contextOf } from './date-reader.js';
import { smallAt } from './date-small.js';
import { measured } from './date-words.js';
import { periodWordIn } from './period-words.js';
import type { DateOptions, Flag, Found, Period, Reference } from './types.js';

/** Single dates that are one day; 月底 and 上旬 are ends of something longer. */
const ONE_DAY = /^date:(?!month-(?:end|start|middle)|ten-day|year-end|none)/;
const LINK = /^\s?(?:-{1,2}|~|至|到)\s?$/;
const LINK_AT = /\s?(?:-{1,2}|~|至|到)\s?/y;

/**
 * The period of a short span, both days inclusive: 3.16-3.18, 4月20日至24日, 本周, 上月, 二季度, 3月第三周, 上半年, 3月中旬, 今天.
 * Dates that are joined by a range mark count before words: 本周（3.16-3.18） is the three days.
 */
export function readPeriod(
  text: string,
  ref: Reference,
  options: DateOptions = {},
): Found<Period> | undefined {
  const folded = fold(text);
  const anchor = anchorOf(ref, options);
  const days: FoundDay[] = [];
  for (const day of scanDays(folded, contextOf(anchor))) {
    const range = rangeFrom(folded, day, days.at(-1), anchor);
    if (range === 'reversed') return undefined;
    if (range !== undefined) return range;
    days.push(day);
    if (days.length > 40) break;
  }
  const word = periodWordIn(folded, anchor);
  const day = days.find((d) => ONE_DAY.test(d.hit.rule) && d.hit.rule !== 'date:part-of-day');
  if (word !== undefined && (day === undefined || word.at <= day.from)) {
    return found({ from: word.from, to: word.to }, word.at, word.end, word.rule, word.flags ?? []);
  }
  if (day === undefined) return undefined;
  return found({ from: day.hit.day, to: day.hit.day }, day.from, day.to, 'period:day', day.hit.flags ?? []);
}

/** Two days joined by a range mark; `reversed` where the end comes first, which is a slip to ask about. */
function rangeFrom(
  text: string,
  day: FoundDay,
  before: FoundDay | undefined,
  anchor: Anchor,
): Found<Period> | 'reversed' | undefined {
  if (before !== undefined && LINK.test(text.slice(before.to, day.from))) {
    const flags = [...new Set([...(before.hit.flags ?? []), ...(day.hit.flags ?? [])])];
    const from = sameYear(before, day);
    if (from <= day.hit.day)
      return found({ from, to: day.hit.day }, before.from, day.to, 'period:range', flags);
    return 'reversed';
  }
  // "3.16-18": the day alone, which is no date by itself. "…至今" ends today.
  LINK_AT.lastIndex = day.to;
  if (!ONE_DAY.test(day.hit.rule) || !LINK_AT.test(text)) return undefined;
  const at = LINK_AT.lastIndex;
  if (text[at] === '今' && text[at + 1] !== '年' && day.hit.day <= anchor.today) {
    return found(
      { from: day.hit.day, to: anchor.today },
      day.from,
      at + 1,
      'period:since',
      day.hit.flags ?? [],
    );
  }
  const last = smallAt(text, at);
  if (
    last === undefined ||
    last.length > 2 ||
    '月./-年'.includes(text[last.to] ?? ' ') ||
    measured(text, last.to)
  )
    return undefined;
  const { year, month } = civil(day.hit.day);
  const to = validDay(year, month, last.value);
  if (to === undefined || to < day.hit.day) return undefined;
  const end = text[last.to] === '日' || text[last.to] === '号' ? last.to + 1 : last.to;
  return found({ from: day.hit.day, to }, day.from, end, 'period:range', day.hit.flags ?? []);
}

/** A range of days without a year spans less than half of one; beyond that its ends are the wrong way round. */
const LONGEST = 183;

/** The first day of a range whose year is written only at its end, or across the turn of the year. */
function sameYear(first: FoundDay, last: FoundDay): Day {
  const assumed = first.hit.flags?.includes('year-assumed') ?? false;
  if (!assumed || first.hit.rule !== 'date:month-day') return first.hit.day;
  const end = civil(last.hit.day);
  const { month, day } = civil(first.hit.day);
  const candidates = [validDay(end.year, month, day), validDay(end.year - 1, month, day)];
  return (
    candidates.find((d): d is Day => d !== undefined && d <= last.hit.day && last.hit.day - d <= LONGEST) ??
    first.hit.day
  );
}

function found(
  days: { from: Day; to: Day },
  from: number,
  to: number,
  rule: string,
  flags: Flag[],
): Found<Period> {
  const result: Found<Period> = {
    value: { from: iso(days.from), to: iso(days.to) },
    from,
    to,
    rule,
    certainty: 'stated',
  };
  if (flags.length > 0) result.flags = flags;
  return result;
}
