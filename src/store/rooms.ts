import type { Db } from './client.js';

/** A room the bot is no longer in gets no messages; its history stays. */
export async function setRoomActive(db: Db, conversationId: string, active: boolean): Promise<void> {
  await db.conversation.update({ where: { id: conversationId }, data: { active } });
}
