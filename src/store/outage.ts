import { newId } from '../core/ids.js';
import type { Db } from './client.js';

const ALIVE = (gateway: string) => `gateway:${gateway}`;

/** The gateway is online now; the newest such moment tells, after a crash, since when the bot was away. */
export async function gatewayAlive(db: Db, gateway: string, now: Date): Promise<void> {
  const id = ALIVE(gateway);
  await db.heartbeat.upsert({
    where: { id },
    create: { id, role: 'gateway', startedAt: now, beatAt: now },
    update: { beatAt: now },
  });
}

export async function lastAlive(db: Db, gateway: string): Promise<Date | undefined> {
  const row = await db.heartbeat.findUnique({ where: { id: ALIVE(gateway) } });
  return row?.beatAt;
}

export interface OutageNotice {
  conversationId: string;
  text: string;
  notBefore: Date | undefined;
}

/** Rooms that used the bot in the days before an absence. */
export async function roomsAffected(db: Db, gateway: string, since: Date): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT c.id FROM conversation c
    WHERE c.gateway = ${gateway} AND c.kind = 'room' AND c.active
      AND EXISTS (SELECT 1 FROM message m WHERE m.conversation_id = c.id AND m.sent_at >= ${since})`;
  return rows.map((row) => row.id);
}

/** Writes the absence down and what is said about it, once, however often it is noticed. Returns whether it was new. */
export async function keepOutage(
  db: Db,
  outage: { gateway: string; from: Date; to: Date },
  notices: OutageNotice[],
): Promise<boolean> {
  const id = newId();
  const { count } = await db.outage.createMany({
    data: [{ id, ...outage, toldAt: outage.to }],
    skipDuplicates: true,
  });
  if (count === 0) return false;
  await db.outgoing.createMany({
    data: notices.map((notice) => ({
      id: newId(),
      conversationId: notice.conversationId,
      key: `outage:${outage.gateway}:${outage.from.toISOString()}:${notice.conversationId}`,
      purpose: 'outage',
      text: notice.text,
      because: { outage: id, from: outage.from.toISOString(), to: outage.to.toISOString() },
      notBefore: notice.notBefore ?? null,
    })),
    skipDuplicates: true,
  });
  return true;
}
