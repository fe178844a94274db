import { createPostgresBackend, runMigrations, type BackendFactory, type IQueueBackend } from 'bullmq';
import pg from 'pg';
import { PATIENCE_MS, type Backend, type Made } from './backend.js';

const nothing = (): void => {};
let survives = false;

/**
 * BullMQ lends connections within itself, and opens one to listen on, with nobody listening for their errors at times:
 * a server that is killed in such a moment would end our process. What was running on them fails all the same.
 */
function surviveServers(): void {
  if (survives) return;
  survives = true;
  const connect = Reflect.get(pg.Client.prototype, 'connect') as (...args: unknown[]) => unknown;
  Reflect.set(pg.Client.prototype, 'connect', function (this: pg.Client, ...args: unknown[]) {
    this.on('error', nothing);
    return connect.apply(this, args);
  });
}

/** The queue in a schema of its own beside the ledger. Needs no other server. */
export function postgresBackend(url: string, schema: string, onError: (error: Error) => void): Backend {
  surviveServers();
  const pool = new pg.Pool({
    connectionString: url,
    max: 1,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  pool.on('error', onError);
  let prepared: Promise<void> | undefined;

  /** Once; again when it failed. BullMQ would remember a failure for ever. */
  async function ready(): Promise<void> {
    // While everything starts, our own loop may be busy for longer than a connection may take: that is no server away.
    prepared ??= prepare(url, schema).catch((error: unknown) => {
      if (/timeout expired/.test(String(error))) return prepare(url, schema);
      throw error;
    });
    try {
      await prepared;
    } catch (error) {
      prepared = undefined;
      throw error;
    }
  }

  function made(max: number, timeoutMs: number): Made {
    const connection = {
      connectionString: url,
      schema,
      max,
      connectionTimeoutMillis: timeoutMs,
      // A lost job is made again by the sweep: no commit need wait for the disk. Ten times faster.
      options: '-c synchronous_commit=off -c timezone=UTC',
      // Without a bound, a worker whose server hangs would hang with it.
      query_timeout: timeoutMs,
      keepAlive: true,
    };
    // The library types its options for Redis; the factory reads these.
    return {
      options: { connection: connection },
      factory: createPostgresBackend as unknown as BackendFactory<IQueueBackend>,
    };
  }

  return {
    name: 'postgres',
    ready,
    producer: () => made(4, PATIENCE_MS),
    consumer: (concurrency) => made(Math.min(concurrency, 4), 5 * PATIENCE_MS),
    async ping() {
      await pool.query('SELECT 1');
    },
    // An idle worker waits for a notification, for an hour if need be; one that got lost in a restart of the server
    // would leave its job lying, and adding the same again notifies nobody.
    async nudge(queue) {
      await pool.query(
        `SELECT pg_notify('bullmq_jobs', $1) WHERE EXISTS (SELECT 1 FROM ${pg.escapeIdentifier(schema)}.job WHERE queue = $1 AND state = 'waiting')`,
        [queue],
      );
    },
    warnings: () => Promise.resolve([]),
    close: () => pool.end(),
  };
}

async function prepare(url: string, schema: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE_MS });
  client.on('error', () => {});
  try {
    await client.connect();
    await runMigrations(client, schema, { skipVersionCheck: true }); // 15 is enough for us; it would print a warning
  } finally {
    await client.end().catch(() => {});
  }
}
