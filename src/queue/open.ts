import { Queue, type IQueueBackend, type JobsOptions } from 'bullmq';
import { AppError, messageOf } from '../core/errors.js';
import { silentLog, type Log } from '../core/ports.js';
import { PATIENCE_MS, type Backend } from './backend.js';
import { openCalls } from './calls.js';
import { postgresBackend } from './postgres.js';
import { quietly } from './quiet.js';
import { redisBackend } from './redis.js';
import {
  QUEUES,
  type Counts,
  type JsonObject,
  type NewJob,
  type QueueName,
  type Queues,
  type Worker,
} from './types.js';
import { within } from '../core/within.js';
import { openWorker } from './worker.js';

export interface QueueSettings {
  /** Redis when given; else the queue lives in a schema of the database. */
  redisUrl?: string | undefined;
  databaseUrl: string;
  /** Keeps installations apart on one server: letters, digits, `_`. */
  prefix?: string;
  log?: Log;
  /** How long a silent worker keeps its job; a killed one's jobs run again after one to two of these. */
  lockMs?: number;
  /** How often schedules are put back, should the backend have lost them. */
  renewMs?: number;
}

type BullQueue = Queue<JsonObject, void, string, JsonObject, void, string, IQueueBackend>;

const JOB_OPTIONS: JobsOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 500, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { count: 1000, age: 7 * 24 * 3600 },
};

// A killed worker's conversations rest until its lock ran out: short, since its jobs are.
const LOCK_MS = 6_000;
const RENEW_MS = 15_000;
// Asked once, while everything starts and tables may have to be made.
const START_MS = 15_000;

interface Schedule {
  queue: QueueName;
  key: string;
  repeat: { every: number } | { pattern: string; tz: string };
  data: JsonObject;
}

/** Opens the queues. Connects lazily and keeps connecting: a backend that is away shows at the first call. */
export function openQueues(settings: QueueSettings): Queues {
  const log = settings.log ?? silentLog;
  const prefix = settings.prefix ?? 'cuncunbao';
  let closing = false;
  const trouble = quietly(log);
  // A pool is ended before its connections are: a server that stops right after us still complains on them, to nobody.
  const complain = (error: Error): void => (closing ? undefined : trouble(error));
  const backend = settings.redisUrl
    ? redisBackend(settings.redisUrl, prefix, complain)
    : postgresBackend(settings.databaseUrl, `${prefix}_queue`, complain);
  const queues = new Map<QueueName, Promise<BullQueue>>();
  const workers = new Set<Worker>();
  const schedules: Schedule[] = [];
  const calls = openCalls();
  const closed = () => new AppError('queue-closed', 'the queue is closed', { retry: false });

  function queueOf(name: QueueName): Promise<BullQueue> {
    let queue = queues.get(name);
    if (!queue) {
      queue = openQueue(name, backend, complain);
      queues.set(name, queue);
      queue.catch(() => queues.delete(name));
    }
    return queue;
  }

  /** Runs on a live backend within the time limit (ms), or says that it is away. */
  async function bounded<T>(what: () => Promise<T>, ms = PATIENCE_MS): Promise<T> {
    if (closing) throw closed();
    try {
      return await calls.run(within(ms, backend.ready().then(what)));
    } catch (error) {
      if (closing) throw closed();
      throw new AppError('queue-away', `the queue (${backend.name}) is away: ${messageOf(error)}`, {
        retry: true,
        cause: error,
      });
    }
  }

  async function renew(one: Schedule): Promise<void> {
    const queue = await queueOf(one.queue);
    await queue.upsertJobScheduler(one.key, one.repeat, { name: one.key, data: one.data });
  }

  function keep(schedule: Schedule): void {
    checkKey(schedule.key);
    schedules.push(schedule);
    bounded(() => renew(schedule)).catch(complain);
  }

  const renewal = setInterval(() => {
    // A refusal because its job runs right now is as good: the job itself plans the next.
    for (const schedule of schedules)
      bounded(() => renew(schedule)).catch((error: unknown) =>
        log.debug({ err: error }, 'schedule not renewed'),
      );
  }, settings.renewMs ?? RENEW_MS);
  renewal.unref();

  return {
    backend: backend.name,
    async add(name, job) {
      const options = optionsOf(job);
      await bounded(async () => (await queueOf(name)).add(name, job.data, options));
    },
    async addMany(name, jobs) {
      if (jobs.length === 0) return;
      const bulk = jobs.map((job) => ({ name, data: job.data, opts: optionsOf(job) }));
      await bounded(async () => (await queueOf(name)).addBulk(bulk));
    },
    work(name, handler, { concurrency }) {
      const worker = openWorker({
        name,
        backend,
        handler,
        concurrency,
        lockMs: settings.lockMs ?? LOCK_MS,
        log,
        complain,
      });
      const own: Worker = {
        async close() {
          workers.delete(own);
          await worker.close();
        },
      };
      workers.add(own);
      return own;
    },
    every: (queue, key, ms, data) => keep({ queue, key, repeat: { every: ms }, data }),
    schedule: (queue, key, when, data) => keep({ queue, key, repeat: when, data }),
    async counts() {
      const all = await Promise.all(
        QUEUES.map(async (name) => [name, await bounded(async () => countsOf(await queueOf(name)))] as const),
      );
      return Object.fromEntries(all) as Record<QueueName, Counts>;
    },
    ping: () => bounded(() => backend.ping()),
    warnings: () => bounded(() => backend.warnings(), START_MS),
    async close() {
      if (closing) return;
      closing = true;
      calls.cut(closed());
      clearInterval(renewal);
      await Promise.all([...workers].map((worker) => worker.close()));
      for (const queue of queues.values())
        await within(
          1000,
          queue.then((q) => q.close()),
        ).catch(() => {});
      await backend.close();
    },
  };
}

async function openQueue(
  name: QueueName,
  backend: Backend,
  complain: (error: Error) => void,
): Promise<BullQueue> {
  await backend.ready();
  const { options, factory } = backend.producer();
  const queue: BullQueue = new Queue(name, { ...options, defaultJobOptions: JOB_OPTIONS }, factory);
  queue.on('error', complain);
  try {
    await queue.waitUntilReady();
  } catch (error) {
    await queue.close().catch(() => {});
    throw error;
  }
  return queue;
}

function optionsOf(job: NewJob): JobsOptions {
  checkKey(job.key);
  // Not a job id: BullMQ drops an id that is running right now (a lost wake-up) or that failed earlier.
  return {
    deduplication: { id: job.key, keepLastIfActive: true },
    ...(job.delayMs ? { delay: job.delayMs } : {}),
  };
}

function checkKey(key: string): void {
  if (!key || key.includes(':'))
    throw new AppError('queue-key', `a job's key may not be empty nor hold ":": "${key}"`, { retry: false });
}

async function countsOf(queue: BullQueue): Promise<Counts> {
  const counts = await queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed');
  const of = (state: string): number => counts[state] ?? 0;
  return {
    waiting: of('waiting') + of('prioritized'),
    active: of('active'),
    delayed: of('delayed'),
    failed: of('failed'),
  };
}
