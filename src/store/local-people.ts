import { BOT_ID, type LocalRoomView } from '../chat/local/network.js';
import type { PrismaClient } from '../generated/prisma/client.js';

/** All groups with their people; the bot is not listed among them but said beside: nobody can post as it. */
export async function localRooms(prisma: PrismaClient): Promise<LocalRoomView[]> {
  const rooms = await prisma.localRoom.findMany({
    orderBy: { id: 'asc' },
    select: {
      id: true,
      topic: true,
      members: {
        orderBy: { contactId: 'asc' },
        select: { contactId: true, alias: true, contact: { select: { name: true } } },
      },
    },
  });
  return rooms.map(({ id, topic, members }) => ({
    id,
    topic,
    bot: members.some((m) => m.contactId === BOT_ID),
    members: members
      .filter((m) => m.contactId !== BOT_ID)
      .map((m) => ({ id: m.contactId, name: m.contact.name, ...(m.alias ? { alias: m.alias } : {}) })),
  }));
}

/** Everybody but the bot. */
export function localPeople(prisma: PrismaClient): Promise<{ id: string; name: string }[]> {
  return prisma.localContact.findMany({ where: { id: { not: BOT_ID } }, orderBy: { id: 'asc' } });
}
