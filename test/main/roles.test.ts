import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { freePort, until } from '../support/ports.js';
import { spawnApp, type App } from '../support/process.js';
import { hasRedisServer, testRedis, type TestRedis } from '../support/redis.js';

const KEY = Buffer.alloc(32, 1).toString('base64');

let database: TestDatabase;
let redis: TestRedis | undefined;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
  if (hasRedisServer) redis = await testRedis();
});
afterAll(async () => {
  await redis?.stop();
  await database.drop();
});

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

let dataDir: string;
async function start(roles: string, env: Record<string, string> = {}): Promise<App> {
  const app = spawnApp({
    DATA_DIR: dataDir,
    DATABASE_URL: database.url,
    ...(redis && { REDIS_URL: redis.url }),
    DATA_KEY: KEY,
    PORT: `${await freePort()}`,
    ROLES: roles,
    ...env,
  });
  undo.push(() => app.kill9());
  return app;
}

async function scratch(): Promise<void> {
  dataDir = await mkdtemp(path.join(tmpdir(), 'cuncun-roles-'));
  const made = dataDir;
  undo.push(() => rm(made, { recursive: true, force: true }));
}

describe('roles as processes of their own, on a database and Redis that are given', () => {
  it('start in any order, say which is missing, are well once all are there, and hand the login over when its holder is killed', async () => {
    await scratch();
    // At once on an empty database: one migrates, the other waits.
    const [web, chat] = await Promise.all([start('web'), start('chat')]);
    await Promise.all([web.line('ready'), chat.line('ready')]);
    const { ok, text } = await web.health();
    expect(ok).toBe(false);
    expect(text).toMatch(/^bad work no process has this role/m);

    const [work, heir] = await Promise.all([start('work'), start('chat')]);
    await web.healthy();
    expect((await web.health()).text).toMatch(/^ok chat .*gateway local online/m);
    await Promise.all([work.line('ready'), heir.line('standing by')]);
    await chat.kill9();
    await heir.line('login held by this process');
    await until(
      'the heir serves',
      async () => /^ok chat .*gateway local online/m.test((await web.health()).text),
      20_000,
    );

    for (const app of [web, work, heir]) app.signal('SIGTERM');
    expect(await Promise.all([web.ended, work.ended, heir.ended])).toEqual([0, 0, 0]);
  }, 120_000);

  it('refuse a key that is not the one the database was written with', async () => {
    await scratch();
    const other = await start('work', { DATA_KEY: Buffer.alloc(32, 7).toString('base64') });
    expect(await other.ended).toBe(1);
    expect(other.output()).toContain('cuncunbao: the data key is not the one');
  }, 60_000);

  it('wait for a database that is only just starting, and say so', async () => {
    await scratch();
    const late = await start('work', {
      DATABASE_URL: `postgres://nobody:x@127.0.0.1:${await freePort()}/none`,
    });
    await late.line('waiting for the database at 127.0.0.1:');
    expect(late.output()).not.toContain('nobody:x');
    late.signal('SIGTERM');
    await late.ended;
  }, 60_000);
});
