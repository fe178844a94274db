import type { Person } from '../core/household.js';
import type {
  Count,
  Counted,
  CountQuery,
  LastWord,
  Listed,
  Measure,
  Place,
  StatusLedger,
} from '../core/status.js';
import { Prisma } from '../generated/prisma/client.js';
import { OWN_PLAN, type Db } from './client.js';
import { loadOfficials } from './duty-facts.js';
import { loadProofs } from './duty-proofs.js';
import { answeringSince } from './responsibilities.js';
import { daysShape, OF_NO_HOUSEHOLD } from './status-days.js';
import { numberOf } from './status-fields.js';
import { shapeFor, shapeOf, whereOf, type Shape, type Sql } from './status-shapes.js';

const { sql, raw } = Prisma;
/** A week of a village and a year of the county are found in different ways. */
const PLANNED_ANEW = raw(OWN_PLAN);

/** Rows behind a number that are shown at most. */
const LISTED = 200;

/** Counts what is asked. A sum of figures that nobody said has no value: a blank is not a zero. */
export async function countStatus(db: Db, query: CountQuery): Promise<Counted> {
  const days = daysShape(query);
  if (days === undefined) return countRows(db, query, shapeFor(query));
  const known = await countRows(db, query, days);
  if (query.count.measure.count === 'households') return known;
  const shape = shapeFor({ ...query, until: undefined });
  return added(known, await countRows(db, query, { ...shape, where: [...shape.where, OF_NO_HOUSEHOLD] }));
}

async function countRows(db: Db, query: CountQuery, shape: Shape): Promise<Counted> {
  const by = query.by === undefined ? undefined : shape.columns[query.by]!;
  const rows = await db.$queryRaw<CountedRow[]>(
    query.count.measure.count === 'households' && !('households' in query.count.source)
      ? differentHouseholds(query, shape, by)
      : rowsOf(query, shape, by),
  );
  const whole = rows.find((row) => row.whole)!;
  return {
    value: whole.value ?? undefined,
    unknown: whole.unknown,
    parts: rows.flatMap(({ whole, name, value }) => (whole || value === null ? [] : [{ name, value }])),
  };
}

interface CountedRow {
  whole: boolean;
  name: string;
  value: number | null;
  unknown: number;
}

/** One look at the rows gives the whole and its parts. */
function rowsOf(query: CountQuery, shape: Shape, by: string | undefined): Sql {
  const { count, ...figures } = query.count.measure;
  const { field, value: of } = figureOf(figures, shape);
  const villages = sql`count(DISTINCT ${raw(shape.columns['village']!)})::int`;
  const value = count === 'villages' ? villages : (of ?? shape.rows ?? sql`count(*)::int`);
  const unknown = field ? sql`count(*) FILTER (WHERE ${field} IS NULL)::int` : sql`0`;
  const where = whereOf(query, shape);
  if (by === undefined)
    return sql`${PLANNED_ANEW} SELECT true AS whole, '' AS name, ${value} AS value, ${unknown} AS unknown FROM ${shape.from} WHERE ${where}`;
  const name = sql`coalesce(${raw(by)}, '')`;
  return sql`${PLANNED_ANEW} SELECT grouping(${name}) = 1 AS whole, coalesce(${name}, '') AS name, ${value} AS value, ${unknown} AS unknown
             FROM ${shape.from} WHERE ${where} GROUP BY GROUPING SETS ((), (${name})) ORDER BY 1, 2`;
}

/** What the rows come to, and the figure of each that goes into it: nothing, where a row does not say it. */
function figureOf({ sum, average, mean }: Measure, shape: Shape): { field?: Sql; value?: Sql } {
  if (sum !== undefined) {
    const field = numberOf(sum, shape);
    return { field, value: sql`sum(${field})::float8` };
  }
  if (average !== undefined) {
    const field = numberOf(average, shape);
    return { field, value: sql`round(avg(${field}), 1)::float8` };
  }
  if (!mean) return {};
  const weight = numberOf(mean.weight, shape);
  const field = sql`(${numberOf(mean.of, shape)} * ${weight})`;
  const weights = sql`nullif(sum(${weight}) FILTER (WHERE ${field} IS NOT NULL), 0)`;
  return { field, value: sql`round(sum(${field}) / ${weights}, 2)::float8` };
}

/** Households, each once however many rows speak of it. */
function differentHouseholds(query: CountQuery, shape: Shape, by: string | undefined): Sql {
  const household = raw(shape.household);
  const found = sql`FROM ${shape.from} WHERE ${whereOf(query, shape)} AND ${household} IS NOT NULL`;
  if (by === undefined)
    return sql`${PLANNED_ANEW} SELECT true AS whole, '' AS name, count(*)::int AS value, 0 AS unknown FROM (SELECT DISTINCT ${household} ${found}) one`;
  // What the register says of a household it says once: its parts add up. Villages and towns of rows need not.
  const all = by.startsWith('h.') ? sql`count(*)::int` : sql`count(DISTINCT household)::int`;
  return sql`${PLANNED_ANEW} WITH one AS MATERIALIZED (SELECT DISTINCT coalesce(${raw(by)}, '') AS name, ${household} AS household ${found})
             SELECT true AS whole, '' AS name, ${all} AS value, 0 AS unknown FROM one
             UNION ALL SELECT false, name, count(*)::int, 0 FROM one GROUP BY name ORDER BY 1, 2`;
}

