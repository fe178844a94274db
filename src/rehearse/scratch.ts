import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AppError, messageOf } from '../core/errors.js';
import type { Log } from '../core/ports.js';
import { openQueues, type Queues } from '../queue/index.js';
import { openStore, type Store } from '../store/client.js';
import { startEmbedded } from '../store/embedded/server.js';
import { migrate } from '../store/migrate.js';
import { createScratchDatabase } from '../store/scratch.js';
import { createSealer, type Sealer } from '../store/seal.js';

/** Database and queue that exist only for one rehearsal: the county's own are never touched. */
export interface Scratch {
  store: Store;
  sealer: Sealer;
  queues: Queues;
  /** Everything that was written is gone once this resolves. */
  close(): Promise<void>;
}

/** On the server of `databaseUrl` where there is one, else on an embedded server in a directory of its own. */
export async function openScratch(options: {
  databaseUrl?: string | undefined;
  connections: number;
  log: Log;
}): Promise<Scratch> {
  const undo: (() => Promise<unknown>)[] = [];
  async function close(): Promise<void> {
    for (const step of undo.splice(0).reverse()) await step();
  }
  try {
    const server = options.databaseUrl ?? (await ownServer(options.log, undo));
    const database = await createScratchDatabase(server).catch((error: unknown) => {
      throw new AppError(
        'database-away',
        `no scratch database for the rehearsal: ${messageOf(error)} (DATABASE_URL's user needs CREATEDB; without DATABASE_URL an embedded server is used)`,
        { cause: error },
      );
    });
    undo.push(() => database.drop());
    await migrate(database.url, { log: options.log });
    const store = openStore(database.url, options.connections);
    undo.push(() => store.close());
    let closing = false;
    const queues = openQueues({
      databaseUrl: database.url,
      // Connections that end with their database are no trouble any more.
      log: {
        ...options.log,
        warn: (fields, message) => (closing ? undefined : options.log.warn(fields, message)),
      },
    });
    undo.push(() => {
      closing = true;
      return queues.close();
    });
    return { store, sealer: createSealer(randomBytes(32)), queues, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function ownServer(log: Log, undo: (() => Promise<unknown>)[]): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'cuncunbao-rehearsal-'));
  undo.push(() => rm(dir, { recursive: true, force: true }));
  const server = await startEmbedded({ dataDir: dir, log });
  undo.push(() => server.stop());
  return server.url;
}
