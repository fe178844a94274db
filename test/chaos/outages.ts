import { Redis } from 'ioredis';
import { expect, onTestFinished, test } from 'vitest';
import { until } from '../support/ports.js';
import { expectExactlyOnce, settled } from './ledger.js';
import { startStream } from './stage.js';
import type { Theatre } from './theatre.js';

/** The real thing is a minute; set it to 60 to see that. */
const AWAY_MS = Number(process.env['CHAOS_OUTAGE_SECONDS'] ?? 6) * 1000;
const PER_SECOND = 20;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Servers that go away under a stage, and come back. */
export function outages(theatre: () => Theatre): void {
  const health = async () => (await theatre().stage.health()).text;
  const well = () =>
    until('all is well again, of itself', async () => (await theatre().stage.health()).ok, 40_000);

  /** Messages before, during and after; then every one of them is accounted for. */
  async function around(
    trouble: () => Promise<void>,
  ): Promise<{ accepted: number; unknown: number; statuses: Map<string, number> }> {
    const at = theatre();
    const current = (at.stream = startStream(at.stage.roles.web.app.url, PER_SECOND, at.stream));
    onTestFinished(() => current.stop());
    await sleep(1000);
    await trouble();
    await sleep(1000);
    await current.stop();
    await well();
    await settled(at.stage, 40_000);
    const { unknown } = await expectExactlyOnce(at.stage, current);
    return { accepted: current.accepted.size, unknown, statuses: current.statuses };
  }

  test('Redis is wiped, three times: nothing is lost or said twice', async () => {
    const { accepted, unknown, statuses } = await around(async () => {
      const client = new Redis(theatre().redis.url);
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
      await theatre().redis.kill9();
      const from = Date.now();
      await until('health says so', async () => /^bad queue .*away/m.test(await health()));
      expect((await theatre().stage.health()).ok).toBe(false);
      await sleep(Math.max(0, AWAY_MS - (Date.now() - from)));
      await theatre().redis.restart();
    });
    expect([...statuses.keys()]).toEqual(['201']);
    expect(unknown).toBe(0);
  }, 180_000);

  test('the database is gone for a while: health says so, posts are refused clearly, nothing is lost or said twice', async () => {
    const { statuses } = await around(async () => {
      await theatre().proxy.cut();
      const from = Date.now();
      await until('health says so', async () => /^bad database /m.test(await health()));
      expect((await theatre().stage.health()).ok).toBe(false);
      await sleep(Math.max(0, AWAY_MS - (Date.now() - from)));
      await theatre().proxy.heal();
    });
    expect([...statuses.keys()].sort()).toEqual(['201', '503']);
  }, 180_000);

  test('the database hangs for a while, as when a cable was pulled', async () => {
    await around(async () => {
      theatre().proxy.hang();
      const from = Date.now();
      await until('health says so', async () => /^bad database /m.test(await health()));
      await sleep(Math.max(0, AWAY_MS - (Date.now() - from)));
      await theatre().proxy.heal();
    });
  }, 180_000);

  test('and no process ended over it', () => {
    expect(Object.values(theatre().stage.roles).flatMap((role) => role.deaths)).toEqual([]);
  });
}
