import type { ExportQuery, ExportStore } from '../core/export.js';
import type { Person } from '../core/household.js';
import type { Place } from '../core/status.js';
import { Prisma } from '../generated/prisma/client.js';
import { saveFile } from './blobs.js';
import type { Db } from './client.js';
import { countStatus, statusLedger } from './status.js';

/** Rows read at a time: few enough to hold, many enough that asking for them costs little. */
const PAGE = 4000;
const { sql, join } = Prisma;

/** One row with where it goes on; text for days and moments (Asia/Shanghai), so that no time zone can shift them. */
type Page = { at: string; id: string; row: Record<string, unknown> }[];

/**
 * All rows of a ledger within a place and a period, in order of time. Page by page from a place in the index, so that a
 * million rows need as little memory as a thousand. What was retracted or superseded is not among them.
 */
export async function* exportRows(db: Db, query: ExportQuery): AsyncGenerator<Record<string, unknown>> {
  let after: { at: string; id: string } | undefined;
  for (;;) {
    const page = await db.$queryRaw<Page>(pageOf(query, after));
    for (const { row } of page) yield row;
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last;
  }
}

function pageOf(query: ExportQuery, after: { at: string; id: string } | undefined): Prisma.Sql {
  if ('records' in query.from) return recordPage(query.from.records, query, after);
  if ('items' in query.from) return itemPage(query.from.items, query, after);
  if ('people' in query.from) return peoplePage(query, after);
  return 'households' in query.from ? householdPage(query, after) : questionPage(query, after);
}

const LOCAL = (moment: Prisma.Sql) =>
  sql`to_char(${moment} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI')`;
const HOUSEHOLD = sql`'group', coalesce(h."group", r.data->>'group'), 'householdCode', h.code, 'householder', h.householder, 'category', h.category, 'helper', h.helper`;

function recordPage(
  kind: string,
  { place, period }: ExportQuery,
  after?: { at: string; id: string },
): Prisma.Sql {
  const town = sql`coalesce(h.town, r.data->>'town')`;
  const village = sql`coalesce(h.village, r.village)`;
  return sql`
    SELECT r.occurred_on::text AS at, r.id::text AS id, jsonb_build_object('occurredOn', r.occurred_on, 'data', r.data,
      'town', ${town}, 'village', ${village}, ${HOUSEHOLD}, 'reporter', coalesce(p.name, c.name),
      'reportedAt', ${LOCAL(sql`m.sent_at`)}, 'signed', EXISTS (SELECT 1 FROM signature s
        WHERE s.record_id = r.id AND s.voided_at IS NULL AND s.at >= r.updated_at)) AS row
    FROM record r JOIN message m ON m.id = r.message_id JOIN contact c ON c.id = r.contact_id
    LEFT JOIN person p ON p.id = c.person_id LEFT JOIN household h ON h.id = r.household_id
    WHERE r.kind = ${kind} AND r.state IN ('active', 'incomplete') AND ${withinPlace(place, town, village)}
      ${period ? sql`AND r.occurred_on BETWEEN ${period.from}::date AND ${period.to}::date` : sql``}
      ${after ? sql`AND (r.occurred_on, r.id) > (${after.at}::date, ${after.id}::uuid)` : sql``}
    ORDER BY r.occurred_on, r.id LIMIT ${PAGE}`;
}

