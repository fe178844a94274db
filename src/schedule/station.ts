import { z } from 'zod';
import { messageOf } from '../core/errors.js';
import type { Wake } from '../core/jobs.js';
import type { Part } from '../core/part.js';
import type { Clock } from '../core/ports.js';
import { answerTodos } from './asked.js';
import { draftBulletins, type BulletinClockDeps } from './bulletins.js';
import { announcePlans } from './plans.js';
import { newMemo, runTick, type TickDeps } from './tick.js';

/** The part of the queue that the clock needs. */
export interface TickQueue {
  work(
    queue: 'tick',
    handler: (data: unknown) => Promise<void>,
    options: { concurrency: number },
  ): { close(): Promise<void> };
  schedule(
    queue: 'tick',
    key: string,
    when: { pattern: string; tz: string },
    data: Record<string, never>,
  ): void;
}

/** What a job carries: what alone is to be done, where it is not everything. */
const tickJob = z.strictObject({ only: z.literal('todos').optional() });

/** Every five minutes of the day: whether it is a working day and working hours, the tick itself knows. */
const EVERY = { pattern: '*/5 * * * *', tz: 'Asia/Shanghai' };

/** The only clock: looks again and again at what is due, and says it. Any number of these may run. */
export function createScheduleStation(
  deps: TickDeps & BulletinClockDeps & { queue: TickQueue; wake: Wake; clock: Clock },
): Part {
  const memo = newMemo();
  let worker: { close(): Promise<void> } | undefined;
  const faults = new Map<string, string>();

  /** The next look tries again by itself; what a person has to mend is said once. */
  async function attempt(what: string, work: () => Promise<string[]>): Promise<void> {
    try {
      await deps.wake.deliveries(await work());
      faults.delete(what);
    } catch (error) {
      if (messageOf(error) !== faults.get(what)) deps.log.error({ err: messageOf(error) }, what);
      faults.set(what, messageOf(error));
    }
  }

  async function tick(data: unknown): Promise<void> {
    const { only } = tickJob.parse(data);
    const now = () => deps.clock.now();
    // Whoever asked waits for it.
    await attempt('nobody is told what they asked for, for now', () => answerTodos(deps, now(), memo.county));
    if (only) return;
    await attempt('nobody is reminded for now', async () => {
      const { speaking } = await runTick(deps, now(), memo);
      return [...speaking, ...(await draftBulletins(deps, now())), ...(await announcePlans(deps, now()))];
    });
  }

  return {
    name: 'schedule',
    start() {
      worker = deps.queue.work('tick', tick, { concurrency: 1 });
      deps.queue.schedule('tick', 'tick', EVERY, {});
      return Promise.resolve();
    },
    async stop() {
      await worker
        ?.close()
        .catch((error: unknown) => deps.log.warn({ err: messageOf(error) }, 'worker did not close cleanly'));
    },
  };
}
