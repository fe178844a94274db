import type { Person } from '../core/household.js';
import type {
  Condition,
  Count,
  Counted,
  CountQuery,
  LastWord,
  Listed,
  Place,
  StatusLedger,
  StatusPeriod,
} from '../core/status.js';
import { Prisma } from '../generated/prisma/client.js';
import type { Db } from './client.js';

type Sql = Prisma.Sql;
const { sql, raw, join } = Prisma;

/** Rows behind a number that are shown at most. */
const LISTED = 200;

/** The expressions of a source: what its columns are called depends on where the rows come from. */
interface Shape {
  from: Sql;
  where: Sql[];
  columns: Readonly<Record<string, string>>;
  data: string;
  day: Sql;
  household: string;
}

const RECORD_COLUMNS = {
  town: 'h.town',
  village: 'r.village', // that of the household, where there is one
  group: 'h."group"',
  category: 'h.category',
  monitorKind: 'h.monitor_kind',
  helper: 'h.helper',
  subject: 'r.subject',
  state: 'r.state',
};
const HOUSEHOLD_COLUMNS = {
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

function shapeOf(count: Count, until: Date | undefined): Shape {
  const { source } = count;
  if ('households' in source)
    return { from: sql`household h`, where: [sql`h.active`], columns: HOUSEHOLD_COLUMNS, data: 'h.attributes', day: sql`NULL::date`, household: 'h.id' }; // prettier-ignore
  if ('items' in source)
    return {
      from: sql`item i LEFT JOIN household h ON h.id = i.household_id`,
      where: [sql`i.ledger = ${source.items}`, ...(until ? [sql`i.opened_at <= ${until}`] : [])],
      columns: ITEM_COLUMNS,
      data: 'i.data',
      day: raw(DAY_OF_ITEM[count.day]),
      household: 'i.household_id',
    };
  return {
    from: source.latest
      ? sql`(SELECT DISTINCT ON (coalesce(village, ''), subject) * FROM record
             WHERE kind = ${source.records} AND state = 'active' AND subject IS NOT NULL AND ${until ? sql`created_at <= ${until}` : sql`true`}
             ORDER BY coalesce(village, ''), subject, occurred_on DESC, created_at DESC) r LEFT JOIN household h ON h.id = r.household_id`
      : sql`record r LEFT JOIN household h ON h.id = r.household_id`,
    where: source.latest
      ? []
      : [
          sql`r.kind = ${source.records}`,
          sql`r.state = 'active'`,
          ...(until ? [sql`r.created_at <= ${until}`] : []),
        ],
    columns: RECORD_COLUMNS,
    data: 'r.data',
    day: sql`r.occurred_on`,
    household: 'r.household_id',
  };
}

function fieldOf(field: string, shape: Pick<Shape, 'columns' | 'data'>): Sql {
  if (field.startsWith('data.')) return sql`${raw(shape.data)}->>${field.slice(5)}`;
  const column = shape.columns[field];
  if (column === undefined)
    throw new RangeError(`a metric asks for the field ${field}, which its source does not have`);
  return raw(column);
}

function conditionOf(one: Condition, shape: Pick<Shape, 'columns' | 'data'>): Sql {
  const field = fieldOf(one.field, shape);
  const parts: Sql[] = [];
  const text = sql`coalesce((${field})::text, '')`; // a number is compared as it is written
  if (one.in) parts.push(sql`${text} = ANY(${[...one.in]}::text[])`);
  if (one.not) parts.push(sql`${text} <> ALL(${[...one.not]}::text[])`);
  if (one.like !== undefined) parts.push(sql`${text} ~ ${one.like}`);
  if (one.atLeast !== undefined) parts.push(sql`(${field})::numeric >= ${one.atLeast}`);
  if (one.below !== undefined) parts.push(sql`(${field})::numeric < ${one.below}`);
  if (one.present === true) parts.push(sql`${text} <> ''`);
  if (one.present === false) parts.push(sql`${text} = ''`);
  return parts.length === 0 ? sql`true` : join(parts, ' AND ');
}

/** Rows of a place. Without a household, a village is a town's where the register says so. */
function placeOf(place: Place, { columns }: Shape): Sql {
  if (place.helper !== undefined) return sql`${raw(columns['helper']!)} = ${place.helper}`;
  const parts: Sql[] = [];
  const town = raw(columns['town']!);
  const village = raw(columns['village']!);
  const townsOfVillages = (towns: readonly string[]) =>
    sql`(${town} = ANY(${[...towns]}::text[]) OR (${town} IS NULL AND ${village} IN (SELECT village FROM household WHERE active AND town = ANY(${[...towns]}::text[]))))`;
  if (place.towns.length > 0) parts.push(townsOfVillages(place.towns));
  if (place.villages.length > 0) {
    const named = sql`${village} = ANY(${[...place.villages]}::text[])`;
    parts.push(
      place.within === undefined ? named : sql`(${named} AND (${town} IS NULL OR ${town} = ${place.within}))`,
    );
  }
  return parts.length === 0 ? sql`true` : sql`(${join(parts, ' OR ')})`;
}

const inPeriod = (day: Sql, period: StatusPeriod): Sql =>
  sql`${day} BETWEEN ${period.from}::date AND ${period.to}::date`;

function whereOf(query: CountQuery, shape: Shape): Sql {
  const { count, place, period, filter } = query;
  const parts = [
    ...shape.where,
    placeOf(place, shape),
    ...[...count.only, ...filter].map((one) => conditionOf(one, shape)),
  ];
  if (period && count.day !== 'none' && !('households' in count.source))
    parts.push(inPeriod(shape.day, period));
  if (count.without) {
    const inner = {
      columns: { ...RECORD_COLUMNS, state: 'w.state', subject: 'w.subject', village: 'w.village' },
      data: 'w.data',
    };
    const conditions = [
      sql`w.household_id = h.id`,
      sql`w.kind = ${count.without.records}`,
      sql`w.state = 'active'`,
      ...count.without.only.map((one) => conditionOf(one, inner)),
      ...(period ? [inPeriod(sql`w.occurred_on`, period)] : []),
      ...(query.until ? [sql`w.created_at <= ${query.until}`] : []),
    ];
    parts.push(sql`NOT EXISTS (SELECT 1 FROM record w WHERE ${join(conditions, ' AND ')})`);
  }
  return join(parts, ' AND ');
}

/** Counts what is asked. A sum of figures that nobody said has no value: a blank is not a zero. */
export async function countStatus(db: Db, query: CountQuery): Promise<Counted> {
  const shape = shapeOf(query.count, query.until);
  const { measure } = query.count;
  const field = measure.sum === undefined ? undefined : fieldOf(measure.sum, shape);
  const value = field
    ? sql`sum((${field})::numeric)::float8`
    : measure.count === 'households'
      ? sql`count(DISTINCT ${raw(shape.household)})::int`
      : sql`count(*)::int`;
  const unknown = field ? sql`count(*) FILTER (WHERE ${field} IS NULL)::int` : sql`0`;
  const by = query.by === undefined ? undefined : raw(shape.columns[query.by]!);
  const where = whereOf(query, shape);
  const whole = await db.$queryRaw<{ value: number | null; unknown: number }[]>(
    sql`SELECT ${value} AS value, ${unknown} AS unknown FROM ${shape.from} WHERE ${where}`,
  );
  const parts = by
    ? await db.$queryRaw<{ name: string; value: number | null }[]>(
        sql`SELECT coalesce(${by}, '') AS name, ${value} AS value FROM ${shape.from} WHERE ${where} GROUP BY 1 ORDER BY 1`,
      )
    : [];
  return {
    value: whole[0]!.value ?? undefined,
    unknown: whole[0]!.unknown,
    parts: parts.flatMap((part) => (part.value === null ? [] : [{ name: part.name, value: part.value }])),
  };
}

/** The rows behind a number, at most 200, with the message each came from. */
export async function listStatus(db: Db, query: CountQuery): Promise<Listed[]> {
  const shape = shapeOf(query.count, query.until);
  const where = whereOf(query, shape);
  const place = sql`concat(${raw(shape.columns['village']!)}, h."group")`;
  const { source } = query.count;
  if ('households' in source)
    return db.$queryRaw<Listed[]>(
      sql`SELECT h.householder AS title, ${place} AS place, h.code AS "householdCode" FROM ${shape.from} WHERE ${where} ORDER BY h.code LIMIT ${LISTED}`,
    );
  if ('items' in source)
    return db.$queryRaw<Listed[]>(
      sql`SELECT concat(i.number || '号 ', i.title, '（', i.state, '）') AS title, ${place} AS place, i.next_due::text AS day, i.owner AS by
          FROM ${shape.from} WHERE ${where} ORDER BY i.number NULLS LAST, i.opened_at LIMIT ${LISTED}`,
    );
  return db.$queryRaw<Listed[]>(
    sql`SELECT coalesce(h.householder, r.subject, r.kind) AS title, ${place} AS place, r.occurred_on::text AS day,
               coalesce(p.name, c.name) AS by, r.message_id AS "messageId", h.code AS "householdCode"
        FROM ${shape.from} JOIN contact c ON c.id = r.contact_id LEFT JOIN person p ON p.id = c.person_id
        WHERE ${where} ORDER BY r.occurred_on, r.created_at, r.index LIMIT ${LISTED}`,
  );
}

/** The last word on each named thing of a kind, in a place. */
export async function lastWords(db: Db, kind: string, place: Place): Promise<LastWord[]> {
  const count: Count = { source: { records: kind, latest: true }, only: [], measure: {}, day: 'none' };
  const shape = shapeOf(count, undefined);
  return db.$queryRaw<LastWord[]>(
    sql`SELECT r.subject AS name, coalesce(${raw(shape.columns['village']!)}, '') AS village, r.occurred_on::text AS day,
               coalesce(p.name, c.name) AS by, r.message_id AS "messageId", r.data
        FROM ${shape.from} JOIN contact c ON c.id = r.contact_id LEFT JOIN person p ON p.id = c.person_id
        WHERE ${whereOf({ count, place, filter: [] }, shape)} ORDER BY r.occurred_on DESC LIMIT 2000`,
  );
}

/** The ledger as status questions see it, within a transaction. */
export function statusLedger(db: Db): StatusLedger {
  return {
    count: (query) => countStatus(db, query),
    list: (query) => listStatus(db, query),
    lastWords: (kind, place) => lastWords(db, kind, place),
    person: (contactId) => personOf(db, contactId),
    async lastAnswer(conversationId, contactId, since) {
      const rows = await db.$queryRaw<{ because: { asked?: unknown } }[]>`
        SELECT because FROM outgoing
        WHERE purpose = 'status' AND created_at >= ${since} AND because->>'contact' = ${contactId} AND because ? 'asked'
          -- In private the newest question counts wherever it was asked; what was asked in private stays there.
          AND (conversation_id = ${conversationId}::uuid
               OR EXISTS (SELECT 1 FROM conversation WHERE id = ${conversationId}::uuid AND kind = 'private'))
        ORDER BY seq DESC LIMIT 1`;
      return rows[0]?.because.asked;
    },
  };
}

async function personOf(db: Db, contactId: string): Promise<Person | undefined> {
  const contact = await db.contact.findUnique({ where: { id: contactId }, include: { person: true } });
  const person = contact?.person;
  if (!person?.active) return undefined;
  return { ...person, role: person.role as Person['role'] };
}
