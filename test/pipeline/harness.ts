import type { Household } from '../../src/core/household.js';
import { newId } from '../../src/core/ids.js';
import type { Log } from '../../src/core/ports.js';
import type { Outgoing, Record as Row } from '../../src/generated/prisma/client.js';
import type { Queues } from '../../src/queue/index.js';
import type { Store } from '../../src/store/client.js';
import type { Sealer } from '../../src/store/seal.js';
import { SetClock } from '../support/clock.js';
import { testDatabase } from '../support/database.js';
import { FakePuppet, type FakeMessage, type Said } from '../support/fake-puppet.js';
import { addHouseholds, openStations } from '../support/stations.js';
import { COUNTY } from './county.js';

export interface Harness {
  store: Store;
  sealer: Sealer;
  clock: SetClock;
  far: FakePuppet;
  queues: Queues;
  url: string;
  dir: string;
  /** A member of the room says something; resolves once everything it led to is settled. Returns what the bot said since. */
  say(text: string, options?: FakeMessage): Promise<string[]>;
  /** Resolves once nothing waits in inbox or outbox. */
  settled(): Promise<void>;
  /** Looks for changed definitions and approved answers now. */
  refresh(): Promise<void>;
  /** What the bot said since the last call. */
  heard(): Said[];
  records(where?: { kind?: string }): Promise<Row[]>;
  outgoing(): Promise<Outgoing[]>;
  stopChat(): Promise<void>;
  /** `far`: the account logs in anew, on a far side that remembers nothing of before. */
  startChat(far?: { echo?: boolean }): Promise<void>;
  stopWork(): Promise<void>;
  startWork(): Promise<void>;
  close(): Promise<void>;
}

export const ROOM = 'r1';

export interface HarnessOptions {
  redisUrl?: string;
  /** Default: a working day's morning. */
  clock?: SetClock;
  log?: Log;
  rooms?: Record<string, string[]>;
  pace?: { roomMs: number; perMinute: number };
  households?: Household[];
  noticeMs?: number;
  receiptTtlMs?: number;
}

/** The whole pipeline on a database of its own; only the chat network is played. */
export async function openHarness(options: HarnessOptions = {}): Promise<Harness> {
  const database = await testDatabase();
  const clock = options.clock ?? new SetClock();
  const households = options.households ?? COUNTY;
  const stations = await openStations({ ...options, clock, url: database.url, households });
  const { store } = stations;
  await addHouseholds(store, households);
  const rooms = options.rooms ?? { [ROOM]: ['p1', 'p2'] };
  function farSide(more: { echo?: boolean } = {}): FakePuppet {
    const side = new FakePuppet({ rooms, clock, ...more });
    side.addPerson('p1', '田禾');
    side.addPerson('p2', '沈青');
    return side;
  }
  let far = farSide();
  let read = 0;

  async function startChat(next?: { echo?: boolean }): Promise<void> {
    if (next) {
      far = farSide(next);
      read = 0;
    }
    await stations.startChat(far);
  }

  async function settled(): Promise<void> {
    const until = Date.now() + 12_000;
    for (;;) {
      const pending = await store.prisma.message.count({ where: { state: 'pending' } });
      const open = await store.prisma.outgoing.count({
        where: { state: { in: ['queued', 'sending'] }, notBefore: null },
      });
      if (pending === 0 && open === 0 && stations.waiting() === 0) return;
      if (Date.now() > until) throw new Error(`not settled: ${pending} messages and ${open} texts wait`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  function heard(): Said[] {
    const said = far.said.filter((s) => s.delivered).slice(read);
    read += said.length;
    return said;
  }

  async function saved(id: string): Promise<void> {
    const until = Date.now() + 10_000;
    while (
      !(await store.prisma.message.findUnique({
        where: { gateway_externalId: { gateway: 'fake', externalId: id } },
      }))
    ) {
      if (Date.now() > until) throw new Error(`message ${id} was not saved`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  await stations.startWork();
  await startChat();

  return {
    store,
    sealer: stations.sealer,
    clock,
    get far() {
      return far;
    },
    queues: stations.queues,
    url: database.url,
    dir: stations.dir,
    async say(text, message = {}) {
      const id = far.emitMessage({ id: newId(), room: ROOM, sender: 'p1', text, ...message }); // a new far side counts its ids anew
      await saved(id);
      await settled();
      return heard().map((s) => s.text);
    },
    settled,
    refresh: () => stations.knowledge.refresh(),
    heard,
    records: (where = {}) =>
      store.prisma.record.findMany({ where, orderBy: [{ createdAt: 'asc' }, { index: 'asc' }] }),
    outgoing: () => store.prisma.outgoing.findMany({ orderBy: { seq: 'asc' } }),
    stopChat: stations.stopChat,
    startChat,
    stopWork: stations.stopWork,
    startWork: stations.startWork,
    async close() {
      await stations.close();
      await database.drop();
    },
  };
}
