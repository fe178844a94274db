import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { silentLog } from '../../src/core/ports.js';
import type { WebDeps } from '../../src/web/deps.js';
import type { LedgerEntry, LedgerReader } from '../../src/web/ledger.js';
import { startWeb, type Web } from '../../src/web/server.js';
import { memoryNetwork, type MemoryNetwork } from './memory-network.js';

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

export interface County {
  network: MemoryNetwork;
  entries: Map<string, LedgerEntry>;
  health: { ok: boolean; lines: { part: string; ok: boolean; detail: string }[] };
  web: Web;
  url: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  stop(): Promise<void>;
}

export async function openCounty(changes: Partial<WebDeps> = {}): Promise<County> {
  const network = memoryNetwork(rooms());
  const entries = new Map<string, LedgerEntry>();
  const ledger: LedgerReader = {
    recordsOfMessage: async (id) => entries.get(id) ?? null,
    recent: async (_room, limit) => [...entries.values()].reverse().slice(0, limit),
  };
  const health = { ok: true, lines: [{ part: 'database', ok: true, detail: 'PostgreSQL 15.8' }] };
  const scratch = mkdtempSync(join(tmpdir(), 'cuncunbao-web-'));
  const web = await startWeb({
    host: '127.0.0.1',
    port: 0,
    log: silentLog,
    network,
    ledger,
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
    stop: () => web.stop(),
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
