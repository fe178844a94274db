import { messageOf } from '../core/errors.js';
import type { Wake } from '../core/jobs.js';
import type { Part } from '../core/part.js';
import { isWaiting } from '../store/inbox.js';
import type { HouseholdIds } from '../store/turn-write.js';
import { sweep } from './sweep.js';
import { runTurn, type TurnDeps } from './turn.js';
import { wakeJob } from './wake.js';

/** The part of the queue that working off needs. */
export interface JobSource {
  work(
    queue: 'turn',
    handler: (data: unknown) => Promise<void>,
    options: { concurrency: number },
  ): { close(): Promise<void> };
}

const SWEEP_MS = 5_000;

/** Works off the inbox: any number of these may run, in one process or in many. */
export function createWorkStation(
  deps: TurnDeps & { queue: JobSource; wake: Wake; concurrency: number },
): Part {
  const households: HouseholdIds = new Map();
  let worker: { close(): Promise<void> } | undefined;
  let timer: NodeJS.Timeout | undefined;

  async function turn(data: unknown): Promise<void> {
    const { conversation } = wakeJob.parse(data);
    const { speaking, asksTodos } = await runTurn(deps, households, conversation);
    await deps.wake.deliveries(speaking);
    if (asksTodos) await deps.wake.todos();
    // Who saved something while this ran may have relied on it (`conversationsWoken`). In line again, so that others get
    // their turn, and what comes meanwhile is taken together.
    if (await isWaiting(deps.store.sql, conversation)) await deps.wake.turns([conversation]);
  }

  return {
    name: 'work',
    start() {
      worker = deps.queue.work('turn', turn, { concurrency: deps.concurrency });
      const tick = () => void sweep(deps);
      tick();
      timer = setInterval(tick, SWEEP_MS);
      return Promise.resolve();
    },
    async stop() {
      clearInterval(timer);
      await worker
        ?.close()
        .catch((error: unknown) => deps.log.warn({ err: messageOf(error) }, 'worker did not close cleanly'));
    },
  };
}
