import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Redis } from 'ioredis';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/ports.js';
import { proxyTo, type Proxy } from '../support/proxy.js';
import { hasRedisServer, testRedis, type TestRedis } from '../support/redis.js';
import { expectExactlyOnce, settled } from './ledger.js';
import { openStage, startStream, type Stage, type Stream } from './stage.js';

/** The real thing is a minute; set it to 60 to see that. */
const AWAY_MS = Number(process.env['CHAOS_OUTAGE_SECONDS'] ?? 6) * 1000;
const PER_SECOND = 20;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!hasRedisServer)('a server goes away while messages flow', () => {
  let database: TestDatabase;
  let proxy: Proxy;
  let redis: TestRedis;
  let stage: Stage;
  let stream: Stream | undefined;
  beforeAll(async () => {
    database = await testDatabase({ empty: true });
    proxy = await proxyTo(database.url);
    redis = await testRedis();
    stage = await openStage({ databaseUrl: proxy.url, adminUrl: database.url, redisUrl: redis.url });
  }, 150_000);
  afterAll(async () => {
    await stream?.stop();
    await stage?.close();
    await redis?.stop();
    await proxy?.stop();
    await database?.drop();
  });

  const health = async () => (await stage.health()).text;
  const well = () => until('all is well again, of itself', async () => (await stage.health()).ok, 40_000);

  /** Messages before, during and after; then every one of them is accounted for. */
  async function around(
    trouble: () => Promise<void>,
  ): Promise<{ accepted: number; unknown: number; statuses: Map<string, number> }> {
    const current = (stream = startStream(stage.roles.web.app.url, PER_SECOND, stream));
    await sleep(1000);
    await trouble();
    await sleep(1000);
    await current.stop();
    await well();
    await settled(stage, 40_000);
    const { unknown } = await expectExactlyOnce(stage, current);
    return { accepted: current.accepted.size, unknown, statuses: current.statuses };
  }

  test('Redis is wiped, three times: nothing is lost or said twice', async () => {
    const { accepted, unknown, statuses } = await around(async () => {
      const client = new Redis(redis.url);
      for (let i = 0; i < 3; i++) {
        await client.flushall();
        await sleep(1200);
      }
      client.disconnect();
    });
    expect([...statuses.keys()]).toEqual(['201']);
    expect(accepted).toBeGreaterThan(PER_SECOND * 3);
    expect(unknown).toBe(0);
  }, 120_000);

  test('Redis is gone for a while: health says so, messages are taken, nothing is lost or said twice', async () => {
    const { unknown, statuses } = await around(async () => {
      await redis.kill9();
      const from = Date.now();
      await until('health says so', async () => /^bad queue .*away/m.test(await health()));
      expect((await stage.health()).ok).toBe(false);
      await sleep(Math.max(0, AWAY_MS - (Date.now() - from)));
      await redis.restart();
    });
    expect([...statuses.keys()]).toEqual(['201']);
    expect(unknown).toBe(0);
  }, 180_000);

  test('the database is gone for a while: health says so, posts are refused clearly, nothing is lost or said twice', async () => {
    const { statuses } = await around(async () => {
      await proxy.cut();
      const from = Date.now();
      await until('health says so', async () => /^bad database /m.test(await health()));
      expect((await stage.health()).ok).toBe(false);
      await sleep(Math.max(0, AWAY_MS - (Date.now() - from)));
      await proxy.heal();
    });
    expect([...statuses.keys()].sort()).toEqual(['201', '503']);
  }, 180_000);

  test('the database hangs for a while, as when a cable was pulled', async () => {
    await around(async () => {
      proxy.hang();
      const from = Date.now();
      await until('health says so', async () => /^bad database /m.test(await health()));
      await sleep(Math.max(0, AWAY_MS - (Date.now() - from)));
      await proxy.heal();
    });
  }, 180_000);

  test('and no process ended over it', () => {
    expect(Object.values(stage.roles).flatMap((role) => role.deaths)).toEqual([]);
  });
});
