import { cp, mkdtemp, rm, writeFile, appendFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/store/migrate.js';
import { migrationsDir, readMigrations } from '../../src/store/migrations.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function empty(): Promise<TestDatabase> {
  const database = await testDatabase({ empty: true });
  undo.push(() => database.drop());
  return database;
}

async function copyOfMigrations(): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'migrations-'));
  undo.push(() => rm(dir, { recursive: true }));
  await cp(migrationsDir(), dir, { recursive: true });
  return dir;
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

describe('migrate', () => {
  it('makes all tables once, and keeps the ledger as Prisma does', async () => {
    const { url } = await empty();
    const all = readMigrations(migrationsDir());
    expect(await migrate(url)).toEqual(all.map((m) => m.name));
    expect(await migrate(url)).toEqual([]);
    const ledger = await query<{ migration_name: string; checksum: string; steps: number }>(
      url,
      `SELECT migration_name, checksum, applied_steps_count AS steps FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY 1`,
    );
    expect(ledger).toEqual(all.map((m) => ({ migration_name: m.name, checksum: m.checksum, steps: 1 })));
    expect(await query(url, 'SELECT count(*)::int AS n FROM message')).toEqual([{ n: 0 }]);
  });

  it('two at once: one applies, the other waits and does nothing', async () => {
    const { url } = await empty();
    const done = await Promise.all([migrate(url), migrate(url), migrate(url)]);
    expect(done.filter((names) => names.length > 0)).toHaveLength(1);
    expect(done.filter((names) => names.length === 0)).toHaveLength(2);
  });

  it('refuses a migration that was changed after it had been applied, and says which', async () => {
    const { url } = await empty();
    const dir = await copyOfMigrations();
    await migrate(url, { dir });
    const first = readMigrations(dir)[0]!;
    await appendFile(path.join(dir, first.name, 'migration.sql'), '\n-- changed\n');
    await expect(migrate(url, { dir })).rejects.toMatchObject({
      code: 'migration-changed',
      message: expect.stringContaining(first.name) as string,
    });
  });

  it('takes a checkout with CRLF line endings for the same migration', async () => {
    const { url } = await empty();
    const dir = await copyOfMigrations();
    await migrate(url, { dir });
    const first = readMigrations(dir)[0]!;
    await writeFile(path.join(dir, first.name, 'migration.sql'), first.sql.replaceAll('\n', '\r\n'));
    expect(await migrate(url, { dir })).toEqual([]);
  });

  it('undoes a migration that fails, names it, and applies it once it is mended', async () => {
    const { url } = await empty();
    const dir = await copyOfMigrations();
    const name = '99990101000000_broken';
    await mkdir(path.join(dir, name));
    const file = path.join(dir, name, 'migration.sql');
    await writeFile(file, 'CREATE TABLE half (id int);\nCREATE TABLE half (id int);');
    await expect(migrate(url, { dir })).rejects.toMatchObject({
      code: 'migration-failed',
      message: expect.stringContaining(name) as string,
    });
    expect(await query(url, `SELECT to_regclass('half') AS half`)).toEqual([{ half: null }]);
    await writeFile(file, 'CREATE TABLE half (id int);');
    expect(await migrate(url, { dir })).toEqual([name]);
  });

  it('refuses a database that a newer version has used', async () => {
    const { url } = await empty();
    const dir = await copyOfMigrations();
    const name = '99990101000000_later';
    await mkdir(path.join(dir, name));
    await writeFile(path.join(dir, name, 'migration.sql'), 'CREATE TABLE later (id int);');
    await migrate(url, { dir });
    await expect(migrate(url)).rejects.toMatchObject({
      code: 'database-newer',
      message: expect.stringContaining(name) as string,
    });
  });

  it('stops at a migration that prisma began and did not finish', async () => {
    const { url } = await empty();
    await migrate(url);
    await query(url, `UPDATE _prisma_migrations SET finished_at = NULL`);
    await expect(migrate(url)).rejects.toMatchObject({ code: 'migration-unfinished' });
  });
});
