import { type Anchor } from './anchor.js';
import { addMonths, type Day, dayOf, mondayOf, monthEnd, weekdayOf } from './calendar.js';
import { smallAt } from './date-small.js';
import { weekdayCounts } from './date-words.js';
import { MONTH_SOURCE, writtenYear, yearOfMonth } from './month.js';
import type { Flag } from './types.js';

export interface Span {
  from: Day;
  to: Day;
  rule: string;
  flags?: Flag[];
}

type Match = RegExpExecArray & { text: string };

/** One wording of a period: where the pattern first fits, `read` says what it means, or that it is something else. */
interface PeriodWord {
  pattern: RegExp;
  read(match: Match, anchor: Anchor): Span | undefined;
}

const YEAR = '(?:(?<year>(?<!\\d)\\d{4}|(?<!\\d)\\d{2})\\s?年的?|(?<rel>今|本|去|上|明|前)年的?)?\\s?';
const WEEKS: Record<string, number> = { 上上: -2, 上: -1, 前: -1, 本: 0, 这: 0, 下: 1, 下下: 2 };

function months(year: number, first: number, last: number, rule: string, flags: Flag[] = []): Span {
  return { from: dayOf(year, first, 1), to: monthEnd(year, last), rule, flags };
}

function groupsOf(match: Match): Record<string, string | undefined> {
  return match.groups ?? {};
}

/** The year of a part of the year without one: the current one, or the one before while it has not begun yet and the lean looks back. */
function partYear(first: number, last: number, anchor: Anchor): number {
  const middle = Math.floor((first + last) / 2);
  if (anchor.lean === 'past') return first > anchor.month ? anchor.year - 1 : anchor.year;
  if (anchor.lean === 'future') return last < anchor.month ? anchor.year + 1 : anchor.year;
  return last - first > 2 ? anchor.year : yearOfMonth(middle, anchor).year;
}

const week: PeriodWord = {
  pattern: /(上上|下下|上一?|前一|下一?|本|这一?)(?:个)?(?:周|星期|礼拜)(末)?/,
  read(match, anchor) {
    const to = match.index + match[0].length;
    const next = match.text[to] ?? ' ';
    if (/[一二三四五六日天1-7]/.test(next) && !weekdayCounts(match.text, match.index, to + 1))
      return undefined;
    const monday = mondayOf(anchor.today) + WEEKS[match[1]!.replace('一', '')]! * 7;
    if (match[2] !== undefined) return { from: monday + 5, to: monday + 6, rule: 'period:weekend' };
    return { from: monday, to: monday + 6, rule: 'period:week' };
  },
};

const monthRelative: PeriodWord = {
  pattern:
    /(上上|下下|上|下|本|这|当)(?:一?个)?月(?:份)?的?([上中下]旬|[上下]半月)?(?!\s?(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})[日号]|[底末初])/,
  read(match, anchor) {
    const by = match[1] === '当' ? 0 : WEEKS[match[1]!]!;
    const { year, month } = addMonths(anchor.year, anchor.month, by);
    return partOfMonth(year, month, match[2], []) ?? months(year, month, month, 'period:month');
  },
};

function partOfMonth(year: number, month: number, part: string | undefined, flags: Flag[]): Span | undefined {
  const day = (n: number): Day => dayOf(year, month, n);
  const end = monthEnd(year, month);
  switch (part) {
    case '上旬':
      return { from: day(1), to: day(10), rule: 'period:ten-day', flags };
    case '中旬':
      return { from: day(11), to: day(20), rule: 'period:ten-day', flags };
    case '下旬':
      return { from: day(21), to: end, rule: 'period:ten-day', flags };
    case '上半月':
      return { from: day(1), to: day(15), rule: 'period:half-month', flags };
    case '下半月':
      return { from: day(16), to: end, rule: 'period:half-month', flags };
    default:
      return undefined;
  }
}

/** Weeks run Monday to Sunday and belong to the month that holds their Thursday, as in ISO 8601. */
function weekOfMonth(year: number, month: number, n: number, flags: Flag[]): Span | undefined {
  const first = dayOf(year, month, 1);
  const thursday = first + ((4 - weekdayOf(first) + 7) % 7) + (n - 1) * 7;
  if (thursday > monthEnd(year, month)) return undefined;
  return { from: thursday - 3, to: thursday + 3, rule: 'period:week-of-month', flags };
}

