import type { Condition, Count, CountQuery, Place, StatusPeriod } from '../core/status.js';
import { Prisma } from '../generated/prisma/client.js';
import { fieldOf, numberOf } from './status-fields.js';
import { lightOf, todayOf } from './status-pace.js';
import { canUseDays, daysIn, DAYS } from './status-days.js';

/** How a count is put in SQL: which rows, which of their columns a condition, a place or a dimension means. */

export type Sql = Prisma.Sql;
const { sql, raw, join } = Prisma;

/** The expressions of a source: what its columns are called depends on where the rows come from. */
export interface Shape {
  from: Sql;
  where: Sql[];
  columns: Readonly<Record<string, string>>;
  data: string;
  day: Sql;
  household: string;
  /** How many records the rows stand for, where it is not one each; they are those of the period then. */
  rows?: Sql;
  /** Every row has a household of the register, and its town with it. */
  registered?: boolean;
}

export const RECORD_COLUMNS = {
  town: 'h.town',
  village: 'r.village', // that of the household, where there is one
  group: 'h."group"',
  category: 'h.category',
  monitorKind: 'h.monitor_kind',
  helper: 'h.helper',
  subject: 'r.subject',
  state: 'r.state',
};
export const HOUSEHOLD_COLUMNS = {
  town: 'h.town',
  village: 'h.village',
  group: 'h."group"',
  category: 'h.category',
  monitorKind: 'h.monitor_kind',
  helper: 'h.helper',
  subject: 'h.householder',
  population: 'h.population',
};
const ITEM_COLUMNS = {
  town: 'coalesce(i.town, h.town)',
  village: 'coalesce(i.village, h.village)',
  group: 'h."group"',
  category: 'h.category',
  monitorKind: 'h.monitor_kind',
  helper: 'h.helper',
  subject: 'i.title',
  state: 'i.state',
  dueClass: 'i.due_class',
};
const DAY_OF_ITEM = {
  occurred: `(i.opened_at AT TIME ZONE 'Asia/Shanghai')::date`,
  opened: `(i.opened_at AT TIME ZONE 'Asia/Shanghai')::date`,
  closed: `(i.closed_at AT TIME ZONE 'Asia/Shanghai')::date`,
  due: 'i.next_due',
  none: 'i.next_due',
};

/** What was closed after that moment was not closed at it; what it was then is not kept. */
const stateAt = (until: Date): string =>
  `CASE WHEN i.closed_at > '${until.toISOString()}' THEN '' ELSE i.state END`;

function openedBy({ day }: Count, until: Date | undefined): Sql[] {
  if (!until) return [];
  return [sql`i.opened_at <= ${until}`, ...(day === 'closed' ? [sql`i.closed_at <= ${until}`] : [])];
}

/** `asOf`: of things that are reported again and again, the last word up to that day. `fields`: what else than `count` is looked at. */
export interface ShapeOptions {
  until?: Date | undefined;
  asOf?: string | undefined; // YYYY-MM-DD
  fields?: readonly string[];
}

export function shapeOf(count: Count, { until, asOf, fields = [] }: ShapeOptions = {}): Shape {
  const { source } = count;
  if ('households' in source)
    return { from: sql`household h`, where: [sql`h.active`], columns: HOUSEHOLD_COLUMNS, data: 'h.attributes', day: sql`NULL::date`, household: 'h.id', registered: true }; // prettier-ignore
  if ('items' in source)
    return {
      from: sql`item i LEFT JOIN household h ON h.id = i.household_id`,
      where: [sql`i.ledger = ${source.items}`, ...openedBy(count, until)],
      columns: until ? { ...ITEM_COLUMNS, state: stateAt(until) } : ITEM_COLUMNS,
      data: 'i.data',
      day: raw(DAY_OF_ITEM[count.day]),
      household: 'i.household_id',
    };
  if ('duty' in source) throw new RangeError('who has reported is computed from the duty, not counted');
  const of = [
    sql`kind = ${source.records}`,
    sql`state = 'active'`,
    ...(until ? [sql`created_at <= ${until}`] : []),
  ];
  const common = { columns: RECORD_COLUMNS, day: sql`r.occurred_on`, household: 'r.household_id' };
  if (source.latest) {
    const last = lastWordOf(sourceFields(count, fields), [...of, ...(asOf === undefined ? [] : [sql`occurred_on <= ${asOf}::date`])]); // prettier-ignore
    return {
      ...common,
      from: sql`${last} LEFT JOIN household h ON h.id = r.household_id`,
      where: [],
      data: 's.said',
    };
  }
  return {
    ...common,
    from: sql`record r LEFT JOIN household h ON h.id = r.household_id`,
    where: of.map((one) => sql`r.${one}`), // columns of the record
    data: 'r.data',
  };
}

