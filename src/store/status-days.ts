import type { Condition, CountQuery, StatusPeriod } from '../core/status.js';
import { Prisma } from '../generated/prisma/client.js';

/**
 * Counting from `household_days`, which the database keeps beside the records: one row for all records of a household
 * within a year, kind, mode and village, with their days. What it cannot say is counted from the records themselves.
 */

const { sql } = Prisma;

/** Shorter periods are found sooner by the day of the records. */
const SHORT_DAYS = 14;
const DAY_MS = 86_400_000;

/** What rows of `household_days` and their household can be asked. */
export const DAYS = {
  columns: {
    town: 'h.town',
    village: `nullif(d.village, '')`,
    group: 'h."group"',
    category: 'h.category',
    monitorKind: 'h.monitor_kind',
    helper: 'h.helper',
    'data.mode': 'd.mode',
  } as Readonly<Record<string, string>>,
  data: '',
};

/** Records that `household_days` leaves out. */
export const OF_NO_HOUSEHOLD = sql`r.household_id IS NULL`;

/** Whether records under these conditions, of that period, are better counted from `household_days`, and can be. */
export function canUseDays(
  { records, only }: { records: string | undefined; only: readonly Condition[] },
  period: StatusPeriod | undefined,
  until: Date | undefined,
): boolean {
  // It does not know when a record came in.
  if (records === undefined || until !== undefined) return false;
  if (period && Date.parse(period.to) - Date.parse(period.from) < SHORT_DAYS * DAY_MS) return false;
  return only.every((one) => one.field in DAYS.columns);
}

/** Rows with days in the period; `n` is how many records that are. */
export function daysIn(kind: string, period: StatusPeriod | undefined): Prisma.Sql {
  const n = period
    ? // How many of the sorted days come up to the last one, less those before the first.
      sql`width_bucket(${period.to}::date, days) - width_bucket(${period.from}::date - 1, days)`
    : sql`cardinality(days)`;
  const years = period
    ? sql`year BETWEEN ${Number(period.from.slice(0, 4))}::smallint AND ${Number(period.to.slice(0, 4))}::smallint`
    : sql`true`;
  return sql`(SELECT household_id, mode, village, ${n} AS n FROM household_days
              WHERE kind = ${kind} AND ${years} AND ${n} > 0) d`;
}

/** The rows behind a count, where `household_days` can give it; their period is taken care of. */
export function daysShape({ count, place, period, filter, until }: CountQuery) {
  const { source, only, measure } = count;
  if (
    !('records' in source) ||
    source.latest ||
    measure.sum !== undefined ||
    measure.average !== undefined ||
    measure.mean ||
    count.without ||
    measure.count === 'villages'
  )
    return undefined;
  // The records of a village are found by its name.
  if (place.villages.length > 0) return undefined;
  const days = count.day === 'none' ? undefined : period;
  if (!canUseDays({ records: source.records, only: [...only, ...filter] }, days, until)) return undefined;
  return {
    ...DAYS,
    from: sql`${daysIn(source.records, days)} JOIN household h ON h.id = d.household_id`,
    where: [],
    day: sql`NULL::date`,
    household: 'd.household_id',
    rows: sql`coalesce(sum(d.n), 0)::int`,
    registered: true,
  };
}
