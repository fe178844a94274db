import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { AppError, messageOf } from '../../core/errors.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { directoryFor, SERVER_ENV } from './cluster.js';
import { readState, urlOf, writeState, type Layout } from './layout.js';
import { freePort } from './net.js';
import { isAlive } from './pids.js';
import { answerOf, findPostmaster, removeStalePidFile, type Postmaster } from './postmaster.js';

const LOG_LIMIT = 10 * 1024 * 1024;

const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

/** What the running server must have been started with to be kept: another version or other settings are not. */
export function nameOf(binaries: Binaries): string {
  const settings = createHash('sha256')
    .update(JSON.stringify([binaries.version, SETTINGS]))
    .digest('hex');
  return `cuncunbao-${settings.slice(0, 12)}`;
}

/** Starts the server and waits until it answers. Without `port`: the one of last time, or any that is free. */
export async function launch(
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
      await answerOf(urlOf(candidate, state.password, 'postgres'), 'SELECT 1', () => isAlive(pid));
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
export async function shutDown(layout: Layout, binaries: Binaries, pid: number): Promise<void> {
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
