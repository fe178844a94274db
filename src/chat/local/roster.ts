import { BOT_ID, type LocalNetwork } from './network.js';

export interface KnownRoom {
  topic: string;
  /** contact id → nickname in the group ('' for none); the bot included where it is a member. */
  members: Map<string, string>;
}

/** Who is where, kept in memory: Wechaty asks for it with every message. */
export class LocalRoster {
  #rooms = new Map<string, KnownRoom>();
  #people = new Map<string, string>();

  constructor(
    private readonly network: LocalNetwork,
    private readonly botName: string,
  ) {}

  async refresh(): Promise<void> {
    const [rooms, people] = await Promise.all([this.network.rooms(), this.network.people()]);
    this.#people = new Map([...people.map((p) => [p.id, p.name] as const), [BOT_ID, this.botName]]);
    this.#rooms = new Map(
      rooms.map(({ id, topic, members, bot }) => {
        const all = new Map(members.map((m) => [m.id, m.alias ?? '']));
        for (const member of members)
          if (!this.#people.has(member.id)) this.#people.set(member.id, member.name);
        if (bot !== false) all.set(BOT_ID, '');
        return [id, { topic, members: all }];
      }),
    );
  }

  room(id: string): KnownRoom | undefined {
    return this.#rooms.get(id);
  }

  /** A name, or undefined for somebody unknown (who may have come since the last refresh). */
  name(id: string): string | undefined {
    return this.#people.get(id);
  }

  people(): string[] {
    return [...this.#people.keys()];
  }

  /** The rooms that the bot is in. */
  rooms(): string[] {
    return [...this.#rooms].filter(([, room]) => room.members.has(BOT_ID)).map(([id]) => id);
  }
}
