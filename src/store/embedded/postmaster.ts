import { readFileSync, readlinkSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { AppError, messageOf } from '../../core/errors.js';
import { isAlive } from './pids.js';

export interface Postmaster {
  pid: number;
  port: number;
}

const PID_FILE = 'postmaster.pid';

/** The server that works on this cluster now, by its own pid file; undefined when it is not there any more. */
export function findPostmaster(cluster: string): Postmaster | undefined {
  let lines: string[];
  try {
    lines = readFileSync(path.join(cluster, PID_FILE), 'utf8').split('\n');
  } catch {
    return undefined;
  }
  const pid = Number(lines[0]);
  const port = Number(lines[3]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid) || !worksOn(pid, cluster)) return undefined;
  return { pid, port };
}

/**
 * After a crash the id in the file may belong to any other process by now; PostgreSQL itself then refuses to start
 * when that one runs under the same account. Only called when `findPostmaster` found nobody.
 */
export function removeStalePidFile(cluster: string): void {
  rmSync(path.join(cluster, PID_FILE), { force: true });
}

/** A server's working directory is its cluster. Elsewhere than on Linux the password will tell (see `answers`). */
function worksOn(pid: number, cluster: string): boolean {
  if (process.platform !== 'linux') return true;
  try {
    if (!path.basename(readlinkSync(`/proc/${pid}/exe`)).startsWith('postgres')) return false;
    const own = statSync(cluster);
    const its = statSync(`/proc/${pid}/cwd`);
    return own.ino === its.ino && own.dev === its.dev;
  } catch {
    return false; // gone, or another user's and so not ours
  }
}

/** A busy machine takes seconds to let somebody in; a server that is not there refuses at once. */
const CONNECT_MS = 10_000;

/** What the server says when asked with our password; throws what pg throws. */
export async function ask<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/**
 * What the server answers once it can: after a crash the first connections are refused for up to a second, and for
 * longer while the log is replayed. Throws an AppError where it ends, is not ours, or takes longer than `limitMs`.
 */
export async function answerOf<T extends pg.QueryResultRow>(
  url: string,
  sql: string,
  alive: () => boolean,
  limitMs = 60_000,
): Promise<T[]> {
  const end = Date.now() + limitMs;
  for (;;) {
    try {
      return await ask<T>(url, sql);
    } catch (error) {
      const { code } = error as { code?: string };
      // 28P01: another cluster's server; 3D000: ours, and its database is not made yet.
      if (code === '28P01' || code === '28000')
        throw new AppError('embedded-foreign', 'the database server on that port is not ours', {
          cause: error,
        });
      if (!alive())
        throw new AppError(
          'embedded-died',
          `the embedded database ended while it started: ${messageOf(error)}`,
          { cause: error },
        );
      if (Date.now() > end) {
        throw new AppError(
          'embedded-slow',
          `the embedded database did not answer within ${limitMs / 1000} s: ${messageOf(error)}`,
          { cause: error },
        );
      }
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}
