import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { openStore, type Store } from '../../src/store/client.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { ROOT, spawnCommand } from '../support/process.js';

const LINE = JSON.stringify({
  id: 'a',
  text: '【入户走访】\n户主：王五\n存在问题：无',
  sentAt: '2026-03-18T20:14',
});

describe('the command line', () => {
  it('has help with an example for every command, and says what is wrong with an unknown one', async () => {
    const { stdout, status } = await spawnCommand(['--help']);
    expect(status).toBe(0);
    const names = [...stdout.matchAll(/^ {2}(\w+)/gm)]
      .map((match) => match[1]!)
      .filter((name) => name !== 'help');
    expect(names).toEqual(expect.arrayContaining(['start', 'parse', 'roster', 'check', 'outbox']));
    for (const name of names) {
      const help = await spawnCommand([name, '--help']);
      expect(help.status).toBe(0);
      expect(help.stdout).toMatch(/Examples?:\n/);
    }
    const unknown = await spawnCommand(['cook']);
    expect(unknown).toMatchObject({ status: 2, stdout: '' });
    expect(unknown.stderr).toContain("unknown command 'cook'");
    expect((await spawnCommand(['--version'])).stdout.trim()).toBe(
      (JSON.parse(await readFile(path.join(ROOT, 'package.json'), 'utf8')) as { version: string }).version,
    );
  }, 60_000);

  it('takes a byte order mark, and no day that does not exist', async () => {
    const marked = await spawnCommand(['parse'], {}, `\ufeff${LINE}\r\n`);
    expect([marked.status, marked.stderr]).toEqual([0, '']);
    const never = await spawnCommand(['parse'], {}, '{"id":"1","text":"好","sentAt":"2026-02-30T09:00"}\n');
    expect(never.status).toBe(2);
    expect(never.stderr).toContain('line 1: sentAt: there is no such day');
  });

  it('answers parse in JSON alone, and names the line that is bad with status 2', async () => {
    const good = await spawnCommand(['parse'], {}, `${LINE}\n`);
    expect(good).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(good.stdout)).toMatchObject({
      id: 'a',
      records: [{ kind: 'visit', householder: '王五' }],
    });
    const bad = await spawnCommand(['parse'], {}, `${LINE}\n{"id":1}\n`);
    expect(bad.status).toBe(2);
    expect(bad.stderr).toMatch(/^cuncunbao: stdin, line 2: .*\n$/);
    expect(bad.stdout.trim().split('\n')).toHaveLength(1);
  }, 60_000);

  it('needs no settings for commands that use none', async () => {
    expect(
      (await spawnCommand(['parse'], { PORT: 'wrong', DATABASE_URL: 'wrong' }, `${LINE}\n`)).status,
    ).toBe(0);
    const { status, stderr } = await spawnCommand(['outbox'], { DATABASE_URL: 'wrong' });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^cuncunbao: bad settings: DATABASE_URL=…: .*\n$/);
  }, 30_000);
});

describe('the outbox command', () => {
  let database: TestDatabase;
  let store: Store;
  let dataDir: string;
  let env: Record<string, string>;
  const ids = [newId(1), newId(2)] as const;

  beforeAll(async () => {
    database = await testDatabase();
    store = openStore(database.url, 1);
    dataDir = await mkdtemp(path.join(tmpdir(), 'cuncun-cli-'));
    env = { DATABASE_URL: database.url, DATA_DIR: dataDir };
    const conversation = await store.prisma.conversation.create({
      data: { id: newId(), gateway: 'local', kind: 'room' },
    });
    for (const id of ids) {
      await store.prisma.outgoing.create({
        data: {
          id,
          conversationId: conversation.id,
          key: id,
          purpose: 'receipt',
          text: '已收到走访',
          because: {},
          state: 'unknown',
        },
      });
    }
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
    await rm(dataDir, { recursive: true });
  });

  it('lists what is in doubt and applies what a person decides, or nothing when an id is wrong', async () => {
    const listed = await spawnCommand(['outbox'], env);
    expect(listed.status).toBe(0);
    expect(listed.stdout.trim().split('\n').map((line) => (JSON.parse(line) as { id: string }).id)).toEqual([...ids]); // prettier-ignore
    const slip = await spawnCommand(['outbox', 'drop', ids[0], 'nonsense'], env);
    expect(slip).toMatchObject({ status: 2, stdout: '' });
    expect(slip.stderr).toContain('nonsense');
    expect(await store.prisma.outgoing.count({ where: { state: 'unknown' } })).toBe(2);
    expect((await spawnCommand(['outbox', 'resend', ids[0]], env)).status).toBe(0);
    expect((await spawnCommand(['outbox', 'drop', ids[1]], env)).status).toBe(0);
    const rows = await store.prisma.outgoing.findMany({ orderBy: { id: 'asc' } });
    expect(rows.map((row) => row.state)).toEqual(['queued', 'dropped']);
    expect((await spawnCommand(['outbox', 'drop'], env)).status).toBe(2);
  }, 60_000);
});
