import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import type { Incoming } from '../../src/core/chat.js';
import { noMetrics } from '../../src/core/metrics.js';
import { silentLog, systemClock } from '../../src/core/ports.js';
import { createIntake, type Intake } from '../../src/inbox/intake.js';
import { createSpool } from '../../src/inbox/spool.js';
import { createAddressBook } from '../../src/store/address-book.js';
import { openStore } from '../../src/store/client.js';
import { createSealer } from '../../src/store/seal.js';
import { testDatabase } from '../support/database.js';
import { until } from '../support/ports.js';
import { proxyTo } from '../support/proxy.js';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const sealer = createSealer(Buffer.alloc(32, 3));

/** A real file system of 64 kB, or undefined where it may not be mounted. */
function tinyDisk(): string | undefined {
  const dir = mkdtempSync(path.join(tmpdir(), 'cuncun-full-'));
  undo.push(() => rmSync(dir, { recursive: true, force: true }));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', dir]).status !== 0) return undefined;
  undo.push(() => spawnSync('umount', ['-l', dir]));
  return dir;
}
const canMount = tinyDisk() !== undefined;
for (const step of undo.splice(0).reverse()) step();
if (!canMount) console.warn('tests on a full disk are skipped: a file system may not be mounted here');

const message = (n: number, length = 300): Incoming => ({
  gateway: 'fake',
  id: `m${n}`,
  type: 'text',
  room: { id: 'r1', topic: '清源镇工作群' },
  sender: { id: 'p1', name: '田禾' },
  self: false,
  text: `第${n}条${'走'.repeat(length)}`,
  mentions: [],
  mentionsBot: false,
  attachments: [],
  sentAt: new Date('2026-03-18T10:00:00Z'),
});
const ids = (messages: readonly Incoming[]) => messages.map((m) => m.id);

describe('the spool', () => {
  test.skipIf(!canMount)(
    'on a disk that fills up keeps all it has taken, and takes more once there is room',
    () => {
      const dir = tinyDisk()!;
      const spool = createSpool(dir, 'fake', sealer);
      const kept: string[] = [];
      const fill = (from: number): number => {
        for (let n = from; ; n++) {
          try {
            spool.append([message(n), message(n + 0.5)]);
          } catch (error) {
            expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
            return n;
          }
          kept.push(`m${n}`, `m${n + 0.5}`);
        }
      };
      const ballast = path.join(dir, 'ballast');
      writeFileSync(ballast, Buffer.alloc(20_000));
      const refused = fill(1);
      expect(kept.length).toBeGreaterThan(10);
      rmSync(ballast);
      const later = fill(refused);
      expect(later).toBeGreaterThan(refused);
      expect(ids(createSpool(dir, 'fake', sealer).load())).toEqual(kept);
    },
  );

  test('loses nothing to a line that a crash tore', () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'cuncun-spool-'));
    undo.push(() => rmSync(dir, { recursive: true, force: true }));
    const spool = createSpool(dir, 'fake', sealer);
    spool.append([message(1)]);
    appendFileSync(path.join(dir, 'spool-fake.jsonl'), 'dG9ybg');
    spool.append([message(2)]);
    spool.append([message(3)]);
    const [first] = spool.load();
    expect(ids(spool.load())).toEqual(['m1', 'm2', 'm3']);
    expect(first!.sentAt).toEqual(message(1).sentAt);
  });
});

interface Bench {
  intake: Intake;
  accepted: string[];
  accept(n: number): void;
  saved(): Promise<string[]>;
  cut(): Promise<void>;
  heal(): Promise<void>;
}

async function bench(dir: string): Promise<Bench> {
  const database = await testDatabase();
  undo.push(() => database.drop());
  const proxy = await proxyTo(database.url);
  undo.push(() => proxy.stop());
  const store = openStore(proxy.url, 4);
  const direct = openStore(database.url, 2);
  undo.push(() => Promise.all([store.close(), direct.close()]));
  const intake = createIntake({
    store,
    sealer,
    book: createAddressBook(store.prisma, 'fake'),
    spool: createSpool(dir, 'fake', sealer),
    wake: {
      turns: () => Promise.resolve(),
      deliveries: () => Promise.resolve(),
      todos: () => Promise.resolve(),
    },
    ready: () => Promise.resolve(),
    mask: (text) => text,
    clock: systemClock,
    log: silentLog,
    metrics: noMetrics,
  });
  undo.push(async () => {
    await proxy.heal();
    await intake.stop();
  });
  intake.start();
  const accepted: string[] = [];
  return {
    intake,
    accepted,
    accept: (n) => void intake.accept(message(n)).then(() => accepted.push(`m${n}`)),
    async saved() {
      const rows = await direct.prisma.message.findMany({
        orderBy: { seq: 'asc' },
        select: { externalId: true },
      });
      return rows.map((row) => row.externalId);
    },
    cut: () => proxy.cut(),
    heal: () => proxy.heal(),
  };
}

describe('while the database is away', () => {
  test('messages are kept on disk, and are in the database once it is back, in order and once', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'cuncun-spool-'));
    undo.push(() => rmSync(dir, { recursive: true, force: true }));
    const b = await bench(dir);
    b.accept(1);
    await until('the first is safe', () => b.accepted.length === 1);
    await b.cut();
    for (let n = 2; n <= 6; n++) b.accept(n);
    await until('they are safe on disk', () => b.accepted.length === 6);
    expect(ids(createSpool(dir, 'fake', sealer).load())).toEqual(['m2', 'm3', 'm4', 'm5', 'm6']);
    expect(b.intake.waiting).toBe(5);
    await b.heal();
    await until('they are saved', () => b.intake.waiting === 0);
    expect(await b.saved()).toEqual(['m1', 'm2', 'm3', 'm4', 'm5', 'm6']);
    expect(readdirSync(dir)).toEqual([]);
  });

  test.skipIf(!canMount)(
    'and the disk is full: they stay in memory, are not called safe, and are saved later',
    async () => {
      const dir = tinyDisk()!;
      const ballast = path.join(dir, 'ballast');
      for (let size = 64 * 1024; size >= 4096; size -= 4096) {
        try {
          writeFileSync(ballast, Buffer.alloc(size));
          break;
        } catch {
          rmSync(ballast, { force: true });
        }
      }
      expect(statSync(ballast).size).toBeGreaterThan(32_000);
      const b = await bench(dir);
      await b.cut();
      for (let n = 1; n <= 5; n++) b.accept(n);
      await new Promise((resolve) => setTimeout(resolve, 1500));
      expect(b.accepted).toEqual([]);
      expect(b.intake.waiting).toBe(5);

      // Room again, the database still away: on disk they are safe.
      rmSync(ballast);
      await until('they are safe on disk', () => b.accepted.length === 5);
      expect(ids(createSpool(dir, 'fake', sealer).load())).toEqual(['m1', 'm2', 'm3', 'm4', 'm5']);

      // Full once more, and then the database is back: straight into it.
      writeFileSync(ballast, Buffer.alloc(48_000));
      for (let n = 6; n <= 200; n++) b.accept(n);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      expect(b.accepted).toHaveLength(5);
      await b.heal();
      await until('they are saved', () => b.intake.waiting === 0);
      expect(b.accepted).toHaveLength(200);
      expect(await b.saved()).toEqual(Array.from({ length: 200 }, (_, i) => `m${i + 1}`));
    },
  );
});
