import type { Count } from '../core/status.js';
import type { Metric } from './schema.js';

/** What is counted for a metric: rows that say what it asks of them. A blank is not a no. */
export function countOf(metric: Metric): Count {
  const { of: source, without, measure, day } = metric;
  const said = factsOf(metric).map((fact) => ({ field: fact, present: true }));
  return { source, only: [...metric.only, ...said], without, measure, day };
}

/** The fields that a row has to say for the metric to be known of it. */
export function factsOf({ of: source, only, measure, facts }: Metric): string[] {
  if (facts) return facts;
  if (!('households' in source) || measure.count === undefined) return [];
  const compared = only.filter((one) => one.present === undefined && one.blankAmong === undefined);
  const fields = compared.flatMap((one) => [one.field, one.belowField, one.atLeastField]);
  return [...new Set(fields.flatMap((name) => (name?.startsWith('data.') ? [name] : [])))];
}
