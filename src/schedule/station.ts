import { messageOf } from '../core/errors.js';
import type { Wake } from '../core/jobs.js';
import type { Part } from '../core/part.js';
import type { Clock } from '../core/ports.js';
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

/** Every five minutes of the day: whether it is a working day and working hours, the tick itself knows. */
const EVERY = { pattern: '*/5 * * * *', tz: 'Asia/Shanghai' };

/** The only clock: looks again and again at what is due, and says it. Any number of these may run. */
export function createScheduleStation(
  deps: TickDeps & BulletinClockDeps & { queue: TickQueue; wake: Wake; clock: Clock },
): Part {
  const memo = newMemo();
  let worker: { close(): Promise<void> } | undefined;
  let fault = '';

  async function tick(): Promise<void> {
    try {
      const { speaking } = await runTick(deps, deps.clock.now(), memo);
      fault = '';
      const drafts = await draftBulletins(deps, deps.clock.now());
      await deps.wake.deliveries([...speaking, ...drafts, ...(await announcePlans(deps, deps.clock.now()))]);
    } catch (error) {
      // The next tick tries again by itself; what a person has to mend is said once.
      if (messageOf(error) !== fault) deps.log.error({ err: messageOf(error) }, 'nobody is reminded for now');
      fault = messageOf(error);
    }
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
