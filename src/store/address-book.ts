import type { ChatPerson, ChatRoom, Directory } from '../core/chat.js';
import { newId } from '../core/ids.js';
import type { Db } from './client.js';

/**
 * From a gateway's ids to ours. Gateways change their ids after a new login; the conversation and the contact stay.
 * Lookups are kept in memory; the one process that holds the login is the only writer.
 */
export interface AddressBook {
  room(room: ChatRoom): Promise<string>;
  contact(person: ChatPerson): Promise<string>;
  privateTalk(person: ChatPerson): Promise<string>;
  /** Keeps the name somebody has in a room; null when they left. */
  member(conversationId: string, contactId: string, alias: string | null): Promise<void>;
  /** After a login: finds rooms and people again whose ids have changed, by topic and by name within the room. */
  reconcile(directory: Directory): Promise<{ rooms: number; contacts: number }>;
}

/** Bounds the memory of lookups; far above any account's contacts, so that it only guards against floods. */
const CACHE_LIMIT = 100_000;

const called = (person: ChatPerson): string => person.alias || person.name;

class Cache<V> extends Map<string, V> {
  override set(key: string, value: V): this {
    if (this.size >= CACHE_LIMIT) this.clear();
    return super.set(key, value);
  }
}

export function createAddressBook(db: Db, gateway: string): AddressBook {
  const rooms = new Cache<{ id: string; topic: string }>();
  const contacts = new Cache<{ id: string; name: string }>();
  const talks = new Cache<string>();
  const members = new Cache<string>();

  async function room(seen: ChatRoom): Promise<string> {
    let known = rooms.get(seen.id);
    if (!known) {
      const address = await db.conversationAddress.findUnique({
        where: { gateway_externalId: { gateway, externalId: seen.id } },
        include: { conversation: true },
      });
      known = address
        ? { id: address.conversationId, topic: address.conversation.topic }
        : await addRoom(seen);
      rooms.set(seen.id, known);
    }
    if (seen.topic !== '' && seen.topic !== known.topic) {
      await db.conversation.update({ where: { id: known.id }, data: { topic: seen.topic } });
      rooms.set(seen.id, { id: known.id, topic: seen.topic });
    }
    return known.id;
  }

  async function addRoom(seen: ChatRoom): Promise<{ id: string; topic: string }> {
    const id = newId();
    await db.conversation.create({
      data: {
        id,
        gateway,
        kind: 'room',
        topic: seen.topic,
        addresses: { create: { gateway, externalId: seen.id } },
      },
    });
    return { id, topic: seen.topic };
  }

  async function contact(seen: ChatPerson): Promise<string> {
    let known = contacts.get(seen.id);
    if (!known) {
      const address = await db.contactAddress.findUnique({
        where: { gateway_externalId: { gateway, externalId: seen.id } },
        include: { contact: true },
      });
      known = address ? { id: address.contactId, name: address.contact.name } : await addContact(seen);
      contacts.set(seen.id, known);
    }
    if (seen.name !== '' && seen.name !== known.name) {
      await db.contact.update({ where: { id: known.id }, data: { name: seen.name } });
      contacts.set(seen.id, { id: known.id, name: seen.name });
    }
    return known.id;
  }

  async function addContact(seen: ChatPerson): Promise<{ id: string; name: string }> {
    const id = newId();
    const personId = await personNamed([seen.name, seen.alias ?? '']);
    await db.contact.create({
      data: {
        id,
        gateway,
        name: seen.name,
        personId: personId ?? null,
        addresses: { create: { gateway, externalId: seen.id } },
      },
    });
    return { id, name: seen.name };
  }

  /** Binds only where exactly one official has the name or nickname: between two, nobody is bound. */
  async function personNamed(names: string[]): Promise<string | undefined> {
    const given = names.filter((name) => name !== '');
    if (given.length === 0) return undefined;
    const people = await db.person.findMany({
      where: { active: true, OR: [{ name: { in: given } }, { nicknames: { hasSome: given } }] },
      select: { id: true },
      take: 2,
    });
    return people.length === 1 ? people[0]!.id : undefined;
  }

  async function privateTalk(person: ChatPerson): Promise<string> {
    const contactId = await contact(person);
    let id = talks.get(contactId);
    if (!id) {
      id = await privateConversation(db, gateway, contactId);
      talks.set(contactId, id);
    }
    return id;
  }

  async function member(conversationId: string, contactId: string, alias: string | null): Promise<void> {
    const key = `${conversationId} ${contactId}`;
    const value = alias ?? '\u0000left';
    if (members.get(key) === value) return;
    const leftAt = alias === null ? new Date() : null;
    await db.member.upsert({
      where: { conversationId_contactId: { conversationId, contactId } },
      create: { conversationId, contactId, alias: alias ?? '', leftAt },
      update: { leftAt, ...(alias === null ? {} : { alias }) },
    });
    members.set(key, value);
  }

  async function reconcile(directory: Directory): Promise<{ rooms: number; contacts: number }> {
    const moved = { rooms: 0, contacts: 0 };
    const present = new Set(directory.rooms.map((r) => r.id));
    const people = new Set(directory.rooms.flatMap((r) => r.members.map((m) => m.id)));
    for (const seen of directory.rooms) {
      const twins = directory.rooms.filter((r) => r.topic === seen.topic).length;
      if (twins === 1 && (await moveRoom(seen, present))) moved.rooms += 1;
      const conversationId = await room(seen);
      for (const person of seen.members) {
        const twins = seen.members.filter((m) => called(m) === called(person)).length;
        if (twins === 1 && (await moveContact(person, conversationId, people))) moved.contacts += 1;
        await member(conversationId, await contact(person), person.alias ?? person.name);
      }
    }
    return moved;
  }

  /** A room with a new id is an old one when it alone has the topic that exactly one vanished room had. */
  async function moveRoom(seen: ChatRoom, present: ReadonlySet<string>): Promise<boolean> {
    if (rooms.has(seen.id)) return false;
    const known = await db.conversationAddress.findUnique({
      where: { gateway_externalId: { gateway, externalId: seen.id } },
    });
    if (known || seen.topic === '') return false;
    const same = await db.conversation.findMany({
      where: { gateway, kind: 'room', topic: seen.topic },
      include: { addresses: { where: { current: true } } },
    });
    const vanished = same.filter((c) => c.addresses.every((a) => !present.has(a.externalId)));
    if (vanished.length !== 1) return false;
    const conversationId = vanished[0]!.id;
    await db.conversationAddress.updateMany({ where: { conversationId }, data: { current: false } });
    await db.conversationAddress.create({ data: { gateway, externalId: seen.id, conversationId } });
    return true;
  }

  /** A person with a new id is an old one when exactly one vanished member of the same room has that name there. */
  async function moveContact(
    seen: ChatPerson,
    conversationId: string,
    present: ReadonlySet<string>,
  ): Promise<boolean> {
    if (contacts.has(seen.id)) return false;
    const known = await db.contactAddress.findUnique({
      where: { gateway_externalId: { gateway, externalId: seen.id } },
    });
    if (known) return false;
    const names = [seen.alias ?? '', seen.name].filter((name) => name !== '');
    const same = await db.member.findMany({
      where: { conversationId, OR: [{ alias: { in: names } }, { contact: { name: { in: names } } }] },
      include: { contact: { include: { addresses: { where: { current: true } } } } },
    });
    const vanished = same.filter((m) => m.contact.addresses.every((a) => !present.has(a.externalId)));
    if (vanished.length !== 1) return false;
    const contactId = vanished[0]!.contactId;
    await db.contactAddress.updateMany({ where: { contactId }, data: { current: false } });
    await db.contactAddress.create({ data: { gateway, externalId: seen.id, contactId } });
    return true;
  }

  return { room, contact, privateTalk, member, reconcile };
}

/** The conversation that is somebody's private talk with the bot; made when there is none yet. Safe to race. */
export async function privateConversation(db: Db, gateway: string, contactId: string): Promise<string> {
  await db.$executeRaw`
    INSERT INTO conversation (id, gateway, kind, contact_id) VALUES (${newId()}::uuid, ${gateway}, 'private', ${contactId}::uuid)
    ON CONFLICT (contact_id) WHERE kind = 'private' DO NOTHING`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT id FROM conversation WHERE kind = 'private' AND contact_id = ${contactId}::uuid`;
  return rows[0]!.id;
}
