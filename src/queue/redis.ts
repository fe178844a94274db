import { createRedisBackend, type BackendFactory, type IQueueBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { AppError } from '../core/errors.js';
import { PATIENCE_MS, type Backend } from './backend.js';

const factory = createRedisBackend as unknown as BackendFactory<IQueueBackend>;

const retryStrategy = (times: number): number => Math.min(times * 100, 1000);

/** The queue on Redis. One connection adds all jobs; every worker brings two of its own. */
export function redisBackend(url: string, prefix: string, onError: (error: Error) => void): Backend {
  const client = new Redis(url, {
    retryStrategy,
    enableOfflineQueue: false, // the default keeps every command in memory while the server is away
    maxRetriesPerRequest: 0,
    commandTimeout: PATIENCE_MS,
    connectTimeout: PATIENCE_MS,
  });
  client.on('error', onError);

  // A start is not an outage: the first connection is given its moment. Later a missing one fails at once.
  const first = new Promise<void>((resolve) => {
    client.once('ready', resolve);
    client.once('close', resolve);
  });

  async function ready(): Promise<void> {
    await first;
    if (client.status !== 'ready') throw new AppError('queue-away', `connection ${client.status}`);
  }

  return {
    name: 'redis',
    ready,
    producer: () => ({ options: { connection: client, prefix }, factory }),
    consumer: () => ({
      options: {
        connection: {
          url,
          connectTimeout: 5000,
          retryStrategy,
          maxRetriesPerRequest: null,
        },
        prefix,
      },
      factory,
    }),
    async ping() {
      await ready();
      await client.ping();
    },
    // A worker asks again by itself every few seconds.
    nudge: () => Promise.resolve(),
    async warnings() {
      await ready();
      // INFO, not CONFIG: hosted servers often forbid the latter.
      const info = `${await client.info('persistence')}\n${await client.info('memory')}`;
      const policy = /maxmemory_policy:(\S+)/.exec(info)?.[1] ?? 'unknown';
      const found: string[] = [];
      if (!/aof_enabled:1/.test(info))
        found.push('appendonly is off: jobs are lost when Redis is killed (set appendonly yes)');
      if (policy !== 'noeviction')
        found.push(`maxmemory-policy is ${policy}: Redis may throw jobs away (set noeviction)`);
      return found;
    },
    async close() {
      client.disconnect();
    },
  };
}
