import { createHash } from 'node:crypto';
import { BOT_ID } from '../chat/local/network.js';
import { createAddressBook } from './address-book.js';
import type { Db } from './client.js';
import { DEMO_FILE, dissolveDemoGroups, forgetDemoContacts } from './demo.js';

/** Ids of the local groups come from what they are for, so that gathering twice changes nothing. */
const idOf = (what: string, name: string): string =>
  `${what}-${createHash('sha256').update(name).digest('hex').slice(0, 10)}`;

const COUNTY = { id: 'county', topic: '县镇村工作群' };

/**
 * Gives the officials of the list local groups to write in: one of the whole county, and one for each town of the
 * register with those who work there. The demo county's groups are dissolved. Otherwise it only adds: whoever has left
 * a group since is not brought back by name.
 */
export async function gatherLocalGroups(db: Db): Promise<void> {
  // The invented people have groups of their own.
  const real = await db.rosterImport.count({
    where: { kind: 'people', NOT: { file: { startsWith: DEMO_FILE } } },
  });
  if (real === 0) return;
  const invented = await dissolveDemoGroups(db);
  const people = await db.person.findMany({ where: { active: true } });
  const places = await db.household.findMany({
    where: { active: true },
    distinct: ['village'],
    select: { town: true, village: true },
  });
  const towns = [...new Set(places.map((p) => p.town))].sort();
  const bots = { contactId: BOT_ID, alias: '' };
  const known = await db.localContact.findMany({ select: { id: true, name: true } });
  const idByName = new Map(known.map((c) => [c.name, c.id]));
  const contacts = people.map((p) => ({
    id: idByName.get(p.name) ?? idOf('p', `${p.name} ${p.unit}`),
    name: p.name,
  }));
  await db.localContact.createMany({ data: contacts, skipDuplicates: true });

  const works = (i: number, town: string): boolean => {
    const { unit, villages } = people[i]!;
    return (
      unit.startsWith(town) ||
      villages.some((v) => v === town || places.some((p) => p.town === town && p.village === v))
    );
  };
  const rooms = [
    { ...COUNTY, members: people.map((_, i) => i) },
    ...towns.map((town) => ({
      id: idOf('town', town),
      topic: `${town}工作群`,
      members: people.flatMap((_, i) => (works(i, town) ? [i] : [])),
    })),
  ];
  for (const { id, topic, members } of rooms) {
    if (members.length === 0) continue;
    await db.localRoom.createMany({ data: [{ id, topic }], skipDuplicates: true });
    await db.localMember.createMany({
      data: [
        bots,
        ...members.map((i) => ({ contactId: contacts[i]!.id, alias: people[i]!.nicknames[0] ?? '' })),
      ].map((m) => ({ ...m, roomId: id })),
      skipDuplicates: true,
    });
  }
  await forgetDemoContacts(db, invented);
}

const GATEWAY = 'local';

/**
 * Takes in who is in the local groups now, as a login would: whoever came with a list of officials may look at the
 * pages, and be written to, before the next start. Nothing where nobody has ever been in a local group.
 */
export async function knowLocalGroups(db: Db): Promise<void> {
  if ((await db.contact.count({ where: { gateway: GATEWAY } })) === 0) return;
  const rooms = await db.localRoom.findMany({ include: { members: { include: { contact: true } } } });
  await createAddressBook(db, GATEWAY).reconcile({
    rooms: rooms.map(({ id, topic, members }) => ({
      id,
      topic,
      members: members
        .filter(({ contactId }) => contactId !== BOT_ID)
        .map(({ contact, alias }) => ({ id: contact.id, name: contact.name, ...(alias && { alias }) })),
    })),
  });
}