/** Values of records that a count looks at, by their names. */
function sourceFields({ only, measure }: Count, more: readonly string[]): string[] {
  const conditions = only.flatMap(({ field, belowField, atLeastField, blankAmong = [] }) => [
    field,
    belowField,
    atLeastField,
    ...blankAmong,
  ]);
  const { sum, average, mean } = measure;
  const all = [...conditions, sum, average, mean?.of, mean?.weight, ...more];
  const names = all.flatMap((field) => (field?.startsWith('data.') ? [field.slice(5)] : []));
  return [...new Set(names)];
}

/**
 * Of each thing named its last record, with `said`: of each field what was last said of it. A report that is silent on a
 * figure does not take back what an earlier one stated.
 */
function lastWordOf(fields: readonly string[], where: readonly Sql[]): Sql {
  const newest = sql`ORDER BY occurred_on DESC, created_at DESC, index DESC`;
  const said = fields.flatMap((field) => [
    sql`${field}::text`,
    sql`(array_agg(data->${field}::text ${newest}) FILTER (WHERE data ? ${field}::text))[1]`,
  ]);
  return sql`(SELECT (array_agg(id ${newest}))[1] AS last, jsonb_strip_nulls(jsonb_build_object(${said.length > 0 ? join(said) : sql``})) AS said
              FROM record WHERE ${join([...where], ' AND ')} AND subject IS NOT NULL GROUP BY coalesce(village, ''), subject) s
             JOIN record r ON r.id = s.last`;
}

export function conditionOf(one: Condition, shape: Pick<Shape, 'columns' | 'data'>, on?: Sql): Sql {
  if (!one.orBlank) return holds(one, shape, on);
  const fields = [one.field, one.belowField, one.atLeastField].flatMap((name) => name ?? []);
  return sql`(coalesce(${holds(one, shape, on)}, false) OR ${blankOf(fields, shape)})`;
}

/** One of these says nothing. */
function blankOf(fields: readonly string[], shape: Pick<Shape, 'columns' | 'data'>): Sql {
  const texts = fields.map((name) => sql`coalesce((${fieldOf(name, shape)})::text, '') = ''`);
  return sql`(${join(texts, ' OR ')})`;
}

function holds(one: Condition, shape: Pick<Shape, 'columns' | 'data'>, on?: Sql): Sql {
  const field = fieldOf(one.field, shape);
  const parts: Sql[] = [];
  const text = sql`coalesce((${field})::text, '')`; // a number is compared as it is written
  if (one.in) parts.push(sql`${text} = ANY(${[...one.in]}::text[])`);
  if (one.not) parts.push(sql`${text} <> ALL(${[...one.not]}::text[])`);
  if (one.like !== undefined) parts.push(sql`${text} ~ ${one.like}`);
  if (one.atLeast !== undefined) parts.push(sql`${numberOf(one.field, shape)} >= ${one.atLeast}`);
  if (one.above !== undefined) parts.push(sql`${numberOf(one.field, shape)} > ${one.above}`);
  if (one.atMost !== undefined) parts.push(sql`${numberOf(one.field, shape)} <= ${one.atMost}`);
  if (one.below !== undefined) parts.push(sql`${numberOf(one.field, shape)} < ${one.below}`);
  if (one.light)
    parts.push(one.pace ? sql`${lightOf(one.pace, shape, on)} = ANY(${[...one.light]}::text[])` : sql`false`);
  const part = (other: string) => sql`${numberOf(other, shape)} * ${one.share ?? 1}::numeric`;
  if (one.belowField !== undefined) parts.push(sql`${numberOf(one.field, shape)} < ${part(one.belowField)}`);
  if (one.atLeastField !== undefined)
    parts.push(sql`${numberOf(one.field, shape)} >= ${part(one.atLeastField)}`);
  if (one.copied) parts.push(copiedFrom(field));
  if (one.present === true) parts.push(sql`${text} <> ''`);
  if (one.present === false) parts.push(sql`${text} = ''`);
  if (one.blankAmong) parts.push(blankOf([one.field, ...one.blankAmong], shape));
  return parts.length === 0 ? sql`true` : join(parts, ' AND ');
}

/** The measures of a problem in a paper of others, word for word. */
function copiedFrom(field: Sql): Sql {
  const plain = (text: Sql) => sql`regexp_replace(coalesce((${text})::text, ''), ${NO_WORDS}::text, '', 'g')`;
  return sql`(length(${plain(field)}) >= ${LEAST_WORDS} AND ${plain(field)} IN (
    SELECT ${plain(sql`problem->'measures'`)} FROM plan_document d, jsonb_array_elements(d.draft->'problems') problem
    WHERE d.id IS DISTINCT FROM i.plan_id))`;
}

