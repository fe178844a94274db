import type { InboxMessage, OpenAsk, StoredRecord } from '../core/effects.js';
import type { Doer } from '../core/ledger.js';
import type { WorkRecord } from '../core/records.js';
import { Prisma, type Record as Row } from '../generated/prisma/client.js';
import type { Db } from './client.js';
import type { Sealer } from './seal.js';

interface PendingRow {
  id: string;
  seq: bigint;
  gateway: string;
  conversation_id: string;
  kind: 'room' | 'private';
  topic: string;
  contact_id: string;
  sender: string;
  villages: string[] | null;
  person_id: string | null;
  role: Doer['role'] | null;
  unit: string | null;
  post: string | null;
  type: string;
  text: string;
  sealed: Uint8Array | null;
  digest: string;
  payload: { mentionsBot?: boolean; quoted?: { sender?: string; text: string }; recalls?: string };
  sent_at: Date;
  recalls: string | null;
  replayed: boolean;
  repeats: boolean;
}

/** A message that waits, with what the database alone can tell about it. */
export interface Pending {
  message: InboxMessage;
  gateway: string;
  /** The gateway's id of a recalled message that has not arrived (yet). */
  recallsUnseen?: string | undefined;
  /** The same person has sent the same words before. */
  repeats: boolean;
}

/**
 * Locks a conversation for the transaction: whoever holds it processes its messages, in order, alone.
 * NO KEY UPDATE, since new messages referring to the conversation must not have to wait.
 */
export async function lockConversation(tx: Db, conversationId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<
    unknown[]
  >`SELECT 1 FROM conversation WHERE id = ${conversationId}::uuid FOR NO KEY UPDATE`;
  return rows.length === 1;
}

/** The messages of a conversation that wait, oldest first. */
export async function pendingMessages(
  tx: Db,
  sealer: Sealer,
  conversationId: string,
  limit: number,
): Promise<Pending[]> {
  return pendingOf(
    sealer,
    await tx.$queryRaw<PendingRow[]>`${MESSAGES}
    WHERE m.conversation_id = ${conversationId}::uuid AND m.state = 'pending'
    ORDER BY m.seq LIMIT ${limit}`,
  );
}

/** A message of before, as it came. */
export async function messageAgain(tx: Db, sealer: Sealer, id: string): Promise<InboxMessage | undefined> {
  const rows = await tx.$queryRaw<PendingRow[]>`${MESSAGES} WHERE m.id = ${id}::uuid`;
  return pendingOf(sealer, rows)[0]?.message;
}

const MESSAGES = Prisma.sql`
    SELECT m.id, m.seq, m.gateway, m.conversation_id, c.kind, c.topic, m.contact_id, m.type, m.text, m.sealed, m.digest, m.payload, m.sent_at,
      coalesce(nullif(p.name, ''), nullif(mem.alias, ''), k.name) AS sender, p.villages, p.id AS person_id, CASE WHEN p.active THEN p.role END AS role, p.unit, p.post,
      (SELECT r.id FROM message r WHERE r.gateway = m.gateway AND r.external_id = m.payload->>'recalls') AS recalls,
      EXISTS (SELECT 1 FROM message e WHERE e.contact_id = m.contact_id AND e.digest = m.digest AND e.seq < m.seq
              AND e.conversation_id = m.conversation_id AND e.sent_at = m.sent_at) AS replayed,
      EXISTS (SELECT 1 FROM message e WHERE e.contact_id = m.contact_id AND e.digest = m.digest AND e.seq < m.seq) AS repeats
    FROM message m
    JOIN conversation c ON c.id = m.conversation_id
    JOIN contact k ON k.id = m.contact_id
    LEFT JOIN person p ON p.id = k.person_id
    LEFT JOIN member mem ON mem.conversation_id = m.conversation_id AND mem.contact_id = m.contact_id`;

function pendingOf(sealer: Sealer, rows: readonly PendingRow[]): Pending[] {
  return rows.map((row) => ({
    gateway: row.gateway,
    repeats: row.repeats,
    ...(row.payload.recalls !== undefined && row.recalls === null
      ? { recallsUnseen: row.payload.recalls }
      : {}),
    message: {
      id: row.id,
      seq: BigInt(row.seq),
      conversationId: row.conversation_id,
      conversationKind: row.kind,
      topic: row.topic,
      contactId: row.contact_id,
      senderName: row.sender,
      senderVillages: row.villages ?? [],
      sender: {
        ...(row.person_id === null ? {} : { personId: row.person_id }),
        name: row.sender,
        role: row.role ?? '',
        unit: row.unit ?? '',
        post: row.post ?? '',
        ...(row.villages?.length ? { villages: row.villages } : {}),
      },
      type: row.type,
      text: row.sealed ? sealer.open(row.sealed) : row.text,
      digest: row.digest,
      sentAt: row.sent_at,
      mentionsBot: row.payload.mentionsBot ?? false,
      ...(row.payload.quoted ? { quoted: row.payload.quoted } : {}),
      ...(row.recalls !== null ? { recalls: row.recalls } : {}),
      // A recall has no text: equal digests say nothing about it.
      replayed: row.replayed && row.type !== 'recall',
    },
  }));
}

/** What a record is read with: the household that it was found to belong to. */
export const WITH_HOME = { household: { select: { code: true } } } as const;

export function toStored(row: Row & { household: { code: string } | null }): StoredRecord {
  return {
    id: row.id,
    messageId: row.messageId,
    index: row.index,
    kind: row.kind,
    state: row.state as StoredRecord['state'],
    data: row.data as unknown as WorkRecord,
    missing: row.missing,
    contactId: row.contactId,
    createdAt: row.createdAt,
    ...(row.village === null ? {} : { village: row.village }),
    ...(row.household === null ? {} : { householdCode: row.household.code }),
  };
}

export function toAsk(row: {
  id: string;
  messageId: string;
  conversationId: string;
  contactId: string;
  items: unknown;
  askedAt: Date;
}): OpenAsk {
  const { id, messageId, conversationId, contactId, askedAt } = row;
  return { id, messageId, conversationId, contactId, askedAt, items: row.items as OpenAsk['items'] };
}
