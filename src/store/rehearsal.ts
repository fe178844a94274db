import type { Db } from './client.js';

/** Why something was said, by the id the gateway gave it. Rows that were said in one text come together. */
export interface Cause {
  gatewayMessageId: string;
  because: object;
  attachments: { name: string; type: string }[];
}

/** The causes of what was said under these ids, in the order the rows were written. */
export async function causesOf(db: Db, gatewayIds: readonly string[]): Promise<Cause[]> {
  if (gatewayIds.length === 0) return [];
  return db.$queryRaw<Cause[]>`
    SELECT gateway_message_id AS "gatewayMessageId", because, attachments
    FROM outgoing WHERE gateway_message_id = ANY(${[...gatewayIds]}::text[]) ORDER BY seq`;
}

/** The next moment at which something that waits may be said. */
export async function nextToSay(db: Db, after: Date): Promise<Date | undefined> {
  const rows = await db.$queryRaw<{ at: Date | null }[]>`
    SELECT min(not_before) AS at FROM outgoing WHERE state = 'queued' AND not_before > ${after}`;
  return rows[0]?.at ?? undefined;
}

/** The gateway's ids of messages, by ours, in the order in which they came. */
export async function externalIds(db: Db, messageIds: readonly string[]): Promise<Map<string, string>> {
  if (messageIds.length === 0) return new Map();
  const rows = await db.message.findMany({
    where: { id: { in: [...messageIds] } },
    select: { id: true, externalId: true },
    orderBy: { seq: 'asc' },
  });
  return new Map(rows.map((row) => [row.id, row.externalId]));
}
