import { sleep } from '../wait.js';
import type { LocalMessage, LocalNetwork } from './network.js';

const BATCH = 200;
/** Between two readings: under load one reading takes in what ten writers stored meanwhile. */
const PAUSE_MS = 5;
const RETRY_MS = { least: 200, most: 5000 };

export interface Pump {
  stop(): Promise<void>;
  /** Whether the last reading worked. */
  readonly healthy: boolean;
}

/**
 * Reads the network from `from` on and hands every message on once and in order. A failed reading is reported and
 * tried again; hints wake it.
 */
export function startPump(
  network: LocalNetwork,
  from: bigint,
  next: (message: LocalMessage) => Promise<void> | undefined,
  onError: (error: unknown) => void,
): Pump {
  const stopping = new AbortController();
  let position = from;
  let healthy = true;
  let hinted = true;
  let wake = () => {};
  const off = network.onNew(() => {
    hinted = true;
    wake();
  });

  const run = async () => {
    let wait = RETRY_MS.least;
    while (!stopping.signal.aborted) {
      try {
        hinted = false;
        const batch = await network.since(position, BATCH);
        healthy = true;
        wait = RETRY_MS.least;
        for (const message of batch) {
          if (stopping.signal.aborted) return;
          await next(message);
          position = message.seq; // only now: what failed to be handed on is read again
        }
        if (batch.length < BATCH) await sleep(PAUSE_MS, stopping.signal);
        if (batch.length < BATCH && !hinted && !stopping.signal.aborted) {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      } catch (error) {
        if (stopping.signal.aborted) return;
        healthy = false;
        onError(error);
        await sleep(wait, stopping.signal);
        wait = Math.min(RETRY_MS.most, wait * 2);
      }
    }
  };
  const running = run();

  return {
    get healthy() {
      return healthy;
    },
    async stop() {
      stopping.abort();
      off();
      wake();
      await running;
    },
  };
}
