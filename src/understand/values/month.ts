import { type Anchor, anchorOf, choose } from './anchor.js';
import { addMonths, civil, dayOf, isoMonth } from './calendar.js';
import { fold } from './chars.js';
import { smallAt, yearFrom } from './date-small.js';
import type { DateOptions, Flag, Found, Reference } from './types.js';

const HAN_MONTH = '十[一二]?|[一二三四五六七八九]';
const YEAR =
  '(?<year>\\d{4}|(?<!\\d)\\d{2}|[一二〇零][一二三四五六七八九〇零]{3})\\s?年的?\\s?|(?<rel>今|本|去|上|明|前)年的?\\s?';

/** N月 with what may say its year. Not "3个月", not the end of a range ("1-3月"), not an unfilled form. */
export const MONTH_SOURCE = `(?:${YEAR})?(?<![\\d.\\-~至到/一二三四五六七八九十])(?<month>0?[1-9](?!\\d)|1[0-2]|${HAN_MONTH})\\s?月(?:份)?`;
const MONTH = new RegExp(MONTH_SOURCE.replace('(?<![\\d.', '(?<![\\d.'));
const FULL = new RegExp(`(?:${YEAR})(?<month>0?[1-9](?!\\d)|1[0-2]|${HAN_MONTH})\\s?月(?:份)?`);
const NUMERIC =
  /(?<![\d.\-/])(20\d{2})(?:\s?[-./]\s?(0?[1-9]|1[0-2])(?!\d)|(0[1-9]|1[0-2])(?!\d{3}|\d(?!\d))(月)?|(1[0-2]|0?[1-9])(月))/;
const WORD = /(上上|下下|上|下|本|这|当)(?:一?个)?月(?![一二三四五六七八九十]?年)/;
const WORDS: Record<string, number> = { 上上: -2, 上: -1, 本: 0, 这: 0, 当: 0, 下: 1, 下下: 2 };
const YEARS: Record<string, number> = { 今: 0, 本: 0, 去: -1, 上: -1, 前: -2, 明: 1 };

export interface FoundMonth {
  year: number;
  month: number;
  from: number;
  to: number;
  rule: string;
  flags: Flag[];
}

/** The year of a month that was written without one. */
export function yearOfMonth(month: number, anchor: Anchor): { year: number; flags: Flag[] } {
  const middles = [-1, 0, 1].map((by) => dayOf(anchor.year + by, month, 15));
  const here = dayOf(anchor.year, anchor.month, 15);
  const chosen = choose(middles, here, anchor.lean)!;
  const flags: Flag[] = chosen.doubtful ? ['year-assumed', 'year-doubtful'] : ['year-assumed'];
  return { year: civil(chosen.day).year, flags };
}

/** The year that the words before 月 say, if any. */
export function writtenYear(groups: Record<string, string | undefined>, anchor: Anchor): number | undefined {
  if (groups.rel !== undefined) return anchor.year + YEARS[groups.rel]!;
  const small = groups.year === undefined ? undefined : smallAt(groups.year, 0);
  return small === undefined ? undefined : yearFrom(small);
}

export function monthIn(folded: string, anchor: Anchor): FoundMonth | undefined {
  const found = [numeric(folded), named(folded, anchor), word(folded, anchor)].filter((m) => m !== undefined);
  return found.sort((a, b) => a.from - b.from || b.to - a.to)[0];
}

function numeric(text: string): FoundMonth | undefined {
  const match = NUMERIC.exec(text);
  if (match === null) return undefined;
  const lost = match[2] === undefined && (match[4] ?? match[6]) !== undefined;
  return {
    year: +match[1]!,
    month: +(match[2] ?? match[3] ?? match[5])!,
    from: match.index,
    to: match.index + match[0].length,
    rule: lost ? 'month:run-together' : 'month:numeric',
    flags: lost ? ['separator-lost'] : [],
  };
}

function named(text: string, anchor: Anchor): FoundMonth | undefined {
  const match = FULL.exec(text) ?? MONTH.exec(text);
  if (match === null) return undefined;
  const groups = match.groups as Record<string, string | undefined>;
  const month = smallAt(groups.month!, 0)!.value;
  const year = writtenYear(groups, anchor);
  const place = { from: match.index, to: match.index + match[0].length };
  if (year !== undefined) return { year, month, ...place, rule: 'month:full', flags: [] };
  return { ...yearOfMonth(month, anchor), month, ...place, rule: 'month:named' };
}

function word(text: string, anchor: Anchor): FoundMonth | undefined {
  const match = WORD.exec(text);
  if (match === null) return undefined;
  const { year, month } = addMonths(anchor.year, anchor.month, WORDS[match[1]!]!);
  return {
    year,
    month,
    from: match.index,
    to: match.index + match[0].length,
    rule: 'month:relative',
    flags: [],
  };
}

/** The first month of a short span, YYYY-MM: 3月, 上月, 2026年3月, 2026-03. */
export function readMonth(
  text: string,
  ref: Reference,
  options: DateOptions = {},
): Found<string> | undefined {
  const month = monthIn(fold(text), anchorOf(ref, options));
  if (month === undefined) return undefined;
  const found: Found<string> = {
    value: isoMonth(month.year, month.month),
    from: month.from,
    to: month.to,
    rule: month.rule,
    certainty: 'stated',
  };
  if (month.flags.length > 0) found.flags = month.flags;
  return found;
}
