import type { Config } from '../core/config.js';
import { AppError, messageOf } from '../core/errors.js';
import { systemClock, type Clock, type Log } from '../core/ports.js';
import type { Metrics } from '../core/metrics.js';
import { openQueues, type Queues } from '../queue/index.js';
import { openStore, type Store } from '../store/client.js';
import { inboxBacklog } from '../store/inbox.js';
import { outboxBacklog } from '../store/outbox.js';
import type { Sealer } from '../store/seal.js';
import { openDatabase, type Database } from './database.js';
import { openSealer } from './key.js';
import type { Lifecycle } from './lifecycle.js';
import { patiently } from './patience.js';
import { createMetrics, type Backlog } from './metrics.js';
import type { Registry } from 'prom-client';

/** What every role stands on. */
export interface Ground {
  config: Config;
  log: Log;
  clock: Clock;
  database: Database;
  store: Store;
  sealer: Sealer;
  queues: Queues;
  metrics: Metrics;
  registry: Registry;
}

/** Database, key and queue, in this order; each is stopped by the lifecycle. */
export async function layGround(
  config: Config,
  log: Log,
  lifecycle: Lifecycle,
  stopping: AbortSignal,
): Promise<Ground> {
  const clock = systemClock;
  const database = await started(lifecycle, 'database', () => openDatabase(config, log, 'start', stopping), (opened) => opened.stop()); // prettier-ignore
  const store = await started(lifecycle, 'store', async () => openStore(database.url, 10 + config.TURN_CONCURRENCY), (opened) => opened.close()); // prettier-ignore
  const sealer = await patiently(() => openSealer(config, store.prisma), { log, stopping });
  const queues = await started(
    lifecycle,
    'queue',
    async () => openQueues({ redisUrl: config.REDIS_URL, databaseUrl: database.url, log }),
    (opened) => opened.close(),
  );
  queues.warnings().then(
    (found) => found.forEach((line) => log.warn({}, `Redis: ${line}`)),
    (error: unknown) => {
      // Closed while it was asked: something else has ended the start, and says so itself.
      if (error instanceof AppError && error.code === 'queue-closed') return;
      log.warn({ err: messageOf(error) }, 'the queue is away: going on without it until it is there');
    },
  );
  return {
    config,
    log,
    clock,
    database,
    store,
    sealer,
    queues,
    ...createMetrics(() => backlog(store, clock)),
  };
}

async function backlog(store: Store, clock: Clock): Promise<Backlog> {
  const [inbox, outbox] = await Promise.all([inboxBacklog(store.prisma), outboxBacklog(store.prisma)]);
  const oldestSeconds = inbox.oldest ? (clock.now().getTime() - inbox.oldest.getTime()) / 1000 : 0;
  return { pending: inbox.pending, oldestSeconds, failed: inbox.failed, ...outbox };
}

async function started<T>(
  lifecycle: Lifecycle,
  name: string,
  open: () => Promise<T>,
  close: (opened: T) => Promise<void>,
): Promise<T> {
  let opened: T | undefined;
  await lifecycle.start({
    name,
    start: async () => void (opened = await open()),
    stop: () => close(opened!),
  });
  return opened!;
}
