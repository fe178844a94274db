import type { Db } from './client.js';
import type { Sql } from './direct.js';

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

/**
 * Saves messages in order, as received at `now`. What is there already (same gateway and id) is left as it is; how many
 * are new is returned, and the place of the first of them. One statement: this is the busiest write of all.
 */
export async function saveMessages(
  db: Sql,
  rows: readonly InboxRow[],
  now: Date,
): Promise<{ count: number; first: bigint | undefined }> {
  const json = JSON.stringify(
    rows.map((row, n) => ({ ...row, n, sealed: row.sealed && Buffer.from(row.sealed).toString('base64') })),
  );
  const saved = await db.$queryRaw<{ seq: bigint }[]>`
    INSERT INTO message (id, gateway, external_id, conversation_id, contact_id, type, text, sealed, digest, payload, sent_at, received_at)
    SELECT id, gateway, "externalId", "conversationId", "contactId", type, text, decode(sealed, 'base64'), digest, payload, "sentAt", ${now}
    FROM jsonb_to_recordset(${json}::jsonb) AS m(
      id uuid, gateway text, "externalId" text, "conversationId" uuid, "contactId" uuid, type text, text text,
      sealed text, digest text, payload jsonb, "sentAt" timestamptz, n bigint)
    ORDER BY n
    ON CONFLICT (gateway, external_id) DO NOTHING
    RETURNING seq`;
  return { count: saved.length, first: saved[0]?.seq };
}

/**
 * Of these conversations, in which messages from `seq` on were just saved, those whose turn is on its way: an earlier
 * message, received at `since` or later, still waits there. To be asked after saving: whoever works on that message has
 * not ended yet, and looks again (`isWaiting`) once they have.
 */
export async function conversationsWoken(
  db: Sql,
  conversationIds: readonly string[],
  seq: bigint,
  since: Date,
): Promise<Set<string>> {
  const woken = await db.$queryRaw<{ id: string }[]>`
    SELECT k.id FROM unnest(${[...conversationIds]}::uuid[]) AS k(id)
    WHERE (SELECT m.received_at FROM message m WHERE m.conversation_id = k.id AND m.state = 'pending' AND m.seq < ${seq}
           ORDER BY m.seq LIMIT 1) >= ${since}`;
  return new Set(woken.map((row) => row.id));
}

/** Whether messages of a conversation wait. */
export async function isWaiting(db: Sql, conversationId: string): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM message WHERE conversation_id = ${conversationId}::uuid AND state = 'pending' LIMIT 1`;
  return rows.length > 0;
}

/** Conversations with messages that nobody has processed for `olderThanMs`. */
export async function conversationsWaiting(db: Db, now: Date, olderThanMs: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT conversation_id AS id FROM message
    WHERE state = 'pending' AND received_at < ${new Date(now.getTime() - olderThanMs)}`;
  return rows.map((row) => row.id);
}

/** Whether anything that had come in by then still waits its turn. */
export async function isWaitingSince(db: Db, by: Date): Promise<boolean> {
  const rows = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM message WHERE state = 'pending' AND received_at <= ${by} LIMIT 1`;
  return rows.length > 0;
}

/** How much waits, and since when: for /healthz and /metrics. */
export async function inboxBacklog(
  db: Db,
): Promise<{ pending: number; oldest: Date | null; failed: number }> {
  const rows = await db.$queryRaw<{ pending: bigint; oldest: Date | null; failed: bigint }[]>`
    SELECT (SELECT count(*) FROM message WHERE state = 'pending') AS pending,
           (SELECT min(received_at) FROM message WHERE state = 'pending') AS oldest,
           (SELECT count(*) FROM message WHERE state = 'failed') AS failed`;
  const row = rows[0]!;
  return { pending: Number(row.pending), oldest: row.oldest, failed: Number(row.failed) };
}

export interface FailedMessage {
  id: string;
  conversation: string; // topic, or '' in a private talk
  sentAt: Date;
  text: string; // masked
  error: string | null;
}

/** Messages that were set aside, oldest first. */
export async function failedMessages(db: Db): Promise<FailedMessage[]> {
  const rows = await db.message.findMany({
    where: { state: 'failed' },
    orderBy: { seq: 'asc' },
    select: { id: true, sentAt: true, text: true, error: true, conversation: { select: { topic: true } } },
  });
  return rows.map(({ conversation, ...row }) => ({ ...row, conversation: conversation.topic }));
}

/** Gives a message that was set aside another try. False when it is not one of those. */
export async function retryMessage(db: Db, id: string): Promise<boolean> {
  const { count } = await db.message.updateMany({
    where: { id, state: 'failed' },
    data: { state: 'pending', attempts: 0, error: null },
  });
  return count === 1;
}