const monthNamed: PeriodWord = {
  pattern: new RegExp(
    `${MONTH_SOURCE}的?(?:(?<part>[上中下]旬|[上下]半月)|第?(?<week>[一二三四五1-5])周(?!年)|(?<since>以来|至今))?(?!\\s?\\d{1,2}|[一二三四五六七八九十廿初底末起第]|前)`,
  ),
  read(match, anchor) {
    const groups = groupsOf(match);
    const month = smallAt(groups.month!, 0)!.value;
    const written = writtenYear(groups, anchor);
    if (groups.year !== undefined && written === undefined) return undefined;
    const { year, flags } = written === undefined ? yearOfMonth(month, anchor) : { year: written, flags: [] };
    if (groups.week !== undefined) return weekOfMonth(year, month, smallAt(groups.week, 0)!.value, flags);
    if (groups.since !== undefined) {
      const from = dayOf(year, month, 1);
      return from > anchor.today ? undefined : { from, to: anchor.today, rule: 'period:since', flags };
    }
    return partOfMonth(year, month, groups.part, flags) ?? months(year, month, month, 'period:month', flags);
  },
};

const MONTH_NUMBER = '0?[1-9]|1[0-2]|十[一二]?|[一二三四五六七八九]';
const monthRange: PeriodWord = {
  pattern: new RegExp(
    `${YEAR}(?<![\\d.])(?<first>${MONTH_NUMBER})\\s?(?:月份?)?\\s?[-~至到]\\s?(?:当年|(?<lastYear>20\\d{2})\\s?年)?(?<last>${MONTH_NUMBER})\\s?月(?:份)?(?!\\s?\\d|[底末初上中下])`,
  ),
  read(match, anchor) {
    const groups = groupsOf(match);
    const first = smallAt(groups.first!, 0)!.value;
    const last = smallAt(groups.last!, 0)!.value;
    if (groups.lastYear !== undefined) {
      const end = +groups.lastYear;
      const begin = writtenYear(groups, anchor) ?? (first > last ? end - 1 : end);
      const span = { from: dayOf(begin, first, 1), to: monthEnd(end, last), rule: 'period:months' };
      return first > 12 || last > 12 || span.from > span.to ? undefined : span;
    }
    if (first > 12 || last > 12 || first < 1) return undefined;
    const written = writtenYear(groups, anchor);
    const flags: Flag[] = written === undefined ? ['year-assumed'] : [];
    if (first > last) {
      const year = written ?? yearOfMonth(last, anchor).year - 1;
      return { from: dayOf(year, first, 1), to: monthEnd(year + 1, last), rule: 'period:months', flags };
    }
    return months(written ?? partYear(first, last, anchor), first, last, 'period:months', flags);
  },
};

const quarter: PeriodWord = {
  pattern: new RegExp(
    `${YEAR}(?:第?(?<n>[一二三四1-4])季度|(?<!\\w)[Qq](?<q>[1-4])(?!\\w)|前(?<head>[二三两])个?季度)`,
  ),
  read(match, anchor) {
    const groups = groupsOf(match);
    const head = groups.head === undefined ? undefined : groups.head === '三' ? 3 : 2;
    const n = head ?? smallAt((groups.n ?? groups.q)!, 0)!.value;
    const first = head === undefined ? n * 3 - 2 : 1;
    const written = writtenYear(groups, anchor);
    const year =
      written ?? (head === undefined ? partYear(first, n * 3, anchor) : partYear(1, n * 3, anchor));
    return months(year, first, n * 3, 'period:quarter', written === undefined ? ['year-assumed'] : []);
  },
};

const quarterRelative: PeriodWord = {
  pattern: /(本|这个?|上一?个?|下一?个?)季度/,
  read(match, anchor) {
    const by = WEEKS[match[1]![0]!]!;
    const start = addMonths(anchor.year, Math.floor((anchor.month - 1) / 3) * 3 + 1, by * 3);
    return months(start.year, start.month, start.month + 2, 'period:quarter');
  },
};

