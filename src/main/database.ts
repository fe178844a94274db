import type { Config } from '../core/config.js';
import { AppError, messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import { ensureDataDir } from '../store/embedded/cluster.js';
import { startEmbedded, type EmbeddedServer } from '../store/embedded/server.js';
import { migrate } from '../store/migrate.js';
import { lockDirSoon, type DirLock } from './lock.js';
import { patiently } from './patience.js';

/** A migrated database, and what was started for it. */
export interface Database {
  url: string;
  embedded?: EmbeddedServer | undefined;
  lock?: DirLock | undefined;
  stop(): Promise<void>;
}

/** A database that is only just starting (after a reboot, beside us in compose) is waited for that long. */
const WAIT_MS = 60_000;
const RETRY_MS = 500;

/**
 * The database of DATABASE_URL, or the embedded one in DATA_DIR, started under the directory's lock.
 * `what` names the holder to whoever finds the directory locked.
 */
export async function openDatabase(
  config: Config,
  log: Log,
  what: string,
  stopping?: AbortSignal,
): Promise<Database> {
  await ensureDataDir(config.DATA_DIR);
  if (config.DATABASE_URL) {
    await migrateWhenUp(config.DATABASE_URL, log, WAIT_MS, stopping);
    return { url: config.DATABASE_URL, stop: () => Promise.resolve() };
  }
  const lock = await lockDirSoon(config.DATA_DIR, what);
  let embedded: EmbeddedServer | undefined;
  async function stop(): Promise<void> {
    try {
      await embedded?.stop();
    } finally {
      lock.release();
    }
  }
  try {
    embedded = await patiently(() => startEmbedded({ dataDir: config.DATA_DIR, log }), { log, stopping });
    await migrateWhenUp(embedded.url, log, 10_000);
    return { url: embedded.url, embedded, lock, stop };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

async function migrateWhenUp(url: string, log: Log, waitMs: number, stopping?: AbortSignal): Promise<void> {
  const end = Date.now() + waitMs;
  let told = false;
  for (;;) {
    try {
      await migrate(url, { log });
      return;
    } catch (error) {
      if (error instanceof AppError) throw error;
      if (!mayPass(error) || Date.now() > end)
        throw new AppError(
          'database-away',
          `the database at ${placeOf(url)} cannot be used: ${messageOf(error)}`,
          { cause: error },
        );
      if (!told)
        log.warn(
          { err: messageOf(error), seconds: waitMs / 1000 },
          `waiting for the database at ${placeOf(url)}`,
        );
      told = true;
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      stopping?.throwIfAborted();
    }
  }
}

/** A server that starts, restarts or is full for the moment; not a wrong password or name. */
function mayPass(error: unknown): boolean {
  const { code } = error as { code?: string };
  if (code === undefined) return true; // pg's own: timeouts, connections that ended
  return (
    /^(57P0[123]|53300|08)/.test(code) ||
    [
      'ECONNREFUSED',
      'ECONNRESET',
      'ETIMEDOUT',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'ENOTFOUND',
      'EAI_AGAIN',
      'EPIPE',
    ].includes(code)
  );
}

/** The address without user and password. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