/** Two counts of different rows, together. */
function added(a: Counted, b: Counted): Counted {
  const parts = new Map(a.parts.map(({ name, value }) => [name, value]));
  for (const { name, value } of b.parts) parts.set(name, (parts.get(name) ?? 0) + value);
  return {
    value: (a.value ?? 0) + (b.value ?? 0),
    unknown: a.unknown + b.unknown,
    parts: [...parts].map(([name, value]) => ({ name, value })).sort((x, y) => (x.name < y.name ? -1 : 1)),
  };
}

/** The rows behind a number, at most 200, with the message each came from. */
export async function listStatus(db: Db, query: CountQuery): Promise<Listed[]> {
  const shape = shapeFor(query);
  const where = whereOf(query, shape);
  const place = sql`concat(${raw(shape.columns['village']!)}, h."group")`;
  const { source } = query.count;
  if ('households' in source)
    return db.$queryRaw<Listed[]>(
      sql`SELECT h.householder AS title, ${place} AS place, h.code AS "householdCode" FROM ${shape.from} WHERE ${where} ORDER BY h.code LIMIT ${LISTED}`,
    );
  if ('items' in source)
    return db.$queryRaw<Listed[]>(
      sql`SELECT concat(i.number || '号', ' ' || CASE WHEN i.discreet THEN coalesce(i.data->>'about', '') ELSE i.title END) AS title, i.ledger, i.state, i.discreet,
                 ${place} AS place, i.next_due::text AS day, i.owner AS by, i.id AS "itemId"
          FROM ${shape.from} WHERE ${where} ORDER BY i.number NULLS LAST, i.opened_at LIMIT ${LISTED}`,
    );
  return db.$queryRaw<Listed[]>(
    sql`SELECT coalesce(h.householder, r.subject, r.kind) AS title, ${place} AS place, r.occurred_on::text AS day,
               coalesce(p.name, c.name) AS by, r.message_id AS "messageId", r.id AS "recordId", h.code AS "householdCode"
        FROM ${shape.from} JOIN contact c ON c.id = r.contact_id LEFT JOIN person p ON p.id = c.person_id
        WHERE ${where} ORDER BY r.occurred_on, r.created_at, r.index LIMIT ${LISTED}`,
  );
}

/** The last word on each named thing of a kind, in a place. */
export async function lastWords(db: Db, kind: string, place: Place): Promise<LastWord[]> {
  const count: Count = { source: { records: kind, latest: true }, only: [], measure: {}, day: 'none' };
  const shape = shapeOf(count);
  return db.$queryRaw<LastWord[]>(
    sql`SELECT r.subject AS name, coalesce(${raw(shape.columns['village']!)}, '') AS village, r.occurred_on::text AS day,
               coalesce(p.name, c.name) AS by, r.message_id AS "messageId", r.data
        FROM ${shape.from} JOIN contact c ON c.id = r.contact_id LEFT JOIN person p ON p.id = c.person_id
        WHERE ${whereOf({ count, place, filter: [] }, shape)} ORDER BY r.occurred_on DESC LIMIT 2000`,
  );
}

/** A ledger's items with who answers for them, wherever they are: whose work it is is nobody's secret. */
export async function itemWords(db: Db, ledger: string): Promise<LastWord[]> {
  return db.$queryRaw<LastWord[]>(
    sql`SELECT i.title AS name, coalesce(i.village, '') AS village, i.opened_at::date::text AS day, '' AS by, '' AS "messageId",
               i.data || jsonb_strip_nulls(jsonb_build_object('number', i.number, 'leader', i.leader, 'leadUnit', i.lead_unit, 'units', CASE WHEN cardinality(i.units) > 0 THEN to_jsonb(i.units) END,
                 'owner', i.owner, 'due', i.next_due::text, 'source', p.title)) AS data
        FROM item i LEFT JOIN plan_document p ON p.id = i.plan_id
        WHERE i.ledger = ${ledger} AND NOT i.discreet ORDER BY i.opened_at DESC, i.number LIMIT 2000`,
  );
}

/** The ledger as status questions see it, within a transaction. */
export function statusLedger(db: Db): StatusLedger {
  return {
    count: (query) => countStatus(db, query),
    list: (query) => listStatus(db, query),
    duties: {
      officials: () => loadOfficials(db),
      proofs: (query) => loadProofs(db, query),
      since: () => answeringSince(db),
    },
    lastWords: (of, place) => ('items' in of ? itemWords(db, of.items) : lastWords(db, of.records, place)),
    lastOf: (kind, code) => lastOf(db, kind, code),
    peopleNamed: (text) => peopleNamed(db, text),
    person: (contactId) => personOf(db, contactId),
    helps: async (helper) =>
      (await db.household.findFirst({ where: { helper, active: true }, select: { id: true } })) !== null,
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

/** Officials whose name a text has. */
async function peopleNamed(db: Db, text: string): Promise<Person[]> {
  return db.$queryRaw<Person[]>`
    SELECT name, unit, post, role, villages, nicknames FROM person WHERE active AND length(name) > 1 AND strpos(${text}, name) > 0`;
}

/** The last record of a kind about a household. */
async function lastOf(db: Db, kind: string, code: string): Promise<LastWord | undefined> {
  const rows = await db.$queryRaw<LastWord[]>`
    SELECT h.householder AS name, h.village, r.occurred_on::text AS day, coalesce(p.name, c.name) AS by, r.message_id AS "messageId", r.data
    FROM record r JOIN household h ON h.id = r.household_id JOIN contact c ON c.id = r.contact_id LEFT JOIN person p ON p.id = c.person_id
    WHERE h.code = ${code} AND r.kind = ${kind} AND r.state = 'active' ORDER BY r.occurred_on DESC, r.created_at DESC LIMIT 1`;
  return rows[0];
}
