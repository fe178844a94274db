import type { Db } from './client.js';

/** A message ready to be saved: ids resolved, numbers of people masked. */
export interface InboxRow {
  id: string;
  gateway: string;
  externalId: string;
  conversationId: string;
  contactId: string;
  type: string;
  text: string;
  sealed: Uint8Array<ArrayBuffer> | null;
  digest: string;
  payload: object;
  sentAt: Date;
}

/** Saves messages in order. What is there already (same gateway and id) is left as it is; the number of new ones is returned. */
export async function saveMessages(db: Db, rows: InboxRow[]): Promise<number> {
  const { count } = await db.message.createMany({ data: rows, skipDuplicates: true });
  return count;
}

/** How far before the newest saved message a replay begins: order of arrival and of saving may have crossed. */
const REPLAY_BACK = 500;

/** The event of the local groups after which the local gateway goes on; what comes twice is harmless. */
export async function localReplayFrom(db: Db, gateway: string): Promise<bigint> {
  const rows = await db.$queryRaw<{ seq: bigint | null }[]>`
    SELECT min(e.seq) - 1 AS seq FROM local_event e
    WHERE e.id IN (SELECT external_id FROM message WHERE gateway = ${gateway} ORDER BY seq DESC LIMIT ${REPLAY_BACK})`;
  return BigInt(rows[0]?.seq ?? 0);
}

/** Conversations with messages that nobody has processed for `olderThanMs`. */
export async function conversationsWaiting(db: Db, now: Date, olderThanMs: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT conversation_id AS id FROM message
    WHERE state = 'pending' AND received_at < ${new Date(now.getTime() - olderThanMs)}`;
  return rows.map((row) => row.id);
}

/** How much waits, and since when: for /healthz and /metrics. */
export async function inboxBacklog(db: Db): Promise<{ pending: number; oldest: Date | null; failed: number }> {
  const rows = await db.$queryRaw<{ pending: bigint; oldest: Date | null; failed: bigint }[]>`
    SELECT (SELECT count(*) FROM message WHERE state = 'pending') AS pending,
           (SELECT min(received_at) FROM message WHERE state = 'pending') AS oldest,
           (SELECT count(*) FROM message WHERE state = 'failed') AS failed`;
  const row = rows[0]!;
  return { pending: Number(row.pending), oldest: row.oldest, failed: Number(row.failed) };
}
