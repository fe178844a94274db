import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { silentLog, systemClock } from '../../src/core/ports.js';
import type { WebDeps } from '../../src/web/deps.js';
import type { LedgerEntry, LedgerReader } from '../../src/web/ledger.js';
import { BOT_ID, type LocalNetwork, type LocalPlace } from '../../src/chat/local/network.js';
import { openStore } from '../../src/store/client.js';
import { createLocalNetwork, seedLocalNetwork } from '../../src/store/local-network.js';
import { createSealer } from '../../src/store/seal.js';
import { testDatabase } from '../support/database.js';
import { proxyTo } from '../support/proxy.js';
import { fakeSight } from '../support/sight.js';
import { startWeb, type Web } from '../../src/web/server.js';
import { memoryNetwork } from './memory-network.js';

/** A small invented county and a server on it. */
export const rooms = () => [
  {
    id: 'r1',
    topic: '杏花镇驻村工作群',
    members: [
      { id: 'p1', name: '宋远航', alias: '驻村-宋远航' },
      { id: 'p2', name: '何秋月', alias: '何秋月(杏花镇)' },
      { id: 'p3', name: '罗振华' },
    ],
  },
  {
    id: 'r2',
    topic: '响水镇项目推进群',
    members: [
      { id: 'p2', name: '何秋月' },
      { id: 'p4', name: '马小军' },
    ],
  },
];

const everybody = () =>
  Object.fromEntries(rooms().flatMap((room) => room.members.map(({ id, name }) => [id, { name }])));

export interface TestNetwork extends LocalNetwork {
  /** Says something as the bot. */
  bot(place: LocalPlace, text: string, quote?: string): Promise<string>;
  /** The database goes away, or comes back. */
  away(gone: boolean): Promise<void>;
}

export interface County {
  network: TestNetwork;
  entries: Map<string, LedgerEntry>;
  health: { ok: boolean; lines: { part: string; ok: boolean; detail: string }[] };
  web: Web;
  url: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

/** The local groups as they ship, on a PostgreSQL of their own. */
export async function databaseNetwork(): Promise<TestNetwork> {
  const database = await testDatabase();
  const proxy = await proxyTo(database.url);
  const store = openStore(proxy.url, 4);
  const network = createLocalNetwork(store.prisma, createSealer(randomBytes(32)), {
    url: proxy.url,
    clock: systemClock,
  });
  const { close } = network;
  const people = new Map(rooms().flatMap((room) => room.members.map(({ id, name }) => [id, { id, name }])));
  await seedLocalNetwork(store.prisma, { bot: '小助手', people: [...people.values()], rooms: rooms() });
  return Object.assign(network, {
    bot: async (place: LocalPlace, text: string) => (await network.post({ place, sender: BOT_ID, text })).id,
    away: (gone: boolean) => (gone ? proxy.cut() : proxy.heal()),
    close: async () => {
      await close();
      await store.close();
      await proxy.stop();
      await database.drop();
    },
  });
}

export async function openCounty(
  changes: Partial<WebDeps> & { network?: TestNetwork | undefined } = {},
): Promise<County> {
  const network = changes.network ?? memoryNetwork(rooms());
  const entries = new Map<string, LedgerEntry>();
  const ledger: LedgerReader = {
    recordsOfMessage: async (_scope, id) => entries.get(id) ?? null,
    recent: async (_scope, _room, limit) => [...entries.values()].reverse().slice(0, limit),
  };
  const health = { ok: true, lines: [{ part: 'database', ok: true, detail: 'PostgreSQL 15.8' }] };
  const scratch = mkdtempSync(join(tmpdir(), 'cuncunbao-web-'));
  const web = await startWeb({
    host: '127.0.0.1',
    port: 0,
    log: silentLog,
    network,
    ledger,
    sight: changes.desk ? undefined : fakeSight(everybody()).sight,
    health: async () => health,
    metrics: new Registry(),
    pageDir: join(scratch, 'page'),
    uploadsDir: join(scratch, 'uploads'),
    botName: '小助手',
    ...changes,
  });
  const url = `http://127.0.0.1:${web.port}`;
  return {
    network,
    entries,
    health,
    web,
    url,
    call: (method, path, body, headers = {}) =>
      fetch(url + path, {
        method,
        headers: { ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    async stop() {
      await web.stop();
      await network.close();
    },
  };
}

/** What the ledger holds of a visit report whose village nobody named. */
export function visitEntry(message: string, text: string): LedgerEntry {
  const span = (words: string) => ({ from: text.indexOf(words), to: text.indexOf(words) + words.length });
  return {
    message,
    sender: '宋远航',
    sentAt: new Date('2026-03-18T01:30:00Z'),
    state: 'done',
    records: [
      {
        id: 'rec1',
        index: 1,
        kind: 'visit',
        state: 'incomplete',
        data: {
          kind: 'visit',
          householder: '田大川',
          date: '2026-03-18',
          mode: 'home',
          incomePerCapita: 12600,
        },
        missing: ['village'],
        changes: [],
      },
    ],
    missing: ['village'],
    checks: [{ code: 'count-mismatch', stated: 2, found: 1 }],
    trace: [
      {
        record: 0,
        field: 'householder',
        value: '田大川',
        ...span('田大川'),
        rule: 'label:户主',
        certainty: 'stated',
      },
      {
        record: 0,
        field: 'date',
        value: '2026-03-18',
        ...span('3月18日'),
        rule: 'date:month-day',
        certainty: 'stated',
      },
      {
        record: 0,
        field: 'incomePerCapita',
        value: 12600,
        ...span('1.26万元'),
        rule: 'label:人均纯收入',
        certainty: 'stated',
      },
    ],
  };
}
