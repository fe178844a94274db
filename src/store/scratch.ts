import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface ScratchDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * A database of its own on the server of `url`, which goes away afterwards. What is written there need not survive a
 * crash: commits do not wait for the disk. The user of `url` must be allowed to create databases.
 */
export async function createScratchDatabase(url: string): Promise<ScratchDatabase> {
  const name = `rehearsal_${randomBytes(6).toString('hex')}`;
  await asAdmin(url, `CREATE DATABASE "${name}" TEMPLATE template0`);
  await asAdmin(url, `ALTER DATABASE "${name}" SET synchronous_commit = off`);
  const own = new URL(url);
  own.pathname = `/${name}`;
  return { url: own.href, drop: () => asAdmin(url, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`) };
}

async function asAdmin(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
