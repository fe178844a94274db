import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { silentLog } from '../../src/core/ports.js';
import { createLogin } from '../../src/store/login.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { until } from '../support/ports.js';
import { proxyTo } from '../support/proxy.js';
import { expectExactlyOnce, settled } from './ledger.js';
import { openStage, startStream, type Stage, type Supervised } from './stage.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await testDatabase({ empty: true });
});
afterAll(() => database.drop());

/** Which process handed each text over, in the order of time. */
function deliveries(processes: Supervised[]): number[] {
  return processes
    .flatMap((one) => one.said().split('\n'))
    .filter((line) => line.includes('"msg":"delivered"'))
    .map((line) => JSON.parse(line) as { time: string; pid: number })
    .sort((a, b) => a.time.localeCompare(b.time))
    .map((line) => line.pid);
}

describe('two chat processes', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage({ databaseUrl: database.url, env: { PACE_ROOM_MS: '50' } });
  }, 150_000);
  afterAll(() => stage?.close());

  test('one stands by and takes over when the other is killed in the middle of sending; never do both send', async () => {
    const heir = await stage.more('chat');
    await heir.app.line('standing by');
    const both = [stage.roles.chat, heir];
    const killed = new Set<number>();
    const holder = () =>
      both.find(({ app }) => !killed.has(app.pid) && app.output().includes('login held by this process'));
    const stream = startStream(stage.roles.web.app.url, 25);
    const KILLS = 4;
    for (let i = 0; i < KILLS; i++) {
      const current = await until('somebody holds the login', holder, 20_000);
      await until(
        'it is sending',
        () => deliveries([current]).filter((pid) => pid === current.app.pid).length > 10,
        20_000,
      );
      killed.add(current.app.pid);
      await current.kill9();
    }
    await until('somebody holds the login', holder, 20_000);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await stream.stop();
    await until('all is well', async () => (await stage.health()).ok, 30_000);
    await settled(stage, 30_000);
    const end = await expectExactlyOnce(stage, stream);
    console.log(`takeover: ${JSON.stringify({ accepted: stream.accepted.size, ...end })}`);

    // Whoever sent before a takeover never sends after it.
    const pids = deliveries(both);
    const runs = pids.filter((pid, i) => pid !== pids[i - 1]);
    expect(new Set(runs).size).toBe(runs.length);
    expect(runs.length).toBe(KILLS + 1);
    expect([...stream.statuses.keys()]).toEqual(['201']);
  }, 150_000);
});

describe('the login', () => {
  test('whose holder could not begin (the database went away meanwhile) is offered again when it is back', async () => {
    const proxy = await proxyTo(database.url);
    let asked = 0;
    const login = createLogin({
      url: proxy.url,
      gateway: 'again',
      log: silentLog,
      events: {
        async gained() {
          asked++;
          if (asked > 1) return true;
          await proxy.cut();
          await until('it knows', () => !login.held());
          return false;
        },
        lost: () => Promise.resolve(),
        standby() {},
      },
    });
    login.start();
    try {
      await until('it was offered', () => asked === 1);
      await until('it is lost', () => !login.held());
      await proxy.heal();
      await until('it is offered again', () => asked === 2);
      expect(login.held()).toBe(true);
    } finally {
      await login.stop();
      await proxy.stop();
    }
  });
});
