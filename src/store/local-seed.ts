import { BOT_ID } from '../chat/local/network.js';
import type { PrismaClient } from '../generated/prisma/client.js';

/** Groups and people to begin with. `bot` is the bot's name; it becomes a member of every group. */
export interface LocalDemo {
  bot: string;
  people: { id: string; name: string }[];
  rooms: { id: string; topic: string; members: { id: string; alias?: string | undefined }[] }[];
}

/**
 * Creates what is not there yet: safe to run at every start. Groups that exist keep their name and their members,
 * whoever has left since; only the bot's name follows its setting. Members name people of the same list.
 */
export async function seedLocalNetwork(prisma: PrismaClient, demo: LocalDemo): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await tx.localContact.upsert({
      where: { id: BOT_ID },
      create: { id: BOT_ID, name: demo.bot },
      update: { name: demo.bot },
    });
    await tx.localContact.createMany({ data: demo.people, skipDuplicates: true });
    for (const { id, topic, members } of demo.rooms) {
      const { count } = await tx.localRoom.createMany({ data: [{ id, topic }], skipDuplicates: true });
      if (count === 0) continue;
      const all = [...members, { id: BOT_ID, alias: '' }];
      await tx.localMember.createMany({
        data: all.map((m) => ({ roomId: id, contactId: m.id, alias: m.alias ?? '' })),
        skipDuplicates: true,
      });
    }
  });
}

/**
 * From where the local puppet has to read again: everything up to this number that people wrote to the bot is in the
 * inbox of `gateway`. Conversations are saved side by side, so the newest saved message would not do.
 */
export async function localPosition(prisma: PrismaClient, gateway: string): Promise<bigint> {
  const [row] = await prisma.$queryRaw<{ seq: bigint | null }[]>`
    SELECT coalesce(
      (SELECT min(e.seq) - 1 FROM local_event e
       WHERE e.type IN ('text', 'image', 'file', 'recall') AND e.sender_id <> ${BOT_ID}
         AND (e.room_id IS NULL OR EXISTS (
           SELECT 1 FROM local_member b WHERE b.room_id = e.room_id AND b.contact_id = ${BOT_ID}))
         AND NOT EXISTS (SELECT 1 FROM message m WHERE m.gateway = ${gateway} AND m.external_id = e.id)),
      (SELECT max(seq) FROM local_event)) AS seq`;
  return row?.seq ?? 0n;
}
