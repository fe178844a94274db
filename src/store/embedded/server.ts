import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { AppError, messageOf } from '../../core/errors.js';
import { silentLog, type Log } from '../../core/ports.js';
import { freePort } from './net.js';
import { isAlive } from './pids.js';
import { serverAccount, type Account } from './account.js';
import { prepareBinaries, type Binaries } from './binaries.js';
import { directoryFor, ensureCluster, ensureDataDir, SERVER_ENV } from './cluster.js';
import { DATABASE, layoutOf, readState, urlOf, writeState, type Layout } from './layout.js';
import { ask, findPostmaster, removeStalePidFile, untilReady, type Postmaster } from './postmaster.js';

export interface EmbeddedServer {
  /** Stays the same over restarts of the server. */
  url: string;
  /** made: a new cluster; started: an old one; adopted: it was running, left by a killed process. */
  how: 'made' | 'started' | 'adopted';
  pid(): number;
  health(): { ok: boolean; line: string };
  stop(): Promise<void>;
}

const WATCH_MS = 500;
const LOG_LIMIT = 10 * 1024 * 1024;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/**
 * Starts PostgreSQL in DATA_DIR/postgres, or adopts the one that a killed process left running there, and keeps it
 * running until `stop`. The caller holds the lock of DATA_DIR. Throws an AppError of one line.
 */
