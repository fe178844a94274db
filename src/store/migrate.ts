import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { AppError, messageOf } from '../core/errors.js';
import { silentLog, type Log } from '../core/ports.js';
import { isTransient } from './errors.js';
import { migrationsDir, readMigrations, sameMigration, type Migration } from './migrations.js';

/** Prisma's own lock for migrations: `prisma migrate deploy` and this runner keep out of each other's way. */
const MIGRATE_LOCK = 72707369;

const LEDGER = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
    "id"                    VARCHAR(36) PRIMARY KEY NOT NULL,
    "checksum"              VARCHAR(64) NOT NULL,
    "finished_at"           TIMESTAMPTZ,
    "migration_name"        VARCHAR(255) NOT NULL,
    "logs"                  TEXT,
    "rolled_back_at"        TIMESTAMPTZ,
    "started_at"            TIMESTAMPTZ NOT NULL DEFAULT now(),
    "applied_steps_count"   INTEGER NOT NULL DEFAULT 0
)`;

interface Applied {
  migration_name: string;
  checksum: string;
  finished_at: Date | null;
}

/**
 * Brings the database to this version's tables, in agreement with `prisma migrate deploy` and `status`.
 * Several processes may call it at once: one applies, the others wait and find nothing to do.
 * Returns the names of the migrations that were applied.
 * Throws an AppError: database-too-old, database-encoding, migration-changed, migration-failed, migration-unfinished, database-newer.
 */
export async function migrate(url: string, options: { log?: Log; dir?: string } = {}): Promise<string[]> {
  const log = options.log ?? silentLog;
  const migrations = readMigrations(options.dir ?? migrationsDir());
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 5000,
    options: '-c timezone=UTC',
  });
  client.on('error', () => {}); // a lost connection shows in the running query
  await client.connect();
  try {
    await checkServer(client);
    await takeLock(client, log);
    await client.query(LEDGER);
    const pending = pendingOf(migrations, await appliedOf(client));
    for (const migration of pending) await apply(client, migration, log);
    return pending.map((m) => m.name);
  } finally {
    await client.end(); // gives the lock back too
  }
}

async function checkServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query<{ version: string; number: number; encoding: string }>(
    `SELECT current_setting('server_version') AS version, current_setting('server_version_num')::int AS number, current_setting('server_encoding') AS encoding`,
  );
  const server = rows[0]!;
  if (server.number < 150000) {
    throw new AppError(
      'database-too-old',
      `the database server is PostgreSQL ${server.version}; 15 or newer is needed`,
    );
  }
  if (server.encoding !== 'UTF8') {
    throw new AppError(
      'database-encoding',
      `the database's encoding is ${server.encoding}; UTF8 is needed (CREATE DATABASE … ENCODING 'UTF8')`,
    );
  }
}

async function takeLock(client: pg.Client, log: Log): Promise<void> {
  const { rows } = await client.query<{ got: boolean }>(
    `SELECT pg_try_advisory_lock(${MIGRATE_LOCK}) AS got`,
  );
  if (rows[0]!.got) return;
  log.info({}, 'another process is migrating the database: waiting for it');
  await client.query(`SELECT pg_advisory_lock(${MIGRATE_LOCK})`);
}

async function appliedOf(client: pg.Client): Promise<Applied[]> {
  const { rows } = await client.query<Applied>(
    `SELECT migration_name, checksum, finished_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL ORDER BY started_at, migration_name`,
  );
  return rows;
}

function pendingOf(migrations: Migration[], applied: Applied[]): Migration[] {
  const known = new Map(migrations.map((m) => [m.name, m]));
  for (const row of applied) {
    const migration = known.get(row.migration_name);
    if (!migration) {
      throw new AppError(
        'database-newer',
        `the database has migration ${row.migration_name}, which this version does not know: it was used by a newer version; start that one, or restore a backup`,
      );
    }
    if (row.finished_at === null) {
      throw new AppError(
        'migration-unfinished',
        `migration ${row.migration_name} was begun and did not finish: look at the database, then "npx prisma migrate resolve --rolled-back ${row.migration_name}" (or --applied)`,
      );
    }
    if (!sameMigration(migration, row.checksum)) {
      throw new AppError(
        'migration-changed',
        `migration ${row.migration_name} was changed after it had been applied (sha256 ${migration.checksum.slice(0, 12)}…, applied ${row.checksum.slice(0, 12)}…): put the file back, and make the change a new migration`,
      );
    }
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter((m) => !done.has(m.name));
}

/** One transaction with its ledger row, so that a crash in the middle leaves nothing half done. */
async function apply(client: pg.Client, migration: Migration, log: Log): Promise<void> {
  const started = new Date();
  try {
    await client.query('BEGIN');
    await client.query(migration.sql);
    await client.query(
      `INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at, finished_at, applied_steps_count) VALUES ($1, $2, $3, $4, now(), 1)`,
      [randomUUID(), migration.checksum, migration.name, started],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => {});
    // The server went away and undid it: nothing is wrong with the migration, and whoever waits for servers tries again.
    if (isTransient(error)) throw error;
    throw new AppError(
      'migration-failed',
      `migration ${migration.name} failed and was undone: ${messageOf(error)}`,
      { cause: error },
    );
  }
  log.info({ migration: migration.name }, 'migration applied');
}
