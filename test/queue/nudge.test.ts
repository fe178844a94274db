import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openQueues } from '../../src/queue/index.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/ports.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase();
});
afterAll(() => database.drop());

it('finds a job on PostgreSQL whose notification got lost', async () => {
  const queues = openQueues({ databaseUrl: database.url });
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const seen: unknown[] = [];
    queues.work('turn', async (data) => void seen.push(data), { concurrency: 1 });
    const add = (key: string, n: number, delayMs?: number) =>
      until(
        `${key} is added`,
        async () => (await queues.add('turn', { key, data: { n }, ...(delayMs && { delayMs }) }), true),
      );
    await add('a', 1);
    await until('it works', () => seen.length === 1);
    await add('b', 2, 60_000);
    await until('it waits again', async () => (await queues.counts()).turn.active === 0);
    // What a lost notification leaves: a job that waits, and a worker that does not know.
    await client.query(`UPDATE cuncunbao_queue.job SET state = 'waiting' WHERE state = 'delayed'`);
    await until('the worker was told', () => seen.length === 2, 12_000);
    expect(seen).toEqual([{ n: 1 }, { n: 2 }]);
  } finally {
    await client.end();
    await queues.close();
  }
}, 60_000);