export async function startEmbedded(options: { dataDir: string; log?: Log }): Promise<EmbeddedServer> {
  const log = options.log ?? silentLog;
  await ensureDataDir(options.dataDir);
  const layout = layoutOf(options.dataDir);
  const account = await serverAccount(layout.cluster);
  const binaries = await prepareBinaries(account, path.resolve(options.dataDir));
  const made = await ensureCluster(layout, binaries, account);

  const adopted = await adopt(layout, binaries, log);
  let postmaster = adopted ?? (await launch(layout, binaries, account));
  const { password } = readState(layout.state)!;
  const { port } = postmaster;
  await ensureDatabase(urlOf(port, password, 'postgres'));
  const how = adopted ? 'adopted' : made === 'made' ? 'made' : 'started';
  log.info({ how, port, server: postmaster.pid }, 'embedded database is up');

  let stopping = false;
  let restarting: Promise<void> | undefined;
  let trouble = '';

  async function restart(): Promise<void> {
    log.warn({ server: postmaster.pid }, 'embedded database ended on its own: starting it again');
    trouble = 'ended on its own, starting again';
    for (let wait = 200; !stopping; wait = Math.min(wait * 2, 5000)) {
      try {
        postmaster = await launch(layout, binaries, account, port);
        trouble = '';
        log.info({ server: postmaster.pid }, 'embedded database is up again');
        return;
      } catch (error) {
        trouble = messageOf(error);
        log.error({ err: error }, 'embedded database does not start');
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  // Polled, since an adopted server is not our child.
  const watch = setInterval(() => {
    if (stopping || restarting || isAlive(postmaster.pid)) return;
    restarting = restart().finally(() => (restarting = undefined));
  }, WATCH_MS);
  watch.unref();

  return {
    url: urlOf(port, password),
    how,
    pid: () => postmaster.pid,
    health: () =>
      trouble
        ? { ok: false, line: trouble }
        : {
            ok: true,
            line: `PostgreSQL ${binaries.version.split('-')[0]}, ${how}, port ${port}, pid ${postmaster.pid}`,
          },
    async stop() {
      stopping = true;
      clearInterval(watch);
      await restarting;
      await shutDown(layout, binaries, postmaster.pid);
    },
  };
}

/** The address of the embedded server of DATA_DIR when it is running (another process's, say). */
export async function runningEmbedded(dataDir: string): Promise<string | undefined> {
  const layout = layoutOf(dataDir);
  const postmaster = findPostmaster(layout.cluster);
  const state = readState(layout.state);
  if (!postmaster || !state) return undefined;
  const url = urlOf(postmaster.port, state.password);
  await untilReady(url, () => isAlive(postmaster.pid), 10_000);
  return url;
}

/** What the running server must have been started with to be kept: another version or other settings are not. */
function nameOf(binaries: Binaries): string {
  const settings = createHash('sha256')
    .update(JSON.stringify([binaries.version, SETTINGS]))
    .digest('hex');
  return `cuncunbao-${settings.slice(0, 12)}`;
}

async function adopt(layout: Layout, binaries: Binaries, log: Log): Promise<Postmaster | undefined> {
  const postmaster = findPostmaster(layout.cluster);
  if (!postmaster) return undefined;
  const { password } = readState(layout.state)!;
  const url = urlOf(postmaster.port, password, 'postgres');
  try {
    await untilReady(url, () => isAlive(postmaster.pid), 10_000);
    const rows = await ask<{ name: string }>(url, `SELECT current_setting('cluster_name') AS name`);
    if (rows[0]!.name === nameOf(binaries)) return postmaster;
    log.info(
      { server: postmaster.pid },
      'the running embedded database was started by another version: restarting it',
    );
  } catch (error) {
    if (!isAlive(postmaster.pid)) return undefined;
    log.warn(
      { err: error, server: postmaster.pid },
      'the running embedded database does not answer: restarting it',
    );
  }
  await shutDown(layout, binaries, postmaster.pid);
  return undefined;
}

/** Starts the server and waits until it answers. Without `port`: the one of last time, or any that is free. */
async function launch(
  layout: Layout,
  binaries: Binaries,
  account: Account,
  port?: number,
): Promise<Postmaster> {
  const state = readState(layout.state);
  if (!state) throw new AppError('embedded-state', `${layout.state} is missing or damaged`);
  if (!findPostmaster(layout.cluster)) removeStalePidFile(layout.cluster);
  rotate(layout.log);
  let candidate = port ?? state.port ?? (await freePort());
  for (let round = 1; ; round++) {
    const before = sizeOf(layout.log);
    const pid = spawnServer(layout, binaries, account, candidate);
    try {
      await untilReady(urlOf(candidate, state.password, 'postgres'), () => isAlive(pid));
      // The port may have been taken by somebody else's server that happens to let us in: only the pid file tells.
      if (findPostmaster(layout.cluster)?.pid !== pid)
        throw new AppError('embedded-foreign', `another server answers on port ${candidate}`);
      if (state.port !== candidate) await writeState(layout.state, { ...state, port: candidate });
      return { pid, port: candidate };
    } catch (error) {
      if (isAlive(pid)) await shutDown(layout, binaries, pid);
      const said = lastWords(layout.log, before);
      const taken =
        /could not bind|could not create any TCP/.test(said) ||
        (error instanceof AppError && error.code === 'embedded-foreign');
      // A killed server's helpers take a moment to notice and let go of its memory.
      const lingering = /pre-existing shared memory|shared memory block .* is still in use/.test(said);
      if (round >= 20 || (!taken && !lingering))
        throw new AppError(
          'embedded-start',
          `the embedded database does not start: ${said || messageOf(error)}`,
          { cause: error },
        );
      if (taken && port === undefined) candidate = await freePort();
      else await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
}

function spawnServer(layout: Layout, binaries: Binaries, account: Account, port: number): number {
  const log = openSync(layout.log, 'a', 0o600);
  try {
    const settings = Object.entries({ ...SETTINGS, cluster_name: nameOf(binaries) }).flatMap(
      ([name, value]) => ['-c', `${name}=${value}`],
    );
    const child = spawn(
      binaries.postgres,
      ['-D', directoryFor(account, layout.cluster), '-p', `${port}`, ...settings],
      {
        cwd: layout.cluster,
        env: SERVER_ENV,
        // A file, not a pipe: the server must be able to write when we are gone.
        stdio: ['ignore', log, log],
        // Out of reach of Ctrl-C: it stops after everything that needs it.
        detached: true,
        ...(account && { uid: account.uid, gid: account.gid }),
      },
    );
    child.on('error', () => {});
    if (child.pid === undefined) throw new AppError('embedded-start', `${binaries.postgres} cannot be run`);
    child.unref();
    return child.pid;
  } finally {
    closeSync(log);
  }
}

/** Fast shutdown (open transactions are rolled back); what does not end within 20 s is ended the hard way, which is safe too. */
async function shutDown(layout: Layout, binaries: Binaries, pid: number): Promise<void> {
  const signals: NodeJS.Signals[] = ['SIGINT', 'SIGQUIT', 'SIGKILL'];
  for (const signal of signals) {
    if (!isAlive(pid)) return;
    if (process.platform === 'win32') {
      spawnSync(
        binaries.pgCtl,
        ['stop', '-D', layout.cluster, '-m', signal === 'SIGINT' ? 'fast' : 'immediate'],
        { env: SERVER_ENV },
      );
    } else process.kill(pid, signal);
    for (const end = Date.now() + 20_000; Date.now() < end && isAlive(pid);)
      await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function ensureDatabase(adminUrl: string): Promise<void> {
  const rows = await ask(adminUrl, `SELECT 1 FROM pg_database WHERE datname = ${pg.escapeLiteral(DATABASE)}`);
  if (rows.length === 0) await ask(adminUrl, `CREATE DATABASE ${pg.escapeIdentifier(DATABASE)}`);
}

function rotate(file: string): void {
  if (sizeOf(file) > LOG_LIMIT) truncateSync(file);
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** The server's last complaint, for the one line a person sees. */
function lastWords(file: string, from: number): string {
  try {
    const lines = readFileSync(file).subarray(from).toString().split('\n');
    const at = lines.findLastIndex((line) => /(FATAL|PANIC):/.test(line));
    const words = lines
      .slice(Math.max(0, at - 3), at + 1)
      .filter((line) => /(FATAL|PANIC|LOG|HINT|WARNING):/.test(line));
    return words.map((line) => line.replace(/^.*?(FATAL|PANIC|LOG|HINT|WARNING): +/, '')).join('; ');
  } catch {
    return '';
  }
}
