import { messageOf } from '../core/errors.js';
import type { Part } from '../core/part.js';
import type { Log } from '../core/ports.js';

/** Starts parts in order and stops them in reverse, whatever happens to one of them. Starts no more once `stopping` fired. */
export interface Lifecycle {
  start(part: Part): Promise<void>;
  stop(): Promise<void>;
}

/** A part that hangs must not keep the others from stopping in order. */
const STOP_MS = 25_000;

export function createLifecycle(log: Log, stopping: AbortSignal, stopMs = STOP_MS): Lifecycle {
  const started: Part[] = [];

  async function stopOne(part: Part): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`still not stopped after ${stopMs / 1000} s`)), stopMs);
    });
    try {
      await Promise.race([part.stop(), limit]);
      log.debug({ part: part.name }, 'stopped');
    } catch (error) {
      log.error({ part: part.name, err: messageOf(error) }, 'did not stop in order');
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    async start(part) {
      stopping.throwIfAborted();
      const from = performance.now();
      await part.start();
      started.push(part);
      log.debug({ part: part.name, ms: Math.round(performance.now() - from) }, 'started');
    },
    async stop() {
      for (let part = started.pop(); part; part = started.pop()) await stopOne(part);
    },
  };
}
