import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openQueues, type Queues } from '../../src/queue/index.js';
import { until } from '../support/ports.js';
import { hasRedisServer, testRedis, type TestRedis } from '../support/redis.js';
import { queueConformance } from './conformance.js';

describe.skipIf(!hasRedisServer)('with a redis-server of its own', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await testRedis();
  });
  afterAll(() => redis.stop());

  const open: Queues[] = [];
  afterEach(async () => {
    for (const queues of open.splice(0)) await queues.close();
  });
  function own(url = redis.url): Queues {
    const queues = openQueues({ databaseUrl: '', redisUrl: url, renewMs: 300, lockMs: 1000 });
    open.push(queues);
    return queues;
  }

  queueConformance('Redis', async () => ({ databaseUrl: '', redisUrl: redis.url }));

  it('goes on when Redis was wiped under it, schedules too', async () => {
    const queues = own();
    const seen: number[] = [];
    let sweeps = 0;
    queues.work('turn', async (data) => void seen.push((data as { n: number }).n), { concurrency: 2 });
    queues.work('sweep', async () => void sweeps++, { concurrency: 1 });
    queues.every('sweep', 'sweep', 200, {});
    await queues.add('turn', { key: 'a', data: { n: 1 } });
    await until('it works', () => seen.length === 1 && sweeps > 0);
    const client = new Redis(redis.url);
    await client.flushall();
    await client.quit();
    const before = sweeps;
    await queues.add('turn', { key: 'b', data: { n: 2 } });
    await until('the worker goes on', () => seen.includes(2));
    await until('the schedule is back', () => sweeps > before + 2);
  });

  it('loses nothing that was added when Redis is killed and comes back', async () => {
    const queues = own();
    await queues.addMany(
      'turn',
      Array.from({ length: 50 }, (_, n) => ({ key: `n${n}`, data: { n } })),
    );
    await new Promise((resolve) => setTimeout(resolve, 1100)); // the append-only file is flushed every second
    await redis.kill9();
    await expect(queues.add('turn', { key: 'away', data: {} })).rejects.toMatchObject({ code: 'queue-away' });
    await redis.restart();
    const seen = new Set<number>();
    queues.work('turn', async (data) => void seen.add((data as { n: number }).n), { concurrency: 2 });
    await until('all are handled', () => seen.size === 50);
  });

  it('warns of a Redis that may lose jobs, and has no complaint about a good one', async () => {
    expect(await own().warnings()).toEqual([]);
    const careless = await testRedis({ appendonly: 'no', policy: 'allkeys-lru' });
    try {
      const found = await own(careless.url).warnings();
      expect(found.join('\n')).toMatch(/appendonly is off/);
      expect(found.join('\n')).toMatch(/allkeys-lru/);
    } finally {
      await Promise.all(open.splice(0).map((queues) => queues.close()));
      await careless.stop();
    }
  });
});
