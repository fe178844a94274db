import { randomBytes } from 'node:crypto';
import { createLog } from '../src/main/log.js';
import type { Store } from '../src/store/client.js';
import { FakePuppet } from '../test/support/fake-puppet.js';
import { addHouseholds, openStations, type Stations } from '../test/support/stations.js';
import { counting } from './counting.js';
import { makeCounty } from './county.js';
import { membersOf, people, post, roomIds } from './messages.js';
import { startSide } from './side.js';

export interface FlowOptions {
  /** A migrated, empty database. */
  url: string;
  /** Without it the queue lives in the database. */
  redisUrl?: string | undefined;
  /** Size of the register. */
  households: number;
  /** true: far side and chat in this process, work in another, as deployed. false: all in this one, as started with nothing. */
  apart: boolean;
}

/** The whole way of a message: posted at a scripted far side, saved, understood, decided, stored, its receipt handed over. */
export interface Flow {
  store: Store;
  /** Posts the next message of the stream. */
  post(): void;
  /** Posts `count` messages, never with more than `window` of them not yet worked off. Seconds until all is settled. */
  run(count: number, window: number): Promise<number>;
  /** Resolves once all that was posted is worked off and all that is to be said was said. */
  settled(): Promise<void>;
  /** For each receipt since the last call, the ms from the message's post to the text's arrival at the far side. */
  delays(): Promise<number[]>;
  close(): Promise<void>;
}

const PATIENCE_MS = 60_000;
/** What the far side keeps must not show in the figures of the product's memory. */
const REMEMBERED = 2_000;

export async function openFlow(options: FlowOptions): Promise<Flow> {
  const households = makeCounty(options.households);
  const started = Date.now();
  const far = new FakePuppet({ remember: REMEMBERED });
  roomIds.forEach((id, n) => far.addRoom(id, { topic: `工作群${n}`, members: membersOf(n) }));
  for (const [id, name] of people) far.addPerson(id, name);

  const counts = { posted: 0, saved: 0, processed: 0 };
  const postedAt = new Map<string, number>();
  let moved = () => {};
  const processed = (count: number) => {
    counts.processed += count;
    moved();
  };
  const key = randomBytes(32);
  const prefix = `b${randomBytes(4).toString('hex')}`;
  const stations: Stations = await openStations({
    ...options,
    prefix,
    key,
    households,
    log: createLog({ level: 'info', fd: 1 }),
    metrics: counting({ saved: (n) => void (counts.saved += n), processed }),
  });
  const { store } = stations;
  await addHouseholds(store, households);
  const side = options.apart
    ? await startSide(
        {
          task: 'work',
          url: options.url,
          redisUrl: options.redisUrl,
          prefix,
          key: key.toString('base64'),
          households: options.households,
        },
        processed,
      )
    : undefined;
  if (!side) await stations.startWork();
  await stations.startChat(far);

  function emit(): void {
    const { room, sender, text } = post(counts.posted++, households, new Date(started));
    const id = far.emitMessage({ room, sender, text });
    postedAt.set(id, Date.now());
  }

  /** Waits until `enough`, asked again whenever messages were worked off; throws when nothing moves any more. */
  async function until(enough: () => boolean): Promise<void> {
    while (!enough()) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(
          () => reject(new Error(`nothing moves: ${JSON.stringify(counts)}`)),
          PATIENCE_MS,
        );
        moved = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  async function settled(): Promise<void> {
    await until(() => counts.processed >= counts.posted);
    const end = Date.now() + PATIENCE_MS;
    while (await anythingToSay(store)) {
      if (Date.now() > end) throw new Error('receipts are not delivered');
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  return {
    store,
    post: emit,
    async run(count, window) {
      const from = performance.now();
      for (let left = count; left > 0;) {
        const room = Math.min(left, window - (counts.posted - counts.processed));
        for (let i = 0; i < room; i++) emit();
        left -= Math.max(0, room);
        if (left > 0) await until(() => counts.posted - counts.processed < window);
      }
      await settled();
      return (performance.now() - from) / 1000;
    },
    settled,
    async delays() {
      const handed = new Map(far.said.splice(0).map((said) => [said.id, said.at.getTime()]));
      const found: number[] = [];
      for (const { posted, said } of await receipts(store)) {
        const from = postedAt.get(posted);
        const to = handed.get(said);
        if (from !== undefined && to !== undefined) found.push(to - from);
      }
      postedAt.clear();
      return found;
    },
    async close() {
      await stations.stopChat();
      await side?.stop();
      await stations.close();
    },
  };
}

async function anythingToSay(store: Store): Promise<boolean> {
  const rows = await store.prisma.$queryRaw<
    unknown[]
  >`SELECT 1 FROM outgoing WHERE state IN ('queued', 'sending') LIMIT 1`;
  return rows.length > 0;
}

/** The gateway's ids of each message that has a receipt, and of the text that carried it. */
async function receipts(store: Store): Promise<{ posted: string; said: string }[]> {
  return store.prisma.$queryRaw<{ posted: string; said: string }[]>`
    SELECT m.external_id AS posted, o.gateway_message_id AS said
    FROM outgoing o JOIN message m ON m.id = (o.because->>'message')::uuid
    WHERE o.state = 'sent' AND o.gateway_message_id IS NOT NULL`;
}

/** What a run left in the ledger, so that a reader sees that the work was really done. */
export async function tally(
  store: Store,
): Promise<{ messages: number; records: number; receipts: number; texts: number }> {
  const rows = await store.prisma.$queryRaw<
    { messages: number; records: number; receipts: number; texts: number }[]
  >`
    SELECT (SELECT count(*)::int FROM message WHERE state = 'done') AS messages,
           (SELECT count(*)::int FROM record) AS records,
           (SELECT count(*)::int FROM outgoing WHERE state = 'sent') AS receipts,
           (SELECT count(DISTINCT batch_id)::int FROM outgoing WHERE state = 'sent') AS texts`;
  return rows[0]!;
}
