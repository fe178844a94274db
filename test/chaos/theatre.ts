import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { testDatabase } from '../support/database.js';
import { ROOT } from '../support/process.js';
import { proxyTo, type Proxy } from '../support/proxy.js';
import { testRedis, type TestRedis } from '../support/redis.js';
import { openStage, type Stage, type Stream } from './stage.js';

/** A stage whose servers and definitions may be tampered with. Opening one takes seconds: many bad days share it. */
export interface Theatre {
  stage: Stage;
  redis: TestRedis;
  /** Between the stage and its database. */
  proxy: Proxy;
  /** The folder of definitions that the stage works with. */
  intents: string;
  /** What was posted so far; the next stream goes on with its numbers. */
  stream: Stream | undefined;
  close(): Promise<void>;
}

export async function openTheatre(): Promise<Theatre> {
  const undo: (() => unknown)[] = [];
  async function close(): Promise<void> {
    for (const step of undo.splice(0).reverse()) await step();
  }
  try {
    const database = await testDatabase({ empty: true });
    undo.push(() => database.drop());
    const proxy = await proxyTo(database.url);
    undo.push(() => proxy.stop());
    const redis = await testRedis();
    undo.push(() => redis.stop());
    const intents = await copyOfIntents();
    undo.push(() => rm(path.dirname(intents), { recursive: true, force: true }));
    const stage = await openStage({
      databaseUrl: proxy.url,
      adminUrl: database.url,
      redisUrl: redis.url,
      env: { INTENTS_DIR: intents, PACE_ROOM_MS: '50' },
    });
    undo.push(() => stage.close());
    return { stage, redis, proxy, intents, stream: undefined, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** A copy in a folder of its own, to be spoilt. */
export async function copyOfIntents(): Promise<string> {
  const dir = path.join(await mkdtemp(path.join(tmpdir(), 'cuncun-knows-')), 'intents');
  await cp(process.env['INTENTS_DIR'] ?? path.join(ROOT, 'intents'), dir, { recursive: true });
  return dir;
}
