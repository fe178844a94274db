import type { Count, Counted } from '../core/status.js';
import { countOf, factsOf } from './facts.js';
import type { Metric } from './schema.js';

/** A number of what is known, and of how many rows it is not. */
export interface Known {
  /** Without a value where nobody said anything of it: a blank is not a zero. */
  counted: Counted;
  /** Of the metric's base those rows of which it is known; without a value where the base itself is not. */
  base: Counted | undefined;
  /** Whether that leaves rows of the base out. */
  less: boolean;
  /** Rows that may be of the number or not, for what they leave blank. */
  unfilled: Counted;
}

/** Counts for a metric, its base where that is the one given. */
type Counting = (of: Metric, count: Count) => Promise<Counted>;

const NONE: Counted = { value: 0, unknown: 0, parts: [] };

/** A metric with its base, counted by the rows that say it; the others apart. */
export async function countKnown(
  metric: Metric,
  metrics: ReadonlyMap<string, Metric>,
  count: Counting,
): Promise<Known> {
  const of = metric.base === undefined ? undefined : metrics.get(metric.base);
  const counted = await count(metric, countOf(metric));
  const whole = of && (await count(of, countOf(of)));
  const unfilled = await undecided(metric, undefined, count);
  const within = of && sameRows(of, metric) ? await undecided(metric, of, count) : NONE;
  const base = whole && without(whole, within);
  const nobody = counted.value === 0 && (unfilled.value ?? 0) > 0 && (base?.value ?? 0) === 0;
  // A base of none may be one that nobody has filled in.
  const baseKnown = !of || whole?.value !== 0 || (await countKnown(of, metrics, count)).counted.value === 0;
  return {
    counted: nobody ? { ...counted, value: undefined } : counted,
    base: base && (nobody || !baseKnown) ? { ...base, value: undefined } : base,
    less: (within.value ?? 0) > 0,
    unfilled,
  };
}

/** Rows (of the base, where one is given) of which the metric is not known: no condition speaks against it, and a fact is blank. */
async function undecided(metric: Metric, base: Metric | undefined, count: Counting): Promise<Counted> {
  const facts = factsOf(metric);
  const [field, ...blankAmong] = facts;
  if (field === undefined) return NONE;
  const open = metric.only.map((one) => (facts.includes(one.field) ? { ...one, orBlank: true } : one));
  const among = base ? countOf(base).only : [];
  return count(metric, { ...countOf(metric), only: [...among, ...open, { field, blankAmong }] });
}

const sameRows = (one: Metric, other: Metric): boolean => JSON.stringify(one.of) === JSON.stringify(other.of);

function without(whole: Counted, less: Counted): Counted {
  const lessOf = new Map(less.parts.map(({ name, value }) => [name, value]));
  return {
    ...whole,
    value: whole.value === undefined ? undefined : whole.value - (less.value ?? 0),
    parts: whole.parts.map(({ name, value }) => ({ name, value: value - (lessOf.get(name) ?? 0) })),
  };
}

/** A place of which nothing is known, for what its rows leave blank. */
export function isBlankPlace({ counted, base, unfilled }: Known, name: string): boolean {
  const of = (from: Counted | undefined) => from?.parts.find((part) => part.name === name)?.value ?? 0;
  return of(unfilled) > 0 && of(counted) === 0 && of(base) === 0;
}
