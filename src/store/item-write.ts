import type { ItemState, LedgerEvent } from '../core/ledger.js';
import type { Db } from './client.js';

/** Stands before the ledger of an item that was spoken of and never opened: no ledger shows it, its events wait. */
export const UNOPENED = '?';

/** An item as far as it is known before its events are looked at. */
export interface ItemRef {
  id: string;
  ledger: string;
  key: string;
  counted: boolean; // the bot gives it its number
  number?: number | undefined; // reserved for it
}

/**
 * Makes the items that are not there yet and locks all of them for the transaction, in one order for everybody: what is
 * folded out of their events is then the last word.
 */
export async function lockItems(tx: Db, refs: readonly ItemRef[], now: Date): Promise<void> {
  if (refs.length === 0) return;
  const ids = refs.map((ref) => ref.id);
  const there = await locked(tx, ids);
  const missing = refs.filter((ref) => !there.has(ref.id));
  if (missing.length === 0) return;
  const rows = [...missing].sort((a, b) => (a.id < b.id ? -1 : 1));
  const made = await tx.$executeRaw`
    INSERT INTO item (id, ledger, key, number, title, state, units, opened_at, updated_at)
    SELECT id, ${UNOPENED} || ledger, key, CASE WHEN counted THEN coalesce(number, nextval('item_number')) END, '', '', '{}', ${now}, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS i(id uuid, ledger text, key text, counted boolean, number int)
    ON CONFLICT DO NOTHING`;
  // What somebody else made in the meantime is theirs until they have ended.
  if (made < missing.length) await locked(tx, ids);
}