const half: PeriodWord = {
  pattern: new RegExp(`${YEAR}(上|下)半年`),
  read(match, anchor) {
    const first = match[0].includes('上半') ? 1 : 7;
    const written = writtenYear(groupsOf(match), anchor);
    const year = written ?? partYear(first, first + 5, anchor);
    return months(year, first, first + 5, 'period:half-year', written === undefined ? ['year-assumed'] : []);
  },
};

const since: PeriodWord = {
  pattern: /(今年|本年|年初|本月|月初|本周|周初)(?:以来|来|至今|到现在|到目前)/,
  read(match, anchor) {
    const unit = match[1]!;
    const from = unit.includes('年')
      ? dayOf(anchor.year, 1, 1)
      : unit.includes('月')
        ? dayOf(anchor.year, anchor.month, 1)
        : mondayOf(anchor.today);
    return { from, to: anchor.today, rule: 'period:since' };
  },
};

const recent: PeriodWord = {
  pattern: /(?:最近|过去|近)的?(\d{1,3}|[一二两三四五六七八九十半]{1,3})\s?(?:个)?(天|日|周|星期|礼拜|月)/,
  read(match, anchor) {
    const n = match[1] === '半' ? 0.5 : smallAt(match[1]!, 0)?.value;
    if (n === undefined || n === 0) return undefined;
    const { today } = anchor;
    if (match[2] === '月') {
      if (n === 0.5) return { from: today - 14, to: today, rule: 'period:recent', flags: ['approximate'] };
      const start = addMonths(anchor.year, anchor.month, -n);
      const day = Math.min(
        anchor.day,
        monthEnd(start.year, start.month) - dayOf(start.year, start.month, 1) + 1,
      );
      return { from: dayOf(start.year, start.month, day) + 1, to: today, rule: 'period:recent' };
    }
    if (!Number.isInteger(n)) return undefined;
    const days = match[2] === '天' || match[2] === '日' ? n : n * 7;
    return { from: today - days + 1, to: today, rule: 'period:recent' };
  },
};

const year: PeriodWord = {
  pattern:
    /(今|本|去|上|明|前)年(?:度)?(?!\s?\d|[底末初]|[一二三四五六七八九十第上下]|春节|国庆|元旦|中秋|以来|来)|(?<![\d.])(20\d{2})\s?年(?:度|全年)?(?!\s?\d|[底末初前]|[一二三四五六七八九十第上下农]|春节|国庆|元旦|中秋)|全年/,
  read(match, anchor) {
    const by: Record<string, number> = { 今: 0, 本: 0, 去: -1, 上: -1, 明: 1, 前: -2 };
    const y = match[2] === undefined ? anchor.year + (match[1] === undefined ? 0 : by[match[1]]!) : +match[2];
    return months(y, 1, 12, 'period:year');
  },
};

const DAYS_OFF: Record<string, number> = { 前: -2, 昨: -1, 今: 0, 明: 1, 后: 2 };
/** 今明两天, 明后天: days behind each other, each by its first character. */
const severalDays: PeriodWord = {
  pattern: /([前昨今明后]{2,3})[两二三]?(?:天|日)/,
  read(match, anchor) {
    const days = [...match[1]!].map((char) => DAYS_OFF[char]!);
    if (days.some((day, i) => i > 0 && day !== days[i - 1]! + 1)) return undefined;
    return { from: anchor.today + days[0]!, to: anchor.today + days.at(-1)!, rule: 'period:several-days' };
  },
};

/** Tried in this order; of those that fit, the one that begins first counts, then the longest. */
const WORDS: readonly PeriodWord[] = [
  monthRange,
  monthNamed,
  monthRelative,
  week,
  severalDays,
  quarter,
  quarterRelative,
  half,
  since,
  recent,
  year,
];

export interface FoundSpan extends Span {
  at: number;
  end: number;
}

export function periodWordIn(text: string, anchor: Anchor): FoundSpan | undefined {
  let best: FoundSpan | undefined;
  for (const word of WORDS) {
    const match = word.pattern.exec(text);
    if (match === null) continue;
    if (best !== undefined && (match.index > best.at || match.index + match[0].length < best.end)) continue;
    const span = word.read(Object.assign(match, { text }), anchor);
    if (span === undefined) continue;
    const end = match.index + match[0].length;
    if (best === undefined || match.index < best.at || end > best.end)
      best = { ...span, at: match.index, end };
  }
  return best;
}
