import { rm } from 'node:fs/promises';
import { afterEach, describe, expect, test } from 'vitest';
import { isAlive } from '../../src/store/embedded/pids.js';
import { startEmbedded } from '../../src/store/embedded/server.js';
import { until } from '../support/ports.js';
import { quickDir } from '../support/quick-dir.js';
import { hasRedisServer, testRedis } from '../support/redis.js';
import { expectExactlyOnce, settled } from './ledger.js';
import { seeded, seedOfRun, shuffled } from './random.js';
import { openEmbeddedStage, openStage, startStream, type Stage } from './stage.js';

const KILLS_EACH = 4;
const PER_SECOND = 25;
/** Messages between two kills at least: a kill while nothing flows shows nothing. */
const BETWEEN = 8;
const PAUSE_MS = { least: 200, most: 1500 };

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

describe.skipIf(!hasRedisServer)('kill -9, twenty times, in the middle of a stream of messages', () => {
  test('every message is processed exactly once and nothing is said twice', async () => {
    const seed = seedOfRun();
    console.log(`chaos: CHAOS_SEED=${seed}`);
    const random = seeded(seed);
    const dir = await quickDir('cuncun-chaos-pg-');
    undo.push(() => rm(dir, { recursive: true, force: true }));
    const postgres = await startEmbedded({ dataDir: dir }); // starts itself again when it is killed
    undo.push(() => postgres.stop());
    const redis = await testRedis();
    undo.push(() => redis.stop());
    const stage = await openStage({
      databaseUrl: postgres.url,
      redisUrl: redis.url,
      env: { PACE_ROOM_MS: '250' },
    });
    undo.push(() => stage.close());

    const victims: Record<string, () => Promise<void>> = {
      chat: () => stage.roles.chat.kill9(),
      work: () => stage.roles.work.kill9(),
      web: () => stage.roles.web.kill9(),
      redis: async () => {
        await redis.kill9();
        await redis.restart();
      },
      postgres: async () => {
        await until('it is running', () => isAlive(postgres.pid()));
        process.kill(postgres.pid(), 'SIGKILL');
      },
    };
    const order = shuffled(
      Object.keys(victims).flatMap((name) => Array<string>(KILLS_EACH).fill(name)),
      random,
    );
    console.log(`chaos: ${order.join(' ')}`);

    const stream = startStream(stage.roles.web.app.url, PER_SECOND);
    for (const name of order) {
      const { size } = stream.accepted;
      await until('messages flow', () => stream.accepted.size >= size + BETWEEN, 30_000);
      await new Promise((resolve) =>
        setTimeout(resolve, PAUSE_MS.least + random() * (PAUSE_MS.most - PAUSE_MS.least)),
      );
      await victims[name]!().catch((error: unknown) => console.log(`chaos: ${name}: ${String(error)}`));
    }
    const from = Date.now();
    await stream.stop();

    const end = await outcome(stage, stream);
    console.log(
      `chaos: ${JSON.stringify({ accepted: stream.accepted.size, statuses: [...stream.statuses], ...end, settledAfterMs: Date.now() - from })}`,
    );
    for (const [name, role] of Object.entries(stage.roles))
      for (const death of role.deaths) console.log(`chaos: ${name} ended of itself: ${death}`);
    expect(stream.accepted.size).toBeGreaterThanOrEqual(order.length * BETWEEN);
    // A delivery is in doubt only when its process or the database died under it: a text a group, a few rows a text.
    expect(end.unknown).toBeLessThanOrEqual(KILLS_EACH * 2 * 4 * 12);
  }, 240_000);
});

describe('the same with nothing but Node: one process and its own database', () => {
  test('every message is processed exactly once and nothing is said twice', async () => {
    const seed = seedOfRun();
    console.log(`chaos: CHAOS_SEED=${seed}`);
    const random = seeded(seed);
    const stage = await openEmbeddedStage();
    undo.push(() => stage.close());
    const victims = { process: () => stage.roles.web.kill9(), database: () => stage.killDatabase() };
    const order = shuffled(['process', 'process', 'process', 'database', 'database'] as const, random);
    const stream = startStream(stage.roles.web.app.url, PER_SECOND);
    await withReasons(stage, async () => {
      for (const name of order) {
        await until('it is well', async () => (await stage.health()).ok, 60_000);
        await new Promise((resolve) => setTimeout(resolve, 300 + random() * 1200));
        await victims[name]();
      }
    });
    await stream.stop();
    const end = await outcome(stage, stream);
    console.log(`chaos: ${order.join(' ')} ${JSON.stringify({ accepted: stream.accepted.size, statuses: [...stream.statuses], ...end })}`); // prettier-ignore
    // Enough to have been in the middle of something at every kill; how many depends on how soon it is well again.
    expect(stream.accepted.size).toBeGreaterThan(PER_SECOND);
    expect(stage.roles.web.deaths).toEqual([]);
  }, 300_000);
});

function outcome(stage: Stage, stream: ReturnType<typeof startStream>) {
  return withReasons(stage, async () => {
    await until('all is well again, of itself', async () => (await stage.health()).ok, 60_000);
    await settled(stage, 60_000);
    return expectExactlyOnce(stage, stream);
  });
}

/** Where `work` fails, what the processes said is said too. */
async function withReasons<T>(stage: Stage, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const health = await stage.health().catch((fault: unknown) => ({ text: String(fault) }));
    console.log(health.text);
    for (const [name, role] of Object.entries(stage.roles)) console.log(`--- ${name}\n${role.said().split('\n').filter((line) => !line.includes('"level":"info"')).slice(-60).join('\n')}`); // prettier-ignore
    throw error;
  }
}
