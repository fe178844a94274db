import type { StatusPeriod } from '../core/status.js';
import { usualPeriod, wholeOf, type When } from './periods.js';
import { isOfDuty } from './reports.js';
import type { Metric } from './schema.js';

/** The days of a question as its numbers take them; or the periods that they cannot be given of. */
export type Timed =
  { period?: StatusPeriod; also?: StatusPeriod[]; compare?: StatusPeriod } | { unread: string[] };

/** A number of a period: what was done on its days, or not done. */
const isTimed = ({ day, without }: Metric): boolean => day !== 'none' || without !== undefined;

/** A number of what was last said, which can be told of an earlier day too. */
const isTold = ({ day, of: source }: Metric): boolean =>
  day === 'none' && 'records' in source && source.latest === true;

/**
 * How things stood on an earlier day is known only of what was reported: of registers and ledgers only how they stand now.
 * `now`: local time.
 */
export function standing(
  metrics: readonly Metric[],
  when: When,
  now: string,
  usualHere: StatusPeriod | undefined,
): Timed {
  const whole = inWhole(metrics, when, now, usualHere);
  if ('unread' in whole) return whole;
  const { periods, compare, until, usual } = whole;
  const today = now.slice(0, 10);
  const isNow = ({ from, to }: StatusPeriod): boolean => from <= today && today <= to;
  const timed = metrics.filter(isTimed);
  const told = metrics.filter(isTold);
  const past = [...periods.filter((one) => !isNow(one)), ...(compare ? [compare] : [])];
  if (timed.length + told.length < metrics.length && past.length > 0)
    return { unread: past.map((one) => one.title) };
  if (until && timed.length > 0) return { unread: periods.map((one) => `截至${one.title}`) };
  const as = (one: StatusPeriod): StatusPeriod => (timed.length > 0 ? one : asOf(one));
  const said = timed.length > 0 ? (periods.length > 0 ? periods : usual ? [usual] : []) : periods.filter((one) => !isNow(one)); // prettier-ignore
  const [period, ...also] = said.map(as);
  return {
    ...(period ? { period } : {}),
    ...(also.length > 0 ? { also } : {}),
    ...(compare ? { compare: as(compare) } : {}),
  };
}

/** Reports are due once a week or month: their number is told of a whole one. */
function inWhole(
  metrics: readonly Metric[],
  when: When,
  now: string,
  usual: StatusPeriod | undefined,
): (When & { usual: StatusPeriod | undefined }) | { unread: string[] } {
  const kind = metrics.find(isOfDuty)?.period ?? 'none';
  if (kind === 'none') return { ...when, usual };
  const named = [...when.periods, ...(when.compare ? [when.compare] : [])];
  const long = named.filter((one) => wholeOf(one, kind, now) === undefined);
  if (long.length > 0) return { unread: long.map((one) => one.title) };
  return {
    ...when,
    periods: when.periods.map((one) => wholeOf(one, kind, now)!),
    compare: when.compare && wholeOf(when.compare, kind, now),
    usual: usual ?? usualPeriod('', kind, now),
  };
}

function asOf({ to }: StatusPeriod): StatusPeriod {
  return { from: to, to, title: `截至${Number(to.slice(5, 7))}月${Number(to.slice(8))}日` };
}
