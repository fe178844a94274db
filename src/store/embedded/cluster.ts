import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { chown, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError } from '../../core/errors.js';
import type { Account } from './account.js';
import type { Binaries } from './binaries.js';
import { newPassword, readState, USER, writeState, type Layout } from './layout.js';

/**
 * How a program of the server is told its directory. Under another account than ours the path may lead through
 * directories which that account may not enter (DATA_DIR in the home of root): then it is started inside, and
 * told the place by way of its own working directory.
 */
export function directoryFor(account: Account, dir: string): string {
  return account && process.platform === 'linux' ? '/proc/self/cwd' : dir;
}

/** Only what the server needs: settings of other PostgreSQL tools in our environment must not reach it. */
export const SERVER_ENV = {
  PATH: process.env['PATH'] ?? '',
  TZ: 'UTC',
  LC_ALL: 'C',
  ...(process.env['SystemRoot'] && { SystemRoot: process.env['SystemRoot'] }),
};

/** Makes the cluster where there is none. A start that died in the middle leaves only a draft, which is removed here. */
export async function ensureCluster(
  layout: Layout,
  binaries: Binaries,
  account: Account,
): Promise<'made' | 'there'> {
  const parent = path.dirname(layout.cluster);
  for (const name of await readdir(parent)) {
    if (name.startsWith('postgres.draft-'))
      await rm(path.join(parent, name), { recursive: true, force: true });
  }
  if (existsSync(path.join(layout.cluster, 'PG_VERSION'))) {
    checkVersion(layout, binaries);
    return 'there';
  }
  if (existsSync(layout.cluster)) {
    throw new AppError(
      'embedded-cluster',
      `${layout.cluster} is there but holds no database (no PG_VERSION): move it away, or restore a backup`,
    );
  }
  const draft = await mkdtemp(path.join(parent, 'postgres.draft-'));
  try {
    if (account) await chown(draft, account.uid, account.gid);
    const password = newPassword();
    await initdb(draft, binaries, account, password);
    await writeState(layout.state, { password });
    await rename(draft, layout.cluster);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
  return 'made';
}

function checkVersion(layout: Layout, binaries: Binaries): void {
  const version = readFileSync(path.join(layout.cluster, 'PG_VERSION'), 'utf8').trim();
  if (version !== binaries.major) {
    throw new AppError(
      'embedded-version',
      `${layout.cluster} was made by PostgreSQL ${version}, this version brings ${binaries.major}: dump it with the version that made it, and restore the dump`,
    );
  }
  if (!readState(layout.state))
    throw new AppError(
      'embedded-state',
      `${layout.state} is missing or damaged; it holds the password of ${layout.cluster}: restore it from a backup`,
    );
}

async function initdb(dir: string, binaries: Binaries, account: Account, password: string): Promise<void> {
  // The password goes through a file that only the account can read; the command line would show it to everybody.
  const secret = await mkdtemp(path.join(tmpdir(), 'cuncunbao-'));
  const file = path.join(secret, 'password');
  try {
    await writeFile(file, password, { mode: 0o600 });
    if (account) for (const entry of [secret, file]) await chown(entry, account.uid, account.gid);
    await run(binaries.initdb, dir, account, [
      `--pgdata=${directoryFor(account, dir)}`,
      `--username=${USER}`,
      `--pwfile=${file}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own C.UTF-8: the same on every machine, whatever locales the system has.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--no-instructions',
    ]);
  } finally {
    await rm(secret, { recursive: true, force: true });
  }
}

async function run(program: string, cwd: string, account: Account, args: string[]): Promise<void> {
  const child = spawn(program, args, {
    cwd,
    env: SERVER_ENV,
    stdio: ['ignore', 'ignore', 'pipe'],
    ...(account && { uid: account.uid, gid: account.gid }),
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const status = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(code ?? signal ?? 'ended'));
  });
  if (status === 0) return;
  const line = said.split('\n').find((l) => /error|fatal|could not/i.test(l)) ?? said.split('\n')[0] ?? '';
  throw new AppError(
    'embedded-init',
    `the embedded database could not be made in ${cwd}: ${line.trim() || status}`,
  );
}

/** DATA_DIR itself, for us only. Throws one clear line when it cannot be written. */
export async function ensureDataDir(dataDir: string): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o700 });
    const probe = await mkdtemp(path.join(dataDir, '.probe-'));
    await writeFile(path.join(probe, 'x'), 'x'.repeat(4096));
    await rm(probe, { recursive: true });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause =
      code === 'ENOSPC'
        ? 'the disk is full'
        : code === 'ENOTDIR' || code === 'EEXIST'
          ? 'it is not a directory'
          : `it cannot be written (${code ?? 'unknown error'})`;
    throw new AppError('data-dir', `DATA_DIR ${path.resolve(dataDir)}: ${cause}`, { cause: error });
  }
}
