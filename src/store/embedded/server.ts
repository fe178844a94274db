import path from 'node:path';
import pg from 'pg';
import { messageOf } from '../../core/errors.js';
import { silentLog, type Log } from '../../core/ports.js';
import { isAlive } from './pids.js';
import { serverAccount } from './account.js';
import { prepareBinaries, type Binaries } from './binaries.js';
import { ensureCluster, ensureDataDir } from './cluster.js';
import { launch, nameOf, shutDown } from './launch.js';
import { DATABASE, layoutOf, readState, urlOf, type Layout } from './layout.js';
import { answerOf, ask, findPostmaster, type Postmaster } from './postmaster.js';

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
            line: `PostgreSQL ${binaries.version.replace(/-.*/, '')}, ${how}, port ${port}, pid ${postmaster.pid}`,
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
  await answerOf(url, 'SELECT 1', () => isAlive(postmaster.pid));
  return url;
}

async function adopt(layout: Layout, binaries: Binaries, log: Log): Promise<Postmaster | undefined> {
  const postmaster = findPostmaster(layout.cluster);
  if (!postmaster) return undefined;
  const { password } = readState(layout.state)!;
  const url = urlOf(postmaster.port, password, 'postgres');
  try {
    const rows = await answerOf<{ name: string }>(url, `SELECT current_setting('cluster_name') AS name`, () =>
      isAlive(postmaster.pid),
    );
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

async function ensureDatabase(adminUrl: string): Promise<void> {
  const rows = await ask(adminUrl, `SELECT 1 FROM pg_database WHERE datname = ${pg.escapeLiteral(DATABASE)}`);
  if (rows.length === 0) await ask(adminUrl, `CREATE DATABASE ${pg.escapeIdentifier(DATABASE)}`);
}