async function locked(tx: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM item WHERE id = ANY(${ids}::uuid[]) ORDER BY id FOR UPDATE`;
  return new Set(rows.map((row) => row.id));
}

export async function voidEvents(tx: Db, ids: readonly string[], now: Date): Promise<void> {
  if (ids.length === 0) return;
  await tx.itemEvent.updateMany({ where: { id: { in: [...ids] } }, data: { voidedAt: now } });
}

/** Adds events, or lets those count again that had been voided: an event's id says all that it says. */
export async function addEvents(
  tx: Db,
  events: readonly (LedgerEvent & { itemId: string })[],
): Promise<void> {
  if (events.length === 0) return;
  const rows = events.map((event, n) => ({
    id: event.id,
    itemId: event.itemId,
    type: event.type,
    recordId: event.recordId ?? null,
    messageId: event.messageId ?? null,
    actor: event.data.by.name,
    data: event.data,
    at: event.at,
    n,
  }));
  await tx.$executeRaw`
    INSERT INTO item_event (id, item_id, type, record_id, message_id, actor, data, at)
    SELECT id, "itemId", type, "recordId", "messageId", actor, data, at
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS e(
      id uuid, "itemId" uuid, type text, "recordId" uuid, "messageId" uuid, actor text, data jsonb, at timestamptz, n int)
    ORDER BY n
    ON CONFLICT (id) DO UPDATE SET voided_at = NULL, item_id = excluded.item_id, data = excluded.data`;
}

/** Gives what was done about an item to the one that it turned out to be, and its number where that has none of its own. */
export async function carryOver(
  tx: Db,
  { from, to, number, events }: { from: string; to: string; number: boolean; events: readonly string[] },
): Promise<void> {
  if (events.length > 0)
    await tx.itemEvent.updateMany({ where: { id: { in: [...events] } }, data: { itemId: to } });
  if (number)
    await tx.$executeRaw`
      UPDATE item t SET number = f.number FROM item f WHERE t.id = ${to}::uuid AND f.id = ${from}::uuid AND f.number IS NOT NULL`;
}

/** Keeps how these events were refused when they came. */
export async function markRefused(tx: Db, events: readonly { id: string; as: string }[]): Promise<void> {
  if (events.length === 0) return;
  await tx.$executeRaw`
    UPDATE item_event e SET data = e.data || jsonb_build_object('refused', r.as)
    FROM jsonb_to_recordset(${JSON.stringify(events)}::jsonb) AS r(id uuid, "as" text) WHERE e.id = r.id`;
}

/** An item with the ids of the rows it hangs on. */
export type SavedItem = ItemState & { id: string; parentId?: string | undefined };

export async function saveItems(tx: Db, items: readonly SavedItem[], now: Date): Promise<void> {
  if (items.length === 0) return;
  const rows = items.map((item) => ({
    id: item.id,
    ledger: item.ledger,
    number: item.number ?? null,
    title: item.title,
    state: item.state,
    data: { ...item.data, ...(item.parentKey === undefined ? {} : { parentKey: item.parentKey }) },
    owner: item.owner ?? null,
    leader: item.leader ?? null,
    leadUnit: item.leadUnit ?? null,
    units: item.units,
    householdId: item.place.household?.id ?? null,
    town: item.place.town ?? null,
    village: item.place.village ?? null,
    dueClass: item.dueClass ?? null,
    milestones: item.milestones,
    nextDue: item.nextDue ?? null,
    discreet: item.discreet,
    parentId: item.parentId ?? null,
    planId: item.planId ?? null,
    openedAt: item.openedAt,
    closedAt: item.closedAt ?? null,
  }));
  await tx.$executeRaw`
    UPDATE item i SET ledger = s.ledger, number = coalesce(i.number, s.number), title = s.title, state = s.state, data = s.data, owner = s.owner,
      leader = s.leader, lead_unit = s."leadUnit", units = s.units, household_id = s."householdId", town = s.town,
      village = s.village, due_class = s."dueClass", milestones = s.milestones, next_due = s."nextDue",
      discreet = s.discreet, plan_id = s."planId", opened_at = s."openedAt", closed_at = s."closedAt", updated_at = ${now},
      parent_id = (SELECT p.id FROM item p WHERE p.id = s."parentId")
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS s(
      id uuid, ledger text, number int, title text, state text, data jsonb, owner text, leader text, "leadUnit" text, units text[],
      "householdId" uuid, town text, village text, "dueClass" text, milestones jsonb, "nextDue" date, discreet boolean,
      "parentId" uuid, "planId" uuid, "openedAt" timestamptz, "closedAt" timestamptz)
    WHERE i.id = s.id`;
}

/** Items of which nothing counts any more: a recalled message leaves no trace. */
export async function dropItems(tx: Db, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  const gone = [...ids];
  await tx.responsibility.deleteMany({ where: { subjectKind: 'item', subjectId: { in: gone } } });
  await tx.item.updateMany({ where: { parentId: { in: gone } }, data: { parentId: null } });
  await tx.itemEvent.deleteMany({ where: { itemId: { in: gone } } });
  await tx.item.deleteMany({ where: { id: { in: gone } } });
}

/** Items of which events are there, but none that opens them. */
export async function hideItems(tx: Db, items: readonly { id: string; ledger: string }[]): Promise<void> {
  if (items.length === 0) return;
  await tx.responsibility.deleteMany({
    where: { subjectKind: 'item', subjectId: { in: items.map((i) => i.id) } },
  });
  await tx.$executeRaw`
    UPDATE item i SET ledger = ${UNOPENED} || h.ledger, title = '', state = '', data = '{}', owner = NULL, leader = NULL,
      lead_unit = NULL, units = '{}', household_id = NULL, town = NULL, village = NULL, due_class = NULL, milestones = '[]',
      next_due = NULL, discreet = false, parent_id = NULL, plan_id = NULL, closed_at = NULL
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb) AS h(id uuid, ledger text) WHERE i.id = h.id`;
}

/** A number that no item of the ledgers has had. */
export async function nextNumber(tx: Db): Promise<number> {
  const rows = await tx.$queryRaw<{ n: bigint }[]>`SELECT nextval('item_number') AS n`;
  return Number(rows[0]!.n);
}

/** Tasks that were named before what they belong to was. */
export async function adoptTasks(
  tx: Db,
  parents: readonly { id: string; key: string; tasks: string[] }[],
): Promise<void> {
  if (parents.length === 0) return;
  await tx.$executeRaw`
    UPDATE item i SET parent_id = p.id
    FROM jsonb_to_recordset(${JSON.stringify(parents)}::jsonb) AS p(id uuid, key text, tasks text[])
    WHERE i.ledger = ANY(p.tasks) AND i.parent_id IS NULL AND i.data->>'parentKey' = p.key`;
}
