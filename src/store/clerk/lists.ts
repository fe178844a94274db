import type { Place } from '../../core/status.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { Db } from '../client.js';
import { withinPlace } from '../exports.js';
import {
  itemTown,
  itemVillage,
  recordTown,
  recordVillage,
  seenItems,
  seenRecords,
  type Scope,
} from './scope.js';

const { sql, join } = Prisma;

/** A page of a list, and how many rows there are in all. */
export interface Listing<T> {
  total: number;
  rows: T[];
}

export interface ListFilter {
  place?: Place | undefined; // narrows what may be seen, never widens it
  from?: string | undefined; // YYYY-MM-DD, both included
  to?: string | undefined;
  state?: string | undefined;
  words?: string | undefined; // part of a name or title
  limit: number;
  offset: number;
}

/** What items can be narrowed by besides. */
export interface ItemFilter extends ListFilter {
  open?: boolean | undefined;
  unit?: string | undefined; // leads it, or has a part in it
  owner?: string | undefined;
  plan?: string | undefined; // id
  dueBefore?: string | undefined; // YYYY-MM-DD
}

/** A record in a list. Values are masked as they are stored. */
export interface RecordRow {
  id: string;
  kind: string;
  state: 'active' | 'incomplete' | 'retracted' | 'superseded';
  data: Record<string, unknown>;
  missing: string[];
  day: string; // YYYY-MM-DD
  sentAt: string; // YYYY-MM-DDTHH:mm, Asia/Shanghai
  reporter: string;
  town: string | null;
  village: string | null;
  group: string | null;
  subject: string | null;
  category: string | null;
}

/** An item in a list. */
export interface ItemRow {
  id: string;
  ledger: string;
  number: number | null;
  title: string;
  state: string;
  owner: string | null;
  leadUnit: string | null;
  town: string | null;
  village: string | null;
  householder: string | null;
  nextDue: string | null; // YYYY-MM-DD
  dueClass: string | null;
  openedOn: string; // YYYY-MM-DD, Asia/Shanghai
  closedOn: string | null;
}

/** Lists are read as they are looked at; a sort key with the id makes pages that neither skip nor repeat a row. */
async function page<T>(
  db: Db,
  columns: Prisma.Sql,
  from: Prisma.Sql,
  where: Prisma.Sql[],
  order: Prisma.Sql,
  { limit, offset }: ListFilter,
): Promise<Listing<T>> {
  const conditions = join(where, ' AND ');
  const [total, rows] = await Promise.all([
    db.$queryRaw<{ n: number }[]>(sql`SELECT count(*)::int AS n FROM ${from} WHERE ${conditions}`),
    db.$queryRaw<T[]>(
      sql`SELECT ${columns} FROM ${from} WHERE ${conditions} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`,
    ),
  ]);
  return { total: total[0]!.n, rows };
}

const like = (words: string): string => `%${words.replace(/[\\%_]/g, '\\$&')}%`;

/** Records of a kind, newest first. Without `state` those that stand: what was retracted is asked for by name. */
export function listRecords(
  db: Db,
  scope: Scope,
  kind: string,
  filter: ListFilter,
): Promise<Listing<RecordRow>> {
  const { place, from, to, state, words } = filter;
  const where = [
    sql`r.kind = ${kind}`,
    seenRecords(scope),
    state === undefined ? sql`r.state IN ('active', 'incomplete')` : sql`r.state = ${state}`,
  ];
  if (place) where.push(withinPlace(place, recordTown, recordVillage));
  if (from) where.push(sql`r.occurred_on >= ${from}::date`);
  if (to) where.push(sql`r.occurred_on <= ${to}::date`);
  if (words)
    where.push(
      sql`(h.householder LIKE ${like(words)} OR r.subject LIKE ${like(words)} OR h.code = ${words})`,
    );
  return page(
    db,
    sql`r.id, r.kind, r.state, r.data, r.missing, r.occurred_on::text AS day, coalesce(p.name, c.name) AS reporter,
        to_char(m.sent_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI') AS "sentAt", ${recordTown} AS town,
        ${recordVillage} AS village, coalesce(h."group", r.data->>'group') AS "group",
        coalesce(h.householder, r.subject) AS subject, h.category`,
    sql`record r JOIN message m ON m.id = r.message_id JOIN contact c ON c.id = r.contact_id
        LEFT JOIN person p ON p.id = c.person_id LEFT JOIN household h ON h.id = r.household_id`,
    where,
    sql`r.occurred_on DESC, r.id DESC`,
    filter,
  );
}

