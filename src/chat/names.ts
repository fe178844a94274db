import type { ChatPerson, ChatRoom } from '../core/chat.js';
import type { PuppetInterface } from './wechaty.js';

const MOST = 5000;

/**
 * Names of people in rooms. Wechaty's own cache of members never hits, and a gateway behind a network is asked for
 * every message; nicknames change rarely, so they are kept for a while.
 */
export class Names {
  readonly #people = new Map<string, { person: ChatPerson; until: number }>();

  constructor(
    private readonly puppet: PuppetInterface,
    private readonly keepMs = 600_000,
  ) {}

  async room(id: string): Promise<ChatRoom> {
    const payload = await this.puppet.roomPayload(id).catch(() => undefined);
    return { id, topic: payload?.topic ?? '' };
  }

  /** In a room with the nickname there. Falls back to what is known: never rejects. */
  async person(id: string, room?: string): Promise<ChatPerson> {
    const key = `${room ?? ''}\n${id}`;
    const known = this.#people.get(key);
    const now = performance.now();
    if (known && known.until > now) return known.person;
    const person = await this.#look(id, room);
    if (person.name !== '') {
      // Oldest first: a Map keeps the order in which keys came.
      this.#people.delete(key);
      if (this.#people.size >= MOST) this.#people.delete(this.#people.keys().next().value!);
      this.#people.set(key, { person, until: now + this.keepMs });
    }
    return person;
  }

  forget(): void {
    this.#people.clear();
  }

  async #look(id: string, room: string | undefined): Promise<ChatPerson> {
    const member = room ? await this.puppet.roomMemberPayload(room, id).catch(() => undefined) : undefined;
    const name = member?.name || (await this.puppet.contactPayload(id).catch(() => undefined))?.name || '';
    return { id, name, ...(member?.roomAlias ? { alias: member.roomAlias } : {}) };
  }
}
