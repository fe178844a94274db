import pg from 'pg';
import { migrate } from '../src/store/migrate.js';
import { hasRedisServer, testRedis } from '../test/support/redis.js';
import { startScratchServer } from '../test/support/scratch.js';

/** The servers that one run measures on; rows find them in their environment. */
export interface Ground {
  env: Record<string, string>;
  /** What they are, for the table's heading. */
  says: string;
  close(): Promise<void>;
}

const PREFIX = 'cuncun_bench_';
/** Databases of runs that were killed; a day is longer than any run. */
const STALE_MS = 24 * 3600 * 1000;

/** PostgreSQL of DATABASE_URL, else an embedded one for this run; a private Redis, else the one of REDIS_URL, else none. */
export async function layGround(): Promise<Ground> {
  const undo: (() => Promise<void>)[] = [];
  const run = `${PREFIX}${Date.now()}_`;
  const given = process.env['DATABASE_URL'];
  const server = given ? { url: given, stop: () => Promise.resolve() } : await startScratchServer();
  undo.push(server.stop);
  const version = await asAdmin(server.url, async (admin) => {
    await dropDatabases(admin, PREFIX, Date.now() - STALE_MS);
    return (await admin.query<{ server_version: string }>('SHOW server_version')).rows[0]!.server_version;
  });
  undo.push(() => asAdmin(server.url, (admin) => dropDatabases(admin, run, Infinity)));
  const redis = await openRedis();
  if (redis.stop) undo.push(redis.stop);
  return {
    env: { BENCH_SERVER: server.url, BENCH_RUN: run, BENCH_REDIS: redis.url ?? '' },
    says: `PostgreSQL ${version.split(' ')[0]!} (${given ? 'DATABASE_URL' : 'embedded'}), ${redis.says}`,
    async close() {
      for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error));
    },
  };
}

async function openRedis(): Promise<{ url?: string; says: string; stop?: () => Promise<void> }> {
  if (hasRedisServer) {
    const own = await testRedis();
    return {
      url: own.url,
      says: 'private Redis (append-only file every second, no eviction)',
      stop: own.stop,
    };
  }
  const url = process.env['REDIS_URL'];
  return url ? { url, says: 'Redis of REDIS_URL' } : { says: 'no Redis' };
}

/** The Redis of this run, when there is one. */
export const redisUrl = (): string | undefined => process.env['BENCH_REDIS'] || undefined;

let made = 0;

/** A database of the row's own, with all tables; or a copy of one that nobody is connected to. Dropped with the run. */
export async function scratchDatabase(
  server = process.env['BENCH_SERVER']!,
  copyOf?: string,
): Promise<string> {
  const name = `${process.env['BENCH_RUN']!}${process.pid}_${made++}`;
  const source = copyOf === undefined ? 'template0' : new URL(copyOf).pathname.slice(1);
  const locale = copyOf === undefined ? ` ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'` : '';
  await asAdmin(server, (admin) => admin.query(`CREATE DATABASE "${name}" TEMPLATE "${source}"${locale}`));
  const url = new URL(server);
  url.pathname = `/${name}`;
  if (copyOf === undefined) await migrate(url.href);
  return url.href;
}

async function dropDatabases(admin: pg.Client, prefix: string, before: number): Promise<void> {
  const { rows } = await admin.query<{ datname: string }>(
    'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
    [prefix],
  );
  for (const { datname } of rows) {
    const at = Number(datname.slice(PREFIX.length).split('_')[0]);
    if (at < before) await admin.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  }
}

async function asAdmin<T>(url: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  try {
    return await work(admin);
  } finally {
    await admin.end();
  }
}