/** Items of a ledger, or of all: what is open first, soonest due first. `state` is one of the ledger's, or open or closed. */
export function listItems(
  db: Db,
  scope: Scope,
  ledger: string | undefined,
  filter: ItemFilter,
): Promise<Listing<ItemRow>> {
  const { place, from, to, state, words, open, unit, owner, plan, dueBefore } = filter;
  const where = [ofLedger(ledger), seenItems(scope)];
  if (state === 'open') where.push(sql`i.closed_at IS NULL`);
  else if (state === 'closed') where.push(sql`i.closed_at IS NOT NULL`);
  else if (state !== undefined) where.push(sql`i.state = ${state}`);
  if (place) where.push(withinPlace(place, itemTown, itemVillage));
  if (open !== undefined) where.push(open ? sql`i.closed_at IS NULL` : sql`i.closed_at IS NOT NULL`);
  if (unit) where.push(sql`(i.lead_unit = ${unit} OR ${unit} = ANY(i.units))`);
  if (owner) where.push(sql`i.owner = ${owner}`);
  if (plan) where.push(sql`i.plan_id = ${plan}::uuid`);
  if (dueBefore) where.push(sql`i.next_due < ${dueBefore}::date`);
  // Open on a day of the period, as exports have it.
  if (to) where.push(sql`(i.opened_at AT TIME ZONE 'Asia/Shanghai')::date <= ${to}::date`);
  if (from)
    where.push(
      sql`(i.closed_at IS NULL OR (i.closed_at AT TIME ZONE 'Asia/Shanghai')::date >= ${from}::date)`,
    );
  if (words)
    where.push(
      sql`(i.title LIKE ${like(words)} OR h.householder LIKE ${like(words)} OR i.owner LIKE ${like(words)} OR i.number::text = ${words})`,
    );
  return page(
    db,
    sql`i.id, i.ledger, i.number, i.title, i.state, i.owner, i.lead_unit AS "leadUnit", ${itemTown} AS town,
        ${itemVillage} AS village, h.householder, i.next_due::text AS "nextDue", i.due_class AS "dueClass",
        (i.opened_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "openedOn",
        (i.closed_at AT TIME ZONE 'Asia/Shanghai')::date::text AS "closedOn"`,
    sql`item i LEFT JOIN household h ON h.id = i.household_id`,
    where,
    sql`i.closed_at IS NOT NULL, i.next_due NULLS LAST, i.number NULLS LAST, i.opened_at DESC, i.id`,
    filter,
  );
}

/** What was spoken of and never opened ("?…") is no item. */
const ofLedger = (ledger: string | undefined): Prisma.Sql =>
  ledger === undefined ? sql`left(i.ledger, 1) <> '?'` : sql`i.ledger = ${ledger}`;

/** What is not at zero yet (动态清零): open items that somebody may see, by ledger and one of town, village or lead unit. */
export function countOpen(
  db: Db,
  scope: Scope,
  by: 'town' | 'village' | 'leadUnit',
  ledger?: string,
): Promise<{ ledger: string; name: string; open: number }[]> {
  const name = { town: itemTown, village: itemVillage, leadUnit: sql`i.lead_unit` }[by];
  return db.$queryRaw`
    SELECT i.ledger, coalesce(${name}, '') AS name, count(*)::int AS open
    FROM item i LEFT JOIN household h ON h.id = i.household_id
    WHERE i.closed_at IS NULL AND ${ofLedger(ledger)} AND ${seenItems(scope)}
    GROUP BY 1, 2 ORDER BY i.ledger, open DESC, name`;
}

/** How many there are that somebody may see: open items by ledger, standing records by kind. */
export async function countLedgers(
  db: Db,
  scope: Scope,
): Promise<{ items: Record<string, number>; records: Record<string, number> }> {
  const [items, records] = await Promise.all([
    db.$queryRaw<{ id: string; n: number }[]>`
      SELECT i.ledger AS id, count(*)::int AS n FROM item i LEFT JOIN household h ON h.id = i.household_id
      WHERE i.closed_at IS NULL AND left(i.ledger, 1) <> '?' AND ${seenItems(scope)} GROUP BY 1`,
    db.$queryRaw<{ id: string; n: number }[]>`
      SELECT r.kind AS id, count(*)::int AS n FROM record r LEFT JOIN household h ON h.id = r.household_id
      WHERE r.state IN ('active', 'incomplete') AND ${seenRecords(scope)} GROUP BY 1`,
  ]);
  const map = (rows: { id: string; n: number }[]) => Object.fromEntries(rows.map(({ id, n }) => [id, n]));
  return { items: map(items), records: map(records) };
}
