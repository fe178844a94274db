import { randomBytes } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { AppError } from '../../src/core/errors.js';
import { openQueues, type Queues, type QueueSettings } from '../../src/queue/index.js';
import { collectGarbage } from '../support/garbage.js';
import { until } from '../support/ports.js';
import { spawnScript } from '../support/process.js';
import { proxyTo } from '../support/proxy.js';

/** What every backend of the queue must do. `server` gives the settings that reach it. */
export function queueConformance(name: string, server: () => Promise<QueueSettings>): void {
  const undo: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const step of undo.splice(0).reverse()) await step();
  });

  async function own(
    extra: Partial<QueueSettings> = {},
    up = true,
  ): Promise<{ queues: Queues; settings: QueueSettings }> {
    const settings = {
      ...(await server()),
      prefix: `t${randomBytes(5).toString('hex')}`,
      lockMs: 1000,
      renewMs: 500,
      ...extra,
    };
    const queues = openQueues(settings);
    undo.push(() => queues.close());
    // Making its tables may take a busy machine longer than an `add` may.
    if (up) await until('the queue is up', () => queues.counts().then(() => true), 30_000);
    return { queues, settings };
  }

  /** Collects the `n` of every job that was handled. */
  function collect(queues: Queues, concurrency = 4): number[] {
    const seen: number[] = [];
    queues.work('turn', async (data) => void seen.push((data as { n: number }).n), { concurrency });
    return seen;
  }

  describe(`queue on ${name}`, () => {
    it('handles every job that was added, one by one and in bulk, and keeps none of them', async () => {
      const { queues } = await own();
      await queues.add('turn', { key: 'first', data: { n: 0 } });
      await queues.addMany(
        'turn',
        Array.from({ length: 200 }, (_, i) => ({ key: `k${i}`, data: { n: i + 1 } })),
      );
      await queues.addMany('turn', []);
      const seen = collect(queues);
      await until('all are handled', () => seen.length === 201);
      expect(new Set(seen).size).toBe(201);
      await until('none is left', async () => {
        const { turn } = await queues.counts();
        return turn.waiting + turn.active + turn.delayed + turn.failed === 0;
      });
    });

    it('keeps the queues apart', async () => {
      const { queues } = await own();
      await queues.add('delivery', { key: 'a', data: { n: 1 } });
      const seen = collect(queues);
      await queues.add('turn', { key: 'a', data: { n: 2 } });
      await until('the turn is handled', () => seen.length === 1);
      expect(seen).toEqual([2]);
      expect((await queues.counts()).delivery.waiting).toBe(1);
    });

    it('takes jobs with one key for one while they wait, alone and in bulk', async () => {
      const { queues } = await own();
      for (const n of [1, 2]) await queues.add('turn', { key: 'room.1', data: { n } });
      await queues.addMany('turn', [3, 4].map((n) => ({ key: 'room.1', data: { n } }))); // prettier-ignore
      expect((await queues.counts()).turn.waiting).toBe(1);
      const seen = collect(queues);
      await until('it is handled', () => seen.length > 0);
      await queues.add('turn', { key: 'room.1', data: { n: 5 } });
      await until('the key is free again', () => seen.length === 2);
      expect(seen).toEqual([1, 5]);
    });

    it('loses no wake-up: what comes with the same key while it runs, runs once more', async () => {
      const { queues } = await own();
      const seen: number[] = [];
      let go = (): void => {};
      queues.work(
        'turn',
        async (data) => {
          seen.push((data as { n: number }).n);
          if (seen.length === 1) await new Promise<void>((resolve) => (go = resolve));
        },
        { concurrency: 2 },
      );
      await queues.add('turn', { key: 'room', data: { n: 1 } });
      await until('it runs', () => seen.length === 1);
      for (const n of [2, 3]) await queues.add('turn', { key: 'room', data: { n } });
      expect(seen).toEqual([1]);
      go();
      await until('it ran once more', () => seen.length === 2);
      expect(seen).toEqual([1, 3]);
    });

    it('waits for what is delayed', async () => {
      const { queues } = await own();
      const seen = collect(queues);
      await queues.add('turn', { key: 'late', data: { n: 1 }, delayMs: 600 });
      await queues.add('turn', { key: 'now', data: { n: 2 } });
      await until('the first is handled', () => seen.length === 1);
      expect(seen).toEqual([2]);
      expect((await queues.counts()).turn.delayed).toBe(1);
      await until('the delayed one is handled', () => seen.length === 2);
    });

    it('tries again what failed, but not what can never work', async () => {
      const { queues } = await own();
      const tries = new Map<string, number>();
      queues.work(
        'turn',
        async (data) => {
          const { what } = data as { what: string };
          const count = (tries.get(what) ?? 0) + 1;
          tries.set(what, count);
          if (what === 'twice' && count < 3) throw new AppError('away', 'not now', { retry: true });
          if (what === 'never') throw new AppError('bad', 'it is wrong for good', { retry: false });
        },
        { concurrency: 2 },
      );
      await queues.add('turn', { key: 'twice', data: { what: 'twice' } });
      await queues.add('turn', { key: 'never', data: { what: 'never' } });
      await until('the third try', () => tries.get('twice') === 3);
      expect(tries.get('never')).toBe(1);
      expect((await queues.counts()).turn.failed).toBe(1);
      // A key that failed once is not blocked for ever.
      await queues.add('turn', { key: 'never', data: { what: 'never' } });
      await until('it was tried anew', () => tries.get('never') === 2);
    });

    it('runs the job of a killed worker again', async () => {
      const { queues, settings } = await own();
      await queues.add('turn', { key: 'job', data: { n: 7 } });
      const victim = await spawnScript('test/support/stuck-worker.mjs', {
        SETTINGS: JSON.stringify(settings),
      });
      undo.push(() => victim.kill9());
      await victim.line('took 7');
      await victim.kill9();
      const seen = collect(queues);
      await until('the job is taken over', () => seen.length === 1);
      expect(seen).toEqual([7]);
    });

    it('adds a job again and again, and has one schedule however often it is set', async () => {
      const { queues, settings } = await own();
      const again = openQueues(settings);
      undo.push(() => again.close());
      const seen: number[] = [];
      queues.work('sweep', async () => void seen.push(Date.now()), { concurrency: 1 });
      queues.every('sweep', 'sweep', 200, {});
      again.every('sweep', 'sweep', 200, {});
      await until('it ran five times', () => seen.length >= 5);
      const span = seen[4]! - seen[0]!;
      expect(span).toBeGreaterThan(400); // twice as many schedules would take half the time
    });

    it('takes a cron pattern in a time zone', async () => {
      const { queues } = await own();
      queues.schedule('sweep', 'morning', { pattern: '0 9 * * 1-5', tz: 'Asia/Shanghai' }, {});
      await until('it waits', async () => (await queues.counts()).sweep.delayed === 1);
    });

    it('refuses keys that a backend cannot hold', async () => {
      const { queues } = await own();
      await expect(queues.add('turn', { key: 'a:b', data: {} })).rejects.toMatchObject({ code: 'queue-key' });
      await expect(queues.add('turn', { key: '', data: {} })).rejects.toMatchObject({ code: 'queue-key' });
      const seen = collect(queues);
      await queues.add('turn', { key: '42', data: { n: 42 } });
      await until('a number will do', () => seen.length === 1);
    });

    it.each(['cut', 'hang'] as const)('says within two seconds that the backend is away (%s), and goes on when it is back', async (how) => {
      const settings = await server();
      const proxy = await proxyTo(settings.redisUrl ?? settings.databaseUrl);
      undo.push(() => proxy.stop());
      const { queues } = await own(settings.redisUrl ? { redisUrl: proxy.url } : { databaseUrl: proxy.url });
      const seen = collect(queues);
      await queues.add('turn', { key: 'before', data: { n: 1 } });
      await until('it works', () => seen.length === 1);
      await (how === 'cut' ? proxy.cut() : proxy.hang());
      const start = Date.now();
      await expect(queues.add('turn', { key: 'lost', data: { n: 2 } })).rejects.toMatchObject({ code: 'queue-away', options: { retry: true } });
      await expect(queues.ping()).rejects.toMatchObject({ code: 'queue-away' });
      expect(Date.now() - start).toBeLessThan(5000);
      await proxy.heal();
      await until('it answers again', () => queues.ping().then(() => true));
      await queues.add('turn', { key: 'after', data: { n: 3 } });
      await until('the worker goes on', () => seen.includes(3));
    }, 30_000); // prettier-ignore

    it('starts while the backend is away', async () => {
      const settings = await server();
      const proxy = await proxyTo(settings.redisUrl ?? settings.databaseUrl);
      undo.push(() => proxy.stop());
      await proxy.cut();
      const { queues } = await own(
        settings.redisUrl ? { redisUrl: proxy.url } : { databaseUrl: proxy.url },
        false,
      );
      const seen = collect(queues);
      queues.every('sweep', 'sweep', 60_000, {});
      await expect(queues.add('turn', { key: 'a', data: { n: 1 } })).rejects.toMatchObject({
        code: 'queue-away',
      });
      await proxy.heal();
      await until('it is up', () => queues.ping().then(() => true));
      await queues.add('turn', { key: 'b', data: { n: 2 } });
      await until('the worker works', () => seen.includes(2));
      await until('the schedule is set', async () => {
        const { sweep } = await queues.counts();
        return sweep.waiting + sweep.delayed === 1;
      });
    });

    it('keeps nothing of the jobs it has added', async () => {
      const { queues } = await own();
      const added: WeakRef<object>[] = [];
      for (let n = 0; n < 20; n++) {
        const data = { n };
        added.push(new WeakRef(data));
        await queues.add('turn', { key: `k${n}`, data });
      }
      await collectGarbage();
      // The last may still hang in the connection's buffers.
      expect(added.filter((one) => one.deref() !== undefined).length).toBeLessThan(5);
    });

    it('tells a question that its closing interrupts from a backend that is away', async () => {
      const settings = await server();
      const queues = openQueues({ ...settings, prefix: `t${randomBytes(5).toString('hex')}` });
      const asked = queues.warnings().then(
        () => 'answered',
        (error: unknown) => (error as AppError).code,
      );
      await queues.close();
      expect(['answered', 'queue-closed']).toContain(await asked);
    });

    it('closes in order: what runs is finished, nothing more is taken', async () => {
      const { queues } = await own();
      const ended: number[] = [];
      queues.work(
        'turn',
        async (data) => {
          await new Promise((resolve) => setTimeout(resolve, 300));
          ended.push((data as { n: number }).n);
        },
        { concurrency: 1 },
      );
      await queues.addMany('turn', [1, 2, 3].map((n) => ({ key: `k${n}`, data: { n } }))); // prettier-ignore
      await until('one runs', async () => (await queues.counts()).turn.active === 1);
      await queues.close();
      expect(ended).toEqual([1]);
      await expect(queues.add('turn', { key: 'x', data: {} })).rejects.toMatchObject({
        code: 'queue-closed',
      });
    });
  });
}
