import type { OwnRecord } from '../core/effects.js';
import { localDay } from '../core/time.js';
import type { Db } from './client.js';
import { toStored, WITH_HOME } from './turn-read.js';

/** More reports than these of one person within a month are not looked through. */
const MOST = 500;

/** What somebody has reported since then and still counts, newest message first, each in its order. */
export async function ownRecords(tx: Db, contactId: string, since: Date): Promise<OwnRecord[]> {
  const rows = await tx.record.findMany({
    where: {
      contactId,
      state: { in: ['active', 'incomplete'] },
      message: { sentAt: { gte: since }, recalledAt: null },
    },
    orderBy: [{ message: { seq: 'desc' } }, { index: 'asc' }],
    take: MOST,
    include: {
      message: { select: { conversationId: true, sentAt: true } },
      ...WITH_HOME,
    },
  });
  return rows.map((row) => ({
    ...toStored(row),
    conversationId: row.message.conversationId,
    sentDay: localDay(row.message.sentAt),
    occurredOn: row.occurredOn.toISOString().slice(0, 10),
    subject: row.subject ?? undefined,
  }));
}