/** The same words in so many rows of the source: what stands for a copy. Short texts are alike by themselves. */
function repeatedIn(field: string, times: number, shape: Shape): Sql {
  const text = sql`regexp_replace(coalesce((${fieldOf(field, shape)})::text, ''), ${NO_WORDS}::text, '', 'g')`;
  return sql`${text} IN (SELECT ${text} FROM ${shape.from} WHERE ${join(shape.where, ' AND ')} AND length(${text}) >= ${LEAST_WORDS}
    GROUP BY 1 HAVING count(*) >= ${times})`;
}
const NO_WORDS = '[\\s\\d[:punct:]，。、；：！？“”‘’（）【】《》·…—～]+';
const LEAST_WORDS = 10;

/** Rows of a place. Without a household, a village is a town's where the register says so. */
export function placeOf(place: Place, shape: Shape): Sql {
  const { except } = place;
  const within = inside(place, shape);
  if (except === undefined || except.towns.length + except.villages.length === 0) return within;
  return sql`(${within} AND NOT coalesce(${inside({ ...except, title: '' }, shape)}, false))`;
}

function inside(place: Place, { columns, registered }: Shape): Sql {
  if (place.helper !== undefined) return sql`${raw(columns['helper']!)} = ${place.helper}`;
  const parts: Sql[] = [];
  const town = raw(columns['town']!);
  const village = raw(columns['village']!);
  const townsOfVillages = (towns: readonly string[]) =>
    registered
      ? sql`${town} = ANY(${[...towns]}::text[])`
      : sql`(${town} = ANY(${[...towns]}::text[]) OR (${town} IS NULL AND ${village} IN (SELECT village FROM household WHERE active AND town = ANY(${[...towns]}::text[]))))`;
  if (place.towns.length > 0) parts.push(townsOfVillages(place.towns));
  if (place.villages.length > 0) {
    const named = sql`${village} = ANY(${[...place.villages]}::text[])`;
    parts.push(
      place.within === undefined ? named : sql`(${named} AND (${town} IS NULL OR ${town} = ${place.within}))`,
    );
  }
  return parts.length === 0 ? sql`true` : sql`(${join(parts, ' OR ')})`;
}

/** The shape that a query is put with. */
export const shapeFor = ({ count, period, filter, until }: CountQuery): Shape =>
  shapeOf(count, {
    until,
    asOf: count.day === 'none' ? period?.to : undefined,
    fields: filter.map((one) => one.field),
  });

export const inPeriod = (day: Sql, period: StatusPeriod): Sql =>
  sql`${day} BETWEEN ${period.from}::date AND ${period.to}::date`;

export function whereOf(query: CountQuery, shape: Shape): Sql {
  const { count, place, period, filter } = query;
  const parts = [
    ...shape.where,
    placeOf(place, shape),
    ...[...count.only, ...filter].map((one) => conditionOf(one, shape, todayOf(query))),
    ...count.only.flatMap((one) =>
      one.repeated === undefined ? [] : [repeatedIn(one.field, one.repeated, shape)],
    ),
  ];
  if (period && count.day !== 'none' && !('households' in count.source) && !shape.rows)
    parts.push(inPeriod(shape.day, period));
  if (count.without && canUseDays(count.without, period, query.until)) {
    const days = daysIn(count.without.records, period);
    const conditions = [
      sql`d.household_id = h.id`,
      ...count.without.only.map((one) => conditionOf(one, DAYS)),
    ];
    parts.push(sql`NOT EXISTS (SELECT 1 FROM ${days} WHERE ${join(conditions, ' AND ')})`);
  } else if (count.without) parts.push(sql`NOT EXISTS (SELECT 1 ${recordsOf(count.without, query)})`);
  if (count.times) {
    const { atLeast, below } = count.times;
    const times = sql`(SELECT count(*) ${recordsOf(count.times, query)})`;
    if (atLeast !== undefined) parts.push(sql`${times} >= ${atLeast}`);
    if (below !== undefined) parts.push(sql`${times} < ${below}`);
  }
  return join(parts, ' AND ');
}

/** Records of a household of the register, within the days of the query. */
function recordsOf(
  { records, only }: { records: string; only: readonly Condition[] },
  { period, until }: CountQuery,
): Sql {
  const inner = {
    columns: { ...RECORD_COLUMNS, state: 'w.state', subject: 'w.subject', village: 'w.village' },
    data: 'w.data',
  };
  const conditions = [
    sql`w.household_id = h.id`,
    sql`w.kind = ${records}`,
    sql`w.state = 'active'`,
    ...only.map((one) => conditionOf(one, inner)),
    ...(period ? [inPeriod(sql`w.occurred_on`, period)] : []),
    ...(until ? [sql`w.created_at <= ${until}`] : []),
  ];
  return sql`FROM record w WHERE ${join(conditions, ' AND ')}`;
}
