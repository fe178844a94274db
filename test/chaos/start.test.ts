import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPump } from '../../src/chat/local/pump.js';
import type { LocalMessage, LocalNetwork } from '../../src/chat/local/network.js';
import { AppError } from '../../src/core/errors.js';
import { silentLog } from '../../src/core/ports.js';
import { patiently } from '../../src/main/patience.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/ports.js';
import { proxyTo } from '../support/proxy.js';
import { seeded, seedOfRun } from './random.js';
import { openStage } from './stage.js';

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('a start while the database comes and goes', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await testDatabase();
  });
  afterAll(() => database.drop());

  test('ends with everything up, and no process gave up', async () => {
    const seed = seedOfRun();
    console.log(`chaos: CHAOS_SEED=${seed}`);
    const random = seeded(seed);
    const proxy = await proxyTo(database.url);
    let going = true;
    const flapping = (async () => {
      for (const end = Date.now() + 10_000; going && Date.now() < end;) {
        await sleep(300 + random() * 900);
        await proxy.cut();
        await sleep(100 + random() * 400);
        await proxy.heal();
      }
    })();
    try {
      const stage = await openStage({ databaseUrl: proxy.url, adminUrl: database.url });
      try {
        expect(Object.values(stage.roles).flatMap((role) => role.deaths)).toEqual([]);
      } finally {
        await stage.close();
      }
    } finally {
      going = false;
      await flapping;
      await proxy.stop();
    }
  }, 180_000);

  test('waits only for what passes', async () => {
    const options = { log: silentLog, stopping: new AbortController().signal, waitMs: 5000 };
    let tries = 0;
    const done = await patiently(() => (++tries < 3 ? Promise.reject(new Error('Connection terminated')) : Promise.resolve(tries)), options); // prettier-ignore
    expect(done).toBe(3);
    await expect(patiently(() => Promise.reject(new TypeError('ours')), options)).rejects.toThrow('ours');
    const mistake = new AppError(
      'definitions-invalid',
      'visit.yaml:3:1 label "connection closed" is there twice',
    );
    await expect(patiently(() => Promise.reject(mistake), options)).rejects.toBe(mistake);
    await expect(
      patiently(() => Promise.reject(new Error('ECONNREFUSED')), { ...options, waitMs: 0 }),
    ).rejects.toThrow('ECONNREFUSED');
  });
});

test('a message that the local puppet could not hand on is read again', async () => {
  const all = [1n, 2n, 3n].map((seq) => ({ seq }) as LocalMessage);
  const network = {
    since: (seq: bigint) => Promise.resolve(all.filter((m) => m.seq > seq)),
    onNew: () => () => {},
  } as unknown as LocalNetwork;
  const seen: bigint[] = [];
  let failures = 1;
  const pump = startPump(
    network,
    0n,
    ({ seq }) => {
      // Who wrote it is new, and looking that up fails: the database has just gone.
      if (seq === 2n && failures-- > 0) return Promise.reject(new Error('Connection terminated'));
      seen.push(seq);
      return undefined;
    },
    () => {},
  );
  await until('all arrived', () => seen.length === 3);
  await pump.stop();
  expect(seen).toEqual([1n, 2n, 3n]);
});
