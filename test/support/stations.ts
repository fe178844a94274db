import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChatPort } from '../../src/chat/bot.js';
import type { Household } from '../../src/core/household.js';
import { newId } from '../../src/core/ids.js';
import { noMetrics, type Metrics } from '../../src/core/metrics.js';
import { silentLog, systemClock, type Clock, type Log } from '../../src/core/ports.js';
import { createSpool } from '../../src/inbox/spool.js';
import { createWake } from '../../src/inbox/wake.js';
import { createWorkStation } from '../../src/inbox/work-station.js';
import { readFiles, type DefinitionFiles, type FilesOptions } from '../../src/main/definition-files.js';
import { openKnowledge, type Knowledge } from '../../src/main/knowledge.js';
import { packageRoot } from '../../src/files/package-root.js';
import { createChatStation } from '../../src/main/chat-station.js';
import { createPace } from '../../src/outbox/pace.js';
import { openQueues, type Queues } from '../../src/queue/index.js';
import { findSensitive, mask } from '../../src/core/sensitive/index.js';
import { openStore, type Store } from '../../src/store/client.js';
import { approvedAnswers, approvedVersion } from '../../src/store/questions.js';
import { createSealer, type Sealer } from '../../src/store/seal.js';
import type { FakePuppet } from './fake-puppet.js';

/** Everything has the product's default, but for the pace: nothing is slowed down unless asked for. */
export interface StationsOptions {
  /** A migrated database. */
  url: string;
  /** Without it the queue lives in the database. */
  redisUrl?: string | undefined;
  /** Keeps the jobs apart from others' on the same Redis; processes that work together share it, and the key. */
  prefix?: string | undefined;
  key?: Uint8Array | undefined;
  /** The register as understanding knows it; `addHouseholds` puts it into the database. */
  households: readonly Household[];
  clock?: Clock | undefined;
  log?: Log | undefined;
  metrics?: Metrics | undefined;
  pace?: { roomMs: number; perMinute: number } | undefined;
  noticeMs?: number | undefined;
  receiptTtlMs?: number | undefined;
}

/** The pipeline between the chat network and the database, put together as `main` does, each side to be started apart. */
export interface Stations {
  store: Store;
  sealer: Sealer;
  queues: Queues;
  knowledge: Knowledge;
  /** Where messages are kept while the database is away. */
  dir: string;
  /** Messages taken but not yet in the database. */
  waiting(): number;
  startChat(far: FakePuppet): Promise<void>;
  stopChat(): Promise<void>;
  startWork(): Promise<void>;
  stopWork(): Promise<void>;
  /** Stops what runs; the database stays. */
  close(): Promise<void>;
}

const TURNS_SIDE_BY_SIDE = 4;

/** What ships, read and compiled once a process: it does not change while tests run. */
let shipped: DefinitionFiles | undefined;
const readOnce = (options: FilesOptions) => (shipped ??= readFiles({ ...options, log: silentLog }));

export async function openStations(options: StationsOptions): Promise<Stations> {
  const { clock = systemClock, log = silentLog, metrics = noMetrics } = options;
  const { roomMs, perMinute } = options.pace ?? { roomMs: 0, perMinute: Infinity };
  const store = openStore(options.url, 10 + TURNS_SIDE_BY_SIDE);
  const sealer = createSealer(options.key ?? randomBytes(32));
  const dir = mkdtempSync(path.join(tmpdir(), 'ccb-stations-'));
  const knowledge = await openKnowledge({
    intentsDir: path.join(packageRoot(), 'intents'),
    templatesDir: path.join(packageRoot(), 'templates'),
    botName: '小助手',
    roster: { version: () => Promise.resolve('1'), households: () => Promise.resolve(options.households) },
    answers: {
      version: () => approvedVersion(store.prisma),
      all: () => approvedAnswers(store.prisma),
    },
    read: readOnce,
    log,
  });
  const prefix = options.prefix ?? `t${newId().slice(-8)}`;
  const queues = openQueues({ redisUrl: options.redisUrl, databaseUrl: options.url, prefix, log });
  const wake = createWake(queues, log);
  const spool = createSpool(dir, 'fake', sealer);
  const shared = {
    store,
    sealer,
    queue: queues,
    wake,
    templates: knowledge.templates,
    mask,
    clock,
    log,
    metrics,
  };
  let chat: ReturnType<typeof createChatStation> | undefined;
  let work: ReturnType<typeof createWorkStation> | undefined;

  async function stopChat(): Promise<void> {
    await chat?.stop();
    chat = undefined;
  }

  async function stopWork(): Promise<void> {
    await work?.stop();
    work = undefined;
  }

  return {
    store,
    sealer,
    queues,
    knowledge,
    dir,
    waiting: () => chat?.waiting ?? 0,
    async startChat(far) {
      chat = createChatStation({
        ...shared,
        chat: createChatPort({ puppet: far, gateway: 'fake', log, clock }),
        spool,
        pace: createPace({ roomMs, perMinute, random: () => 0 }),
        maySend: () => true,
        noticeMs: options.noticeMs ?? 600_000,
      });
      await chat.start();
    },
    stopChat,
    async startWork() {
      work = createWorkStation({
        ...shared,
        knowledge,
        findSensitive,
        receiptTtlMs: options.receiptTtlMs ?? 7_200_000,
        concurrency: TURNS_SIDE_BY_SIDE,
      });
      await work.start();
    },
    stopWork,
    async close() {
      await stopChat();
      await stopWork();
      await queues.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const AT_ONCE = 10_000;

/** Puts a register into the database, as an import would. */
export async function addHouseholds(store: Store, households: readonly Household[]): Promise<void> {
  const importId = newId();
  await store.prisma.rosterImport.create({
    data: {
      id: importId,
      kind: 'households',
      file: 'test',
      sha256: '',
      accepted: households.length,
      rejected: [],
    },
  });
  for (let from = 0; from < households.length; from += AT_ONCE) {
    const rows = households.slice(from, from + AT_ONCE).map((one) => ({ ...one, id: newId() }));
    await store.prisma.$executeRaw`
      INSERT INTO household (id, code, town, village, "group", householder, aliases, category, monitor_kind, population, helper, import_id)
      SELECT id, code, town, village, "group", householder, aliases, category, "monitorKind", population, helper, ${importId}::uuid
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS h(
        id uuid, code text, town text, village text, "group" text, householder text, aliases text[], category text,
        "monitorKind" text, population int, helper text)`;
  }
}
