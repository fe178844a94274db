import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatPort } from '../../src/chat/bot.js';
import type { Household } from '../../src/core/household.js';
import { newId } from '../../src/core/ids.js';
import { noMetrics } from '../../src/core/metrics.js';
import { silentLog, systemClock, type Clock, type Log } from '../../src/core/ports.js';
import type { Outgoing, Record as Row } from '../../src/generated/prisma/client.js';
import { createSpool } from '../../src/inbox/spool.js';
import { createWake } from '../../src/inbox/wake.js';
import { createWorkStation } from '../../src/inbox/work-station.js';
import { openKnowledge } from '../../src/main/knowledge.js';
import { createChatStation } from '../../src/outbox/chat-station.js';
import { createPace } from '../../src/outbox/pace.js';
import { openQueues, type Queues } from '../../src/queue/index.js';
import { findSensitive, mask } from '../../src/roster/sensitive.js';
import { openStore, type Store } from '../../src/store/client.js';
import { createSealer, type Sealer } from '../../src/store/seal.js';
import { testDatabase } from '../support/database.js';
import { FakePuppet, type FakeMessage, type Said } from '../support/fake-puppet.js';
import { COUNTY } from './county.js';

export interface Harness {
  store: Store;
  sealer: Sealer;
  far: FakePuppet;
  queues: Queues;
  url: string;
  dir: string;
  /** A member of the room says something; resolves once everything it led to is settled. Returns what the bot said since. */
  say(text: string, options?: FakeMessage): Promise<string[]>;
  /** Resolves once nothing waits in inbox or outbox. */
  settled(): Promise<void>;
  /** What the bot said since the last call. */
  heard(): Said[];
  records(where?: { kind?: string }): Promise<Row[]>;
  outgoing(): Promise<Outgoing[]>;
  stopChat(): Promise<void>;
  startChat(far?: FakePuppet): Promise<void>;
  stopWork(): Promise<void>;
  startWork(): Promise<void>;
  close(): Promise<void>;
}

export const ROOM = 'r1';

export interface HarnessOptions {
  redisUrl?: string;
  clock?: Clock;
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
  const clock = options.clock ?? systemClock;
  const log = options.log ?? silentLog;
  const store = openStore(database.url, 10);
  const sealer = createSealer(randomBytes(32));
  const dir = mkdtempSync(path.join(tmpdir(), 'ccb-pipeline-'));
  const households = options.households ?? COUNTY;
  await addHouseholds(store, households);
  const knowledge = await openKnowledge({
    intentsDir: path.resolve('intents'),
    templatesDir: path.resolve('templates'),
    botName: '小助手',
    roster: { version: () => Promise.resolve('1'), households: () => Promise.resolve(households) },
    log,
  });
  const queues = openQueues({ redisUrl: options.redisUrl, databaseUrl: database.url, prefix: `t${newId().slice(-8)}`, log });
  const wake = createWake(queues, log);
  const spool = createSpool(dir, 'fake', sealer);
  let far = new FakePuppet({ rooms: options.rooms ?? { [ROOM]: ['p1', 'p2'] }, clock });
  far.addPerson('p1', '田禾');
  far.addPerson('p2', '沈青');
  let chat: ReturnType<typeof createChatStation> | undefined;
  let work: ReturnType<typeof createWorkStation> | undefined;
  let read = 0;

  async function startChat(next?: FakePuppet): Promise<void> {
    if (next) {
      far = next;
      read = 0;
    }
    chat = createChatStation({
      store,
      sealer,
      chat: createChatPort({ puppet: far, gateway: 'fake', log, clock }),
      spool,
      wake,
      queue: queues,
      pace: createPace({ roomMs: options.pace?.roomMs ?? 0, perMinute: options.pace?.perMinute ?? Infinity, random: () => 0 }),
      maySend: () => true,
      templates: knowledge.templates,
      mask,
      noticeMs: options.noticeMs ?? 600_000,
      clock,
      log,
      metrics: noMetrics,
    });
    await chat.start();
  }

  async function startWork(): Promise<void> {
    work = createWorkStation({
      store,
      sealer,
      understanding: knowledge.understanding,
      templates: knowledge.templates,
      mask,
      findSensitive,
      receiptTtlMs: options.receiptTtlMs ?? 7_200_000,
      clock,
      log,
      metrics: noMetrics,
      queue: queues,
      wake,
      concurrency: 4,
    });
    await work.start();
  }

  async function settled(): Promise<void> {
    const until = Date.now() + 12_000;
    for (;;) {
      const pending = await store.prisma.message.count({ where: { state: 'pending' } });
      const open = await store.prisma.outgoing.count({ where: { state: { in: ['queued', 'sending'] }, notBefore: null } });
      if (pending === 0 && open === 0 && (chat?.waiting ?? 0) === 0) return;
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
    while (!(await store.prisma.message.findUnique({ where: { gateway_externalId: { gateway: 'fake', externalId: id } } }))) {
      if (Date.now() > until) throw new Error(`message ${id} was not saved`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  await startWork();
  await startChat();

  return {
    store,
    sealer,
    get far() {
      return far;
    },
    queues,
    url: database.url,
    dir,
    async say(text, message = {}) {
      const id = far.emitMessage({ id: newId(), room: ROOM, sender: 'p1', text, ...message }); // a new far side counts its ids anew
      await saved(id);
      await settled();
      return heard().map((s) => s.text);
    },
    settled,
    heard,
    records: (where = {}) => store.prisma.record.findMany({ where, orderBy: [{ createdAt: 'asc' }, { index: 'asc' }] }),
    outgoing: () => store.prisma.outgoing.findMany({ orderBy: { seq: 'asc' } }),
    async stopChat() {
      await chat?.stop();
      chat = undefined;
    },
    startChat,
    async stopWork() {
      await work?.stop();
      work = undefined;
    },
    startWork,
    async close() {
      await chat?.stop();
      await work?.stop();
      await queues.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
      await database.drop();
    },
  };
}

export async function addHouseholds(store: Store, households: readonly Household[]): Promise<void> {
  const importId = newId();
  await store.prisma.rosterImport.create({ data: { id: importId, kind: 'households', file: 'test', sha256: '', accepted: households.length, rejected: [] } });
  await store.prisma.household.createMany({
    data: households.map(({ aliases, ...row }) => ({ ...row, aliases: [...aliases], id: newId(), importId })),
  });
}
