import { randomBytes } from 'node:crypto';
import type { LocalNetwork } from '../../src/chat/local/network.js';
import type { Timing } from '../../src/chat/timing.js';
import { systemClock } from '../../src/core/ports.js';
import { openStore, type Store } from '../../src/store/client.js';
import { createLocalNetwork, seedLocalNetwork } from '../../src/store/local-network.js';
import { createSealer } from '../../src/store/seal.js';
import { CAST, type FarSide } from '../support/conformance.js';
import { testDatabase } from '../support/database.js';

/** Everything that waits, waits less. */
export const FAST: Partial<Timing> = {
  ding: 200,
  deaf: 1000,
  ready: 1500,
  say: 3000,
  stop: 4000,
  backoff: { least: 100, most: 400 },
  retry: { least: 10, most: 50, total: 2000 },
};

export interface LocalFar {
  far: FarSide;
  network: LocalNetwork;
  store: Store;
  url: string;
  from: () => Promise<bigint>;
  close(): Promise<void>;
}

/** The local groups on a real database, with the cast in them. */
export async function localFar(): Promise<LocalFar> {
  const database = await testDatabase();
  const store = openStore(database.url, 4);
  await seedLocalNetwork(store.prisma, { bot: CAST.bot.name, people: CAST.people, rooms: CAST.rooms });
  const network = createLocalNetwork(store.prisma, createSealer(randomBytes(32)), {
    url: database.url,
    clock: systemClock,
  });
  let position = 0n;
  const far: FarSide = {
    async post({ room, sender, text = '', mentions, quote, image }) {
      const { id } = await network.post({
        place: room === undefined ? { person: sender } : { room },
        sender,
        text,
        ...(mentions ? { mentions } : {}),
        ...(quote ? { quote } : {}),
        ...(image ? { attachments: [{ name: image, type: 'image/png', url: '/x.png' }] } : {}),
      });
      return id;
    },
    recall: (id) => network.recall(id),
    join: (room, person) => network.join(room, person),
    leave: (room, person) => network.leave(room, person),
    rename: (room, topic) => network.rename(room, topic),
    async said(to) {
      const messages = await network.messages(to);
      return messages.filter((m) => m.sender === 'bot').map(({ id, text }) => ({ id, text }));
    },
    async saved() {
      position = (await network.since(position, 100_000)).at(-1)?.seq ?? position;
    },
  };
  return {
    far,
    network,
    store,
    url: database.url,
    from: async () => position,
    async close() {
      await network.close();
      await store.close();
      await database.drop();
    },
  };
}
