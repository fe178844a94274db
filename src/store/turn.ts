import { newId } from '../core/ids.js';
import type { Db, Store } from './client.js';
import type { Pending } from './turn-read.js';

const TURN_TIMEOUT_MS = 30_000;
/** Prisma ends a transaction only when no statement can come past it any more. */
const GRACE_MS = 5_000;

/** All of a turn or nothing of it. */
export async function inTransaction<T>(
  store: Store,
  work: (tx: Db) => Promise<T>,
  timeout = TURN_TIMEOUT_MS,
): Promise<T> {
  return store.prisma.$transaction(async (tx) => work(await store.within(tx, timeout)), {
    timeout: timeout + GRACE_MS,
    maxWait: 10_000,
  });
}

/**
 * Counts a failure of the oldest waiting message; at `attempts` it is set aside, and its id returned, so that the
 * others can go on. Undefined while it may still be tried again, or when nothing waits.
 */
export async function failMessage(
  store: Store,
  conversationId: string,
  error: string,
  attempts: number,
  now: Date,
): Promise<string | undefined> {
  const rows = await store.prisma.$queryRaw<{ id: string; state: string }[]>`
    UPDATE message SET attempts = attempts + 1, error = ${error.slice(0, 2000)},
      state = CASE WHEN attempts + 1 >= ${attempts} THEN 'failed' ELSE state END,
      processed_at = CASE WHEN attempts + 1 >= ${attempts} THEN ${now} ELSE processed_at END
    WHERE id = (SELECT id FROM message WHERE conversation_id = ${conversationId}::uuid AND state = 'pending' ORDER BY seq LIMIT 1)
    RETURNING id, state`;
  return rows[0]?.state === 'failed' ? rows[0].id : undefined;
}

/** A recall that overtook its message: a row with the message's id keeps it out of the inbox, should it still come. */
export async function keepOut(tx: Db, recall: Pending, externalId: string): Promise<void> {
  const { message, gateway } = recall;
  await tx.message.createMany({
    data: [
      {
        id: newId(),
        gateway,
        externalId,
        conversationId: message.conversationId,
        contactId: message.contactId,
        type: 'recalled',
        text: '',
        digest: '',
        sentAt: message.sentAt,
        state: 'done',
        recalledAt: message.sentAt,
      },
    ],
    skipDuplicates: true,
  });
}
