import type { Doer, EventData } from '../core/ledger.js';
import type { Db } from './client.js';

/** What an event knew that its record does not say: who it was as of then, and which item a number meant, and how it was refused. */
export interface Remembered {
  by: Doer;
  key: string;
  refused?: EventData['refused'];
}

/** By the id of the event. */
export async function recordsWithEvents(tx: Db): Promise<Map<string, Remembered & { recordId: string }>> {
  const rows = await tx.$queryRaw<
    { id: string; record_id: string; by: Doer; key: string; refused: EventData['refused'] | null }[]
  >`
    SELECT e.id, e.record_id, e.data->'by' AS by, e.data->>'refused' AS refused, i.key FROM item_event e JOIN item i ON i.id = e.item_id
    WHERE e.record_id IS NOT NULL`;
  return new Map(
    rows.map((row) => [
      row.id,
      { recordId: row.record_id, by: row.by, key: row.key, refused: row.refused ?? undefined },
    ]),
  );
}

/** Takes out all that follows from records. Items stay, for their ids and numbers; turns wait until the end. */
export async function clearItems(tx: Db): Promise<void> {
  await tx.$executeRaw`LOCK TABLE item, item_event IN EXCLUSIVE MODE`;
  await tx.$executeRaw`DELETE FROM item_event WHERE record_id IS NOT NULL`;
  await tx.$executeRaw`
    UPDATE item SET title = '', state = '', data = '{}', owner = NULL, leader = NULL, lead_unit = NULL, units = '{}',
      household_id = NULL, town = NULL, village = NULL, due_class = NULL, milestones = '[]', next_due = NULL, discreet = false, parent_id = NULL, plan_id = NULL,
      closed_at = NULL`;
}

/** The messages with records of these kinds, in the order in which they came. */
export async function sourceMessages(tx: Db, kinds: readonly string[]): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT m.id FROM message m WHERE EXISTS (SELECT 1 FROM record r WHERE r.message_id = m.id AND r.kind = ANY(${kinds}))
    ORDER BY m.seq`;
  return rows.map((row) => row.id);
}

export async function itemRefs(tx: Db): Promise<{ id: string; ledger: string; key: string }[]> {
  return tx.$queryRaw<{ id: string; ledger: string; key: string }[]>`
    SELECT id, ltrim(ledger, '?') AS ledger, key FROM item ORDER BY id`;
}
