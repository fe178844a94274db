import { addDays, addMonths, periodOf, shiftPeriod, type PeriodKind } from '../calendar/index.js';
import type { StatusPeriod } from '../core/status.js';
import { readPeriod } from '../understand/values/index.js';
import type { Metric, StatusWords } from './schema.js';
import { without, type Span } from './spans.js';

const USUAL: Record<Exclude<Metric['period'], 'none'>, { kind: PeriodKind; title: string }> = {
  today: { kind: 'day', title: '今天' },
  'this-week': { kind: 'week', title: '本周' },
  'this-month': { kind: 'month', title: '本月' },
  'this-quarter': { kind: 'quarter', title: '本季度' },
  'this-year': { kind: 'year', title: '今年' },
};

/** A period that a text names. */
interface Named {
  /** 截至昨天: how things stood then, or what was done up to it. */
  until: boolean;
  period: StatusPeriod;
  span: Span;
  kind: PeriodKind | undefined;
}

/** What a question says about time. */
export interface When {
  /** Asked for side by side, where there are several: 昨天和今天. */
  periods: StatusPeriod[];
  /** The earlier one that the number is compared with. */
  compare?: StatusPeriod | undefined;
  /** What of the text this is. */
  spans: Span[];
  /** Up to an earlier day: only what was last said is known of it. */
  until: boolean;
}

const UNTIL = /(?:截至|截止|截止到|截至到|截止至)$/;
const COUNTED = /[一二两三四五](?=[次户个回家人])/gu;
const EVER = /累计|一共|总共|历史/;
const MOST = 4;

/** The usual period of a number, where the question names none. `now`: local time. */
export function usualPeriod(text: string, usual: Metric['period'], now: string): StatusPeriod | undefined {
  if (usual === 'none' || EVER.test(text)) return undefined;
  return own(USUAL[usual].kind, now);
}

/**
 * The whole week, month… that a period lies in, for numbers that are told of such a one only: 今天 of what is due by the
 * week; undefined where it is longer. `now`: local time.
 */
export function wholeOf(
  period: StatusPeriod,
  usual: Exclude<Metric['period'], 'none'>,
  now: string,
): StatusPeriod | undefined {
  const { kind, title } = USUAL[usual];
  const { from, to } = periodOf(kind, period.from);
  if (period.to > to) return undefined;
  if (period.from === from && period.to === to) return period;
  const today = now.slice(0, 10);
  return { from, to, title: from <= today && today <= to ? title : '当期' };
}

function own(kind: PeriodKind, now: string): StatusPeriod {
  const { from, to } = periodOf(kind, now.slice(0, 10));
  const title = Object.values(USUAL).find((one) => one.kind === kind)?.title ?? '';
  return { from, to, title };
}

/** Every period that a text names, and which of them is only compared with; what cannot be compared is left unread. */
export function whenIn(text: string, words: StatusWords, now: string, usual?: StatusPeriod): When {
  const all = namedIn(text, now);
  const { compare } = words;
  // "截至今天" is no day but up to when; of an earlier day only what was last said is known, which asks for one day.
  const today = now.slice(0, 10);
  const untilNow = all.filter((one) => one.until && one.period.to === today);
  const named = all.filter((one) => !untilNow.includes(one));
  const other = named.find((one) => comparison(text, one.span, words) !== undefined);
  const rest = named.filter((one) => one !== other);
  const periods = distinct(rest.map((one) => one.period));
  const until = rest.some((one) => one.until);
  const spans = [...rest, ...untilNow].map((one) => one.span);
  const change = (found: Span[]): Span[] => [...spans, ...found, ...spansOf(text, compare.change)];
  if (other) {
    const asked = rest.length > 0 ? rest : [nowOf(other, now, usual)];
    const [base] = asked;
    const same = compare.same.some((word) => text.startsWith(word, other.span.to));
    if (!base || asked.length > 1 || (!same && base.kind !== other.kind)) return { periods, spans, until };
    const earlier = same ? shifted(base.period, other, now) : other.period;
    if (!earlier || earlier.to >= base.period.from) return { periods, spans, until };
    return {
      periods: [base.period],
      until,
      compare: earlier,
      spans: change(comparison(text, other.span, words)!),
    };
  }
  const base = periods[0] ?? usual;
  if (!base || periods.length > 1) return { periods, spans, until };
  const year = spansOf(text, compare.year);
  const previous = spansOf(text, compare.previous);
  const kind = rest[0]?.kind ?? kindOf(base);
  if (year.length > 0) return { periods: [base], until, compare: yearBefore(base, now), spans: change(year) };
  if (previous.length > 0 && kind) {
    const { from, to } = shiftPeriod(kind, periodOf(kind, base.from), -1);
    return { periods: [base], until, compare: { from, to, title: '上期' }, spans: change(previous) };
  }
  return { periods, spans, until };
}

