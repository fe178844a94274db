import { rm } from 'node:fs/promises';
import pg from 'pg';
import { layoutOf } from '../../src/store/embedded/layout.js';
import { findPostmaster } from '../../src/store/embedded/postmaster.js';
import { runningEmbedded } from '../../src/store/embedded/server.js';
import type { WireMessage } from '../../src/web/wire.js';
import { freePort, until } from '../support/ports.js';
import { quickDir } from '../support/quick-dir.js';
import { spawnApp, spawnCommand, type App } from '../support/process.js';
import { reports, ROOM_IDS, type Report } from './reports.js';

export type RoleName = 'chat' | 'work' | 'web';

/** A process that is started again whenever it ends, as compose or systemd would. */
export interface Supervised {
  readonly app: App;
  /** Ends it at once; it is started again. */
  kill9(): Promise<void>;
  /** How often it ended of its own accord, and what it said then. */
  readonly deaths: string[];
  /** Everything its processes said. */
  said(): string;
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

const RESPAWN_MS = 200;
const LAST_WORDS = 12;

/** Why a process ended: the last that it complained of, and its very last lines. */
export function lastWords(said: string): string {
  const lines = said.trim().split('\n');
  const complaints = lines.slice(0, -3).filter((line) => !/^\{"level":"(info|debug)"/.test(line));
  return [...complaints.slice(-LAST_WORDS), ...lines.slice(-3)].join('\n');
}

export function supervise(env: Record<string, string>): Supervised {
  let app = spawnApp(env);
  let said = '';
  let stopped = false;
  let killing = false;
  let running = true;
  const deaths: string[] = [];
  const watch = (one: App): void => {
    void one.ended.then(async (status) => {
      said += one.output();
      running = false;
      if (stopped) return;
      if (!killing) deaths.push(`${status}: ${lastWords(one.output())}`);
      killing = false;
      await new Promise((resolve) => setTimeout(resolve, RESPAWN_MS));
      if (stopped) return;
      app = spawnApp(env);
      running = true;
      watch(app);
    });
  };
  watch(app);
  return {
    get app() {
      return app;
    },
    deaths,
    said: () => said + app.output(),
    async kill9() {
      await until('it is running', () => running);
      killing = true;
      await app.kill9();
    },
    async stop(signal = 'SIGKILL') {
      stopped = true;
      app.signal(signal);
      await app.ended;
    },
  };
}

export interface Stage {
  roles: Record<RoleName, Supervised>;
  env: Record<string, string>;
  /** Starts one more process. */
  more(roles: string, env?: Record<string, string>): Promise<Supervised>;
  query<T extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<T[]>;
  health(): Promise<{ ok: boolean; text: string }>;
  close(): Promise<void>;
}

/** The three roles as processes of their own on servers that are given; the demo county in the database. */
export async function openStage(servers: {
  databaseUrl: string;
  adminUrl?: string;
  redisUrl?: string;
  env?: Record<string, string>;
}): Promise<Stage> {
  const dataDir = await quickDir('cuncun-chaos-');
  const base: Record<string, string> = {
    DATA_DIR: dataDir,
    DATABASE_URL: servers.databaseUrl,
    ...(servers.redisUrl && { REDIS_URL: servers.redisUrl }),
    DATA_KEY: Buffer.alloc(32, 7).toString('base64'),
    DEMO: 'true',
    TZ: 'Asia/Shanghai',
    PORT: `${await freePort()}`,
    ...servers.env,
  };
  const all: Supervised[] = [];
  const start = (roles: string, env: Record<string, string> = {}): Supervised => {
    const made = supervise({ ...base, ROLES: roles, ...env });
    all.push(made);
    return made;
  };
  const web = start('web');

  async function health(): Promise<{ ok: boolean; text: string }> {
    return web.app.health();
  }

  async function close(): Promise<void> {
    await Promise.all(all.map((one) => one.stop()));
    await rm(dataDir, { recursive: true, force: true });
  }

  let roles: Stage['roles'];
  try {
    await web.app.line('ready'); // alone at first: it makes the tables and the county
    roles = { web, work: start('work'), chat: start('chat') };
    await until('the stage is up', async () => (await health()).ok, 100_000);
  } catch (error) {
    const said = all.map((one) => one.said()).join('\n');
    await close();
    throw new Error(`${String(error)}\n${said}`, { cause: error });
  }
  return {
    roles,
    env: base,
    more: (names, env) => Promise.resolve(start(names, env)),
    query: (sql, values) => ask(servers.adminUrl ?? servers.databaseUrl, sql, values),
    health,
    close,
  };
}

/** The product as it runs with nothing but Node: one process, its own database, the queue on it. */
export async function openEmbeddedStage(): Promise<Stage & { killDatabase(): Promise<void> }> {
  const dataDir = await quickDir('cuncun-chaos-one-');
  const env = { DATA_DIR: dataDir, PORT: `${await freePort()}`, TZ: 'Asia/Shanghai' };
  const one = supervise(env);
  const { cluster } = layoutOf(dataDir);

  async function close(): Promise<void> {
    await one.stop('SIGTERM');
    const left = findPostmaster(cluster);
    if (left) {
      process.kill(left.pid, 'SIGQUIT');
      await until('the database has gone', () => !findPostmaster(cluster));
    }
    await rm(dataDir, { recursive: true, force: true });
  }

  try {
    await one.app.healthy();
  } catch (error) {
    await close();
    throw error;
  }
  return {
    roles: { chat: one, work: one, web: one },
    env,
    more: () => Promise.reject(new Error('one process only')),
    query: async (sql, values) => ask((await runningEmbedded(dataDir))!, sql, values),
    health: () => one.app.health(),
    killDatabase: () => Promise.resolve(void process.kill(findPostmaster(cluster)!.pid, 'SIGKILL')),
    close,
  };
}

async function ask<T extends pg.QueryResultRow>(
  url: string,
  sql: string,
  values: unknown[] = [],
): Promise<T[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return (await client.query<T>(sql, values)).rows;
  } finally {
    await client.end().catch(() => {});
  }
}

/** What became of the numbered posts. */
export interface Stream {
  /** Report by the id with which it was accepted (201). */
  accepted: Map<string, Report>;
  /** Refused, or without an answer: it may be there all the same. */
  refused: Report[];
  /** How often each status was answered. */
  statuses: Map<string, number>;
  /** The number that comes next. */
  next(): number;
  stop(): Promise<void>;
}

/**
 * Posts one report after another through the page's API, `perSecond` of them, whatever comes back. `before`: goes on
 * with its numbers, and with what became of them.
 */
export function startStream(url: string, perSecond: number, before?: Stream): Stream {
  const source = reports();
  const accepted = new Map(before?.accepted);
  const refused = [...(before?.refused ?? [])];
  const statuses = new Map<string, number>();
  const open = new Set<Promise<void>>();
  let n = before?.next() ?? 0;

  async function post(report: Report): Promise<void> {
    let status = 'no answer';
    try {
      const response = await fetch(`${url}/api/local/rooms/${report.room}/messages`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify({ sender: report.sender, text: report.text }),
        signal: AbortSignal.timeout(20_000),
      });
      status = `${response.status}`;
      const body = (await response.json()) as { id?: string };
      if (response.status === 201) accepted.set(body.id!, report);
      else refused.push(report);
    } catch {
      refused.push(report);
    }
    statuses.set(status, (statuses.get(status) ?? 0) + 1);
  }

