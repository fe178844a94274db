import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePort, until } from './ports.js';

export interface TestRedis {
  url: string;
  /** Ends the server at once; what it had written to its append-only file stays. */
  kill9(): Promise<void>;
  /** Starts it again, on the same port and data. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/** Whether a private redis-server can be started. Use with `describe.skipIf(!hasRedisServer)`. */
export const hasRedisServer = spawnSync('redis-server', ['--version']).status === 0;

/** The Redis for tests that need no server of their own, or undefined. Use an own prefix: it is shared. */
export const sharedRedisUrl = process.env['REDIS_URL'];

if (!hasRedisServer)
  console.warn('tests that need a redis-server of their own are skipped: the binary is not there');

/** A private Redis as production runs it: append-only file, no eviction. */
export async function testRedis(
  options: { appendonly?: 'yes' | 'no'; policy?: string } = {},
): Promise<TestRedis> {
  const dir = await mkdtemp(path.join(tmpdir(), 'cuncun-redis-'));
  const port = await freePort();
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;

  async function start(): Promise<void> {
    child = spawn(
      'redis-server',
      ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', dir, '--save', '', '--appendonly', options.appendonly ?? 'yes',
        '--maxmemory-policy', options.policy ?? 'noeviction', '--enable-debug-command', 'local'], // prettier-ignore
      { stdio: 'ignore' },
    );
    await until('redis-server answers', () => ping(url));
  }

  async function end(signal: NodeJS.Signals): Promise<void> {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }

  await start();
  return {
    url,
    kill9: () => end('SIGKILL'),
    restart: start,
    async stop() {
      await end('SIGKILL');
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function ping(url: string): Promise<boolean> {
  const client = new Redis(url, { lazyConnect: true, retryStrategy: () => null, maxRetriesPerRequest: 0 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.ping()) === 'PONG';
  } finally {
    client.disconnect();
  }
}