function namedIn(text: string, now: string): Named[] {
  const named: Named[] = [];
  // 今年一次 is no part of a year, as 今年一季度 is.
  for (let left = text.replace(COUNTED, '\0'); named.length < MOST;) {
    const found = readPeriod(left, { sentAt: now });
    if (!found) break;
    const span = { from: found.from, to: found.to };
    const period = { ...found.value, title: text.slice(found.from, found.to) };
    named.push({ period, span, kind: kindOf(period), until: UNTIL.test(text.slice(0, found.from)) });
    left = without(left, [span]);
  }
  return named.sort((a, b) => a.span.from - b.span.from);
}

const KINDS: readonly PeriodKind[] = ['day', 'week', 'month', 'quarter', 'half', 'year'];

function kindOf({ from, to }: StatusPeriod): PeriodKind | undefined {
  return KINDS.find((kind) => {
    const whole = periodOf(kind, from);
    return whole.from === from && whole.to === to;
  });
}

/** The words around a period that make it the one that is compared with: 比上月, 和去年同期相比. */
function comparison(text: string, { from, to }: Span, { compare }: StatusWords): Span[] | undefined {
  const same = compare.same.find((word) => text.startsWith(word, to)) ?? '';
  const end = to + same.length;
  const before = ending(text, from, compare.before);
  if (before !== undefined) return [{ from: from - before.length, to: end }];
  const around = ending(text, from, compare.around);
  const after = [...compare.after]
    .sort((a, b) => b.length - a.length)
    .find((word) => text.startsWith(word, end));
  if (around === undefined || (after === undefined && same === '')) return undefined;
  return [{ from: from - around.length, to: end + (after?.length ?? 0) }];
}

const ending = (text: string, at: number, words: readonly string[]): string | undefined =>
  [...words].sort((a, b) => b.length - a.length).find((word) => text.endsWith(word, at));

/** What "比上周" is said of, where nothing is named: the week we are in. */
function nowOf(other: Named, now: string, usual: StatusPeriod | undefined): Named {
  const period = other.kind === undefined ? (usual ?? own('week', now)) : own(other.kind, now);
  return { period, span: other.span, kind: kindOf(period), until: false };
}

/** 去年同期, 上月同期: the days up to today, a year or month earlier. */
function shifted(base: StatusPeriod, other: Named, now: string): StatusPeriod | undefined {
  const days = upToNow(base, now);
  const title = `${other.period.title}同期`;
  if (other.kind === 'year') return { ...yearBefore(base, now), title };
  const back = (day: string): string | undefined =>
    other.kind === 'week' ? addDays(day, -7) : other.kind === 'month' ? monthBefore(day) : undefined;
  const [from, to] = [back(days.from), back(days.to)];
  return from === undefined || to === undefined ? undefined : { from, to, title };
}

function yearBefore(base: StatusPeriod, now: string): StatusPeriod {
  const back = (day: string): string =>
    `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`.replace(/-02-29$/, '-02-28');
  const { from, to } = upToNow(base, now);
  return { from: back(from), to: back(to), title: '去年同期' };
}

const monthBefore = (day: string): string => {
  const month = addMonths(day.slice(0, 7), -1);
  const last = periodOf('month', `${month}-01`).to;
  const same = `${month}${day.slice(7)}`;
  return same > last ? last : same;
};

function upToNow({ from, to }: StatusPeriod, now: string): { from: string; to: string } {
  const today = now.slice(0, 10);
  return { from, to: to > today && from <= today ? today : to };
}

function spansOf(text: string, words: readonly string[]): Span[] {
  return words.flatMap((word) => {
    const at = text.indexOf(word);
    return at < 0 ? [] : [{ from: at, to: at + word.length }];
  });
}

function distinct(periods: StatusPeriod[]): StatusPeriod[] {
  return periods.filter((one, i) => periods.findIndex((o) => o.from === one.from && o.to === one.to) === i);
}
