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
}

const EVER = /累计|一共|总共|历史/;
const MOST = 4;

/** The usual period of a number, where the question names none. `now`: local time. */
export function usualPeriod(text: string, usual: Metric['period'], now: string): StatusPeriod | undefined {
  if (usual === 'none' || EVER.test(text)) return undefined;
  return own(USUAL[usual].kind, now);
}

function own(kind: PeriodKind, now: string): StatusPeriod {
  const { from, to } = periodOf(kind, now.slice(0, 10));
  const title = Object.values(USUAL).find((one) => one.kind === kind)?.title ?? '';
  return { from, to, title };
}

/** Every period that a text names, and which of them is only compared with; what cannot be compared is left unread. */
export function whenIn(text: string, words: StatusWords, now: string, usual?: StatusPeriod): When {
  const named = namedIn(text, now);
  const { compare } = words;
  const other = named.find((one) => comparison(text, one.span, words) !== undefined);
  const rest = named.filter((one) => one !== other);
  const periods = distinct(rest.map((one) => one.period));
  const spans = rest.map((one) => one.span);
  const change = (found: Span[]): Span[] => [...spans, ...found, ...spansOf(text, compare.change)];
  if (other) {
    const asked = rest.length > 0 ? rest : [nowOf(other, now, usual)];
    const [base] = asked;
    const same = compare.same.some((word) => text.startsWith(word, other.span.to));
    if (!base || asked.length > 1 || (!same && base.kind !== other.kind)) return { periods, spans };
    const earlier = same ? shifted(base.period, other, now) : other.period;
    if (!earlier || earlier.to >= base.period.from) return { periods, spans };
    return {
      periods: [base.period],
      compare: earlier,
      spans: change(comparison(text, other.span, words)!),
    };
  }
  const base = periods[0] ?? usual;
  if (!base || periods.length > 1) return { periods, spans };
  const year = spansOf(text, compare.year);
  const previous = spansOf(text, compare.previous);
  const kind = rest[0]?.kind ?? kindOf(base);
  if (year.length > 0) return { periods: [base], compare: yearBefore(base, now), spans: change(year) };
  if (previous.length > 0 && kind) {
    const { from, to } = shiftPeriod(kind, periodOf(kind, base.from), -1);
    return { periods: [base], compare: { from, to, title: '上期' }, spans: change(previous) };
  }
  return { periods, spans };
}

function namedIn(text: string, now: string): Named[] {
  const named: Named[] = [];
  for (let left = text; named.length < MOST;) {
    const found = readPeriod(left, { sentAt: now });
    if (!found) break;
    const span = { from: found.from, to: found.to };
    const period = { ...found.value, title: text.slice(found.from, found.to) };
    named.push({ period, span, kind: kindOf(period) });
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
  return { period, span: other.span, kind: kindOf(period) };
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