function itemPage(
  ledger: string,
  { place, period }: ExportQuery,
  after?: { at: string; id: string },
): Prisma.Sql {
  const town = sql`coalesce(h.town, r.town)`;
  const village = sql`coalesce(h.village, r.village)`;
  // The exact moment travels as text: a page must begin where the last one ended.
  return sql`
    SELECT r.opened_at::text AS at, r.id::text AS id, jsonb_build_object('number', r.number, 'title', r.title, 'state', r.state,
      'owner', r.owner, 'leader', r.leader, 'leadUnit', r.lead_unit, 'units', r.units, 'town', ${town},
      'village', ${village}, ${HOUSEHOLD}, 'dueClass', r.due_class, 'nextDue', r.next_due, 'milestones', r.milestones, 'discreet', r.discreet, 'data', r.data,
      'openedAt', ${LOCAL(sql`r.opened_at`)}, 'closedAt', ${LOCAL(sql`r.closed_at`)}, 'updatedAt', ${LOCAL(sql`r.updated_at`)}) AS row
    FROM item r LEFT JOIN household h ON h.id = r.household_id
    WHERE r.ledger = ${ledger} AND ${withinPlace(place, town, village)}
      ${period ? sql`AND r.opened_at < ${dayAfter(period.to)} AND (r.closed_at IS NULL OR r.closed_at >= ${dayStart(period.from)})` : sql``}
      ${after ? sql`AND (r.opened_at, r.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    ORDER BY r.opened_at, r.id LIMIT ${PAGE}`;
}

/** Officials, by name; of a place those that answer for it or for something within it. */
function peoplePage({ place }: ExportQuery, after?: { at: string; id: string }): Prisma.Sql {
  return sql`
    SELECT r.name AS at, r.id::text AS id, jsonb_build_object('key', r.name || ' ' || r.unit, 'name', r.name, 'unit', r.unit,
      'post', r.post, 'role', r.role, 'villages', r.villages) AS row
    FROM person r WHERE r.active AND ${peopleWithin(place, sql`r.villages`)}
      ${after ? sql`AND (r.name, r.id) > (${after.at}, ${after.id}::uuid)` : sql``}
    ORDER BY r.name, r.id LIMIT ${PAGE}`;
}

/** Households of the register, by their code. */
function householdPage({ place }: ExportQuery, after?: { at: string; id: string }): Prisma.Sql {
  return sql`
    SELECT h.code AS at, h.id::text AS id, jsonb_build_object('town', h.town, 'village', h.village, 'group', h."group", 'householdCode', h.code,
      'householder', h.householder, 'category', h.category, 'monitorKind', h.monitor_kind, 'helper', h.helper, 'attributes', h.attributes) AS row
    FROM household h WHERE h.active AND ${withinPlace(place, sql`h.town`, sql`h.village`)}
      ${after ? sql`AND (h.code, h.id) > (${after.at}, ${after.id}::uuid)` : sql``}
    ORDER BY h.code, h.id LIMIT ${PAGE}`;
}

/** Whoever answers for the place, or for villages of its towns. */
function peopleWithin({ towns, villages, helper }: Place, own: Prisma.Sql): Prisma.Sql {
  if (towns.length + villages.length === 0 && helper === undefined) return sql`true`;
  return sql`(${own} && ${[...towns, ...villages]}::text[] OR EXISTS (
        SELECT 1 FROM household h WHERE h.active AND h.village = ANY(${own}) AND h.town = ANY(${[...towns]}::text[])))`;
}

/** Questions belong to the place of whoever asked. */
function questionPage({ place, period }: ExportQuery, after?: { at: string; id: string }): Prisma.Sql {
  return sql`
    SELECT r.asked_at::text AS at, r.id::text AS id, jsonb_build_object('number', r.number, 'text', r.text, 'field', r.field,
      'post', r.post, 'state', r.state, 'answer', r.answer, 'asker', coalesce(p.name, c.name), 'answeredBy', coalesce(ap.name, ac.name),
      'askedAt', ${LOCAL(sql`r.asked_at`)}, 'answeredAt', ${LOCAL(sql`r.answered_at`)}) AS row
    FROM question_handover r JOIN contact c ON c.id = r.contact_id LEFT JOIN person p ON p.id = c.person_id
    LEFT JOIN contact ac ON ac.id = r.answered_by LEFT JOIN person ap ON ap.id = ac.person_id
    WHERE ${peopleWithin(place, sql`p.villages`)}
      ${period ? sql`AND r.asked_at >= ${dayStart(period.from)} AND r.asked_at < ${dayAfter(period.to)}` : sql``}
      ${after ? sql`AND (r.asked_at, r.id) > (${after.at}::timestamptz, ${after.id}::uuid)` : sql``}
    ORDER BY r.asked_at, r.id LIMIT ${PAGE}`;
}

const dayStart = (day: string) => sql`(${day}::date::timestamp AT TIME ZONE 'Asia/Shanghai')`;
const dayAfter = (day: string) => sql`((${day}::date + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')`;

/** Without a household, a village is a town's where the register says so. */
export function withinPlace(place: Place, town: Prisma.Sql, village: Prisma.Sql): Prisma.Sql {
  if (place.helper !== undefined) return sql`h.helper = ${place.helper}`;
  const parts: Prisma.Sql[] = [];
  if (place.towns.length > 0) {
    const towns = [...place.towns];
    parts.push(
      sql`(${town} = ANY(${towns}::text[]) OR (${town} IS NULL AND ${village} IN (SELECT village FROM household WHERE active AND town = ANY(${towns}::text[]))))`,
    );
  }
  if (place.villages.length > 0) {
    const named = sql`${village} = ANY(${[...place.villages]}::text[])`;
    parts.push(
      place.within === undefined ? named : sql`(${named} AND (${town} IS NULL OR ${town} = ${place.within}))`,
    );
  }
  return parts.length === 0 ? sql`true` : sql`(${join(parts, ' OR ')})`;
}

/** Towns with their villages, as the register has them. */
export async function registerPlaces(db: Db): Promise<{ town: string; village: string }[]> {
  return db.$queryRaw`SELECT DISTINCT town, village FROM household WHERE active ORDER BY town, village`;
}

/** Active officials of that name. */
export async function personsNamed(db: Db, name: string): Promise<Person[]> {
  return (await db.person.findMany({ where: { name, active: true } })) as Person[];
}

/** What handing out a ledger in chat may use, within the transaction of its message. */
export function exportStore(db: Db): ExportStore {
  return {
    person: (contactId) => statusLedger(db).person(contactId),
    rows: (query) => exportRows(db, query),
    count: (query) => countStatus(db, query),
    keep: (file) => saveFile(db, file),
  };
}
