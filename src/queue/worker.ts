import { UnrecoverableError, Worker as BullWorker, type IQueueBackend } from 'bullmq';
import { AppError } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import type { Backend } from './backend.js';
import type { QueueName, Worker } from './types.js';
import { within } from '../core/within.js';

export interface WorkerSettings {
  name: QueueName;
  backend: Backend;
  handler: (data: unknown) => Promise<void>;
  concurrency: number;
  lockMs: number;
  log: Log;
  complain: (error: Error) => void;
}

const CLOSE_MS = 10_000;
const NUDGE_MS = 5_000;

/** Opens at once where it can; else again and again until it can, or is closed. */
export function openWorker(settings: WorkerSettings): Worker {
  const { name, backend, handler, concurrency, lockMs, log, complain } = settings;
  // A job whose worker was killed is found by two looks after its lock ran out.
  const limits = {
    lockDuration: lockMs,
    stalledInterval: Math.ceil(lockMs / 3),
    maxStalledCount: 10,
    runRetryDelay: 1000,
  };
  let closed = false;
  let worker: BullWorker<unknown, void, string, IQueueBackend> | undefined;

  async function open(): Promise<void> {
    while (!closed) {
      try {
        await backend.ready();
        const { options, factory } = backend.consumer(concurrency);
        const opened: BullWorker<unknown, void, string, IQueueBackend> = new BullWorker(
          name,
          (job) => run(handler, job.data),
          { ...limits, ...options, concurrency },
          factory,
        );
        opened.on('error', complain);
        opened.on('failed', (job, error) => {
          const last =
            !job || job.attemptsMade >= (job.opts.attempts ?? 1) || error instanceof UnrecoverableError;
          log[last ? 'error' : 'warn'](
            { err: error, queue: name, data: job?.data, attempt: job?.attemptsMade },
            last ? 'job failed for good' : 'job failed, will run again',
          );
        });
        try {
          // The library remembers a failed first connection for ever: such a worker is of no use.
          await within(CLOSE_MS, opened.waitUntilReady());
        } catch (error) {
          await within(1000, opened.close(true)).catch(() => {});
          throw error;
        }
        worker = opened;
        return;
      } catch (error) {
        complain(error as Error);
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }

  const opening = open();
  const nudging = setInterval(() => void backend.nudge(name).catch(complain), NUDGE_MS);
  nudging.unref();
  return {
    async close() {
      closed = true;
      clearInterval(nudging);
      await opening;
      const bull = worker;
      if (!bull) return;
      // With the backend away it would wait for ever; what is under way runs again elsewhere, which every job bears.
      await within(CLOSE_MS, bull.close()).catch(() => within(1000, bull.close(true)).catch(() => {}));
    },
  };
}

async function run(handler: (data: unknown) => Promise<void>, data: unknown): Promise<void> {
  try {
    await handler(data);
  } catch (error) {
    if (error instanceof AppError && error.options.retry === false)
      throw new UnrecoverableError(error.message);
    throw error;
  }
}
