import type { FileRef } from '../core/files.js';
import type { Db } from './client.js';
import type { Sql } from './direct.js';

/** One thing to say, claimed for delivery. */
export interface Claimed {
  id: string;
  purpose: string;
  text: string;
  mentions: string[]; // the gateway's ids of who is called by name
  because: { message?: string; sender?: string };
  attachments: FileRef[];
  attempts: number;
  createdAt: Date;
  expiresAt: Date | null;
}

/** Where a text goes: the gateway's current id of a room, or of a person. */
export interface Address {
  kind: 'room' | 'private';
  externalId: string;
}

/** What is said in one text, where, and whether there is more to say behind it. */
export interface Claim {
  rows: Claimed[];
  /** Undefined where the gateway no longer knows the conversation. */
  address: Address | undefined;
  more: boolean;
}

/** Lets go of what is too late to be useful; returns what was dropped, for the log. */
export async function dropExpired(
  db: Db,
  gateway: string,
  now: Date,
): Promise<{ id: string; conversationId: string; purpose: string }[]> {
  return db.$queryRaw<{ id: string; conversationId: string; purpose: string }[]>`
    UPDATE outgoing o SET state = 'dropped', settled_at = ${now}, error = 'too late to be useful'
    FROM conversation c WHERE c.id = o.conversation_id AND c.gateway = ${gateway} AND o.state = 'queued' AND o.expires_at < ${now}
    RETURNING o.id, o.conversation_id AS "conversationId", o.purpose`;
}

/**
 * Marks the oldest thing to say as being sent, and with it those that may go into the same text: rows of the purpose
 * `merge` right behind it, at most `limit`. From here on only a person may send them again, unless the outcome is known.
 */
export async function claimNext(
  db: Sql,
  where: { gateway: string; conversationId: string },
  batchId: string,
  now: Date,
  merge: string,
  limit: number,
): Promise<Claim> {
  const found = await db.$queryRaw<(Claimed & { kind: Address['kind']; to: string | null; open: number })[]>`
    WITH open AS (
      SELECT o.id, o.seq, o.purpose, row_number() OVER (ORDER BY o.seq) AS n
      FROM outgoing o JOIN conversation c ON c.id = o.conversation_id AND c.gateway = ${where.gateway}
      WHERE o.conversation_id = ${where.conversationId}::uuid AND o.state = 'queued' AND (o.not_before IS NULL OR o.not_before <= ${now}) AND (o.expires_at IS NULL OR o.expires_at >= ${now})
      ORDER BY o.seq LIMIT ${limit + 1}
    ), other AS (SELECT min(n) AS n FROM open WHERE purpose <> ${merge}),
    picked AS (
      SELECT open.id FROM open, other
      WHERE open.n = 1 OR (open.purpose = ${merge} AND open.n <= ${limit} AND (other.n IS NULL OR open.n < other.n))
    ), claimed AS (
      UPDATE outgoing o SET state = 'sending', claimed_at = ${now}, batch_id = ${batchId}::uuid, attempts = attempts + 1
      FROM picked WHERE o.id = picked.id AND o.state = 'queued' RETURNING o.*
    )
    SELECT o.id, o.purpose, o.text, o.because, o.attachments, o.attempts, o.created_at AS "createdAt", o.expires_at AS "expiresAt",
      ARRAY(SELECT a.external_id FROM contact_address a WHERE a.contact_id = ANY(o.mentions) AND a.current) AS mentions,
      (SELECT count(*)::int FROM open) AS open, c.kind,
      CASE c.kind WHEN 'room' THEN (SELECT external_id FROM conversation_address WHERE conversation_id = c.id AND current ORDER BY since DESC LIMIT 1)
        ELSE (SELECT external_id FROM contact_address WHERE contact_id = c.contact_id AND current ORDER BY since DESC LIMIT 1) END AS "to"
    FROM claimed o JOIN conversation c ON c.id = o.conversation_id ORDER BY o.seq`;
  const rows = found.map(({ kind: _, to: __, open: ___, ...row }) => row);
  const [first] = found;
  return {
    rows,
    address: first?.to ? { kind: first.kind, externalId: first.to } : undefined,
    more: first !== undefined && first.open > rows.length,
  };
}

