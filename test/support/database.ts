import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { Template } from './global.js';
import { shared } from './shared.js';

export interface TestDatabase {
  url: string;
  drop(): Promise<void>;
}

/**
 * A real PostgreSQL database of one's own with all migrations applied, cloned from the run's template (about 50 ms).
 * The server is the one of DATABASE_URL, or an embedded one for this run. `empty`: without any tables.
 * Its files are copied as they are: writing each page to the log, which is the default, costs five times the work.
 */
export async function testDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const template = await shared<Template>('template');
  const name = `${template.name}_${randomBytes(5).toString('hex')}`;
  const source = options.empty ? 'template0' : template.name;
  await asAdmin(template.server, `CREATE DATABASE "${name}" TEMPLATE "${source}" STRATEGY FILE_COPY`);
  const url = new URL(template.server);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => asAdmin(template.server, `DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`),
  };
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
