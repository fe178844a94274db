import type { NewOutgoing } from '../core/effects.js';
import { newId } from '../core/ids.js';
import { privateConversation } from './address-book.js';
import type { Db } from './client.js';

/** Writes what is to be said, each key once. Returns the conversations that now have something to say. */
export async function sayAll(
  db: Db,
  gateway: string,
  said: readonly NewOutgoing[],
  now: Date,
): Promise<string[]> {
  const speaking = new Set<string>();
  const rows = [];
  for (const { conversation, ...row } of said) {
    const conversationId =
      'id' in conversation ? conversation.id : await privateConversation(db, gateway, conversation.privateOf);
    speaking.add(conversationId);
    rows.push({ ...row, id: newId(), conversationId, n: rows.length });
  }
  if (rows.length === 0) return [];
  await db.$executeRaw`
    INSERT INTO outgoing (id, conversation_id, key, purpose, text, mentions, because, attachments, not_before, expires_at, created_at)
    SELECT id, "conversationId", key, purpose, text, mentions, because, coalesce(attachments, '[]'), "notBefore", "expiresAt", ${now}
    FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS o(
      id uuid, "conversationId" uuid, key text, purpose text, text text, mentions uuid[], because jsonb, attachments jsonb,
      "notBefore" timestamptz, "expiresAt" timestamptz, n bigint)
    ORDER BY n
    ON CONFLICT (key) DO NOTHING`;
  return [...speaking];
}