/** Gives back what was claimed and certainly not handed over. */
export async function releaseClaims(db: Db, batchIds: readonly string[]): Promise<void> {
  await db.$executeRaw`
    UPDATE outgoing SET state = 'queued', claimed_at = NULL, batch_id = NULL, attempts = attempts - 1
    WHERE batch_id = ANY(${[...batchIds]}::uuid[]) AND state = 'sending'`;
}

export type Verdict =
  | { state: 'sent'; gatewayMessageId?: string | undefined }
  | { state: 'queued'; notBefore: Date; error: string } // certainly not sent: again later
  | { state: 'failed' | 'unknown'; error: string };

/** Writes down how a delivery ended. A row that was reconciled by its echo in the meantime stays sent. */
export async function settle(db: Sql, ids: string[], verdict: Verdict, now: Date): Promise<void> {
  const waits = verdict.state === 'queued';
  await db.$executeRaw`
    UPDATE outgoing SET state = ${verdict.state}, settled_at = ${waits ? null : now},
      error = ${verdict.state === 'sent' ? null : verdict.error},
      not_before = ${waits ? verdict.notBefore : null},
      gateway_message_id = ${verdict.state === 'sent' ? (verdict.gatewayMessageId ?? null) : null}
    WHERE id = ANY(${ids}::uuid[]) AND (state = 'sending' OR (state = 'unknown' AND ${verdict.state === 'sent'}))`;
}

/** Conversations with something to say now. */
export async function conversationsToSend(db: Db, gateway: string, now: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT o.conversation_id AS id FROM outgoing o JOIN conversation c ON c.id = o.conversation_id
    WHERE o.state = 'queued' AND c.gateway = ${gateway} AND (o.not_before IS NULL OR o.not_before <= ${now})`;
  return rows.map((row) => row.id);
}

/** At start: what a dead process was sending. Whether it arrived, nobody can know. */
export async function abandonSending(
  db: Db,
  gateway: string,
  now: Date,
): Promise<{ id: string; conversationId: string }[]> {
  return db.$queryRaw<{ id: string; conversationId: string }[]>`
    UPDATE outgoing o SET state = 'unknown', settled_at = ${now}, error = 'the process ended while sending'
    FROM conversation c WHERE c.id = o.conversation_id AND c.gateway = ${gateway} AND o.state = 'sending'
    RETURNING o.id, o.conversation_id AS "conversationId"`;
}

export interface UnknownDelivery {
  id: string;
  batchId: string | null;
  conversationId: string;
  text: string;
  /** Files were to follow the text: its echo does not tell that they arrived. */
  files: boolean;
  claimedAt: Date | null;
}

/** Whether a message of ours with that id is known there: it then says nothing about any other delivery. */
export async function isSent(db: Db, conversationId: string, gatewayMessageId: string): Promise<boolean> {
  return (await db.outgoing.count({ where: { conversationId, gatewayMessageId } })) > 0;
}

/** Deliveries nobody can know the end of, oldest first. */
export async function unknownDeliveries(db: Db, conversationId?: string): Promise<UnknownDelivery[]> {
  const rows = await db.outgoing.findMany({
    where: { state: 'unknown', ...(conversationId ? { conversationId } : {}) },
    orderBy: { seq: 'asc' },
    select: { id: true, batchId: true, conversationId: true, text: true, claimedAt: true, attachments: true },
  });
  return rows.map(({ attachments, ...row }) => ({ ...row, files: (attachments as unknown[]).length > 0 }));
}

/** A person has decided: `resend` says it again, `drop` lets it be. False when the row is not one of doubt. */
export async function resolveUnknown(
  db: Db,
  id: string,
  decision: 'resend' | 'drop',
  now: Date,
): Promise<boolean> {
  const { count } = await db.outgoing.updateMany({
    where: { id, state: 'unknown' },
    data:
      decision === 'resend'
        ? { state: 'queued', settledAt: null, expiresAt: null, error: null }
        : { state: 'dropped', settledAt: now, error: 'dropped by a person' },
  });
  return count === 1;
}

/** How much waits to be said: for /healthz and /metrics. */
export async function outboxBacklog(db: Db): Promise<{ queued: number; unknown: number }> {
  const rows = await db.$queryRaw<{ queued: bigint; unknown: bigint }[]>`
    SELECT (SELECT count(*) FROM outgoing WHERE state IN ('queued', 'sending') ) AS queued,
           (SELECT count(*) FROM outgoing WHERE state = 'unknown') AS unknown`;
  return { queued: Number(rows[0]!.queued), unknown: Number(rows[0]!.unknown) };
}