  const timer = setInterval(() => {
    if (n >= source.most) return;
    const posting = post(source.report(n++)).finally(() => open.delete(posting));
    open.add(posting);
  }, 1000 / perSecond);

  return {
    accepted,
    refused,
    statuses,
    next: () => n,
    async stop() {
      clearInterval(timer);
      await Promise.all(open);
    },
  };
}

/** Everything the bot has said in the groups, by group. */
export async function heard(stage: Stage): Promise<Map<string, string[]>> {
  const all = new Map<string, string[]>();
  for (const room of ROOM_IDS) {
    const url = `${stage.roles.web.app.url}/api/local/rooms/${room}/messages`;
    const [first] = await stage.query<{ id: string }>(
      'SELECT id FROM local_event WHERE room_id = $1 ORDER BY seq LIMIT 1',
      [room],
    );
    const texts: string[] = [];
    for (let after = first?.id; after !== undefined;) {
      const response = await fetch(`${url}?after=${after}&limit=500`);
      if (!response.ok) throw new Error(`cannot hear ${room}: ${response.status}`);
      const page = (await response.json()) as WireMessage[];
      texts.push(...page.filter((m) => m.bot).map((m) => m.text));
      after = page.at(-1)?.id;
    }
    all.set(room, texts);
  }
  return all;
}

/** What the `outbox` command lists. */
export async function inDoubt(env: Record<string, string>): Promise<{ id: string; text: string }[]> {
  const { status, stdout, stderr } = await spawnCommand(['outbox'], env);
  if (status !== 0) throw new Error(`outbox: ${String(status)} ${stderr}`);
  return stdout
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { id: string; text: string });
}
