import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/store/migrate.js';
import { startScratchServer } from './scratch.js';

declare module 'vitest' {
  interface ProvidedContext {
    templates: string; // address of the service below
  }
}

export interface Template {
  server: string; // url of the server's `postgres` database
  name: string; // the template database
}

/** Databases of runs that were killed; a day is longer than any run. */
const STALE_MS = 24 * 3600 * 1000;

/**
 * A tiny service that makes the template database when the first test asks for it: runs that need no database
 * start no server. It lives as long as the run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const undo: (() => Promise<void>)[] = [];
  let template: Promise<Template> | undefined;
  const service = createServer((_request, response) => {
    template ??= makeTemplate(undo);
    template.then(
      (made) => response.end(JSON.stringify(made)),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  project.provide('templates', `http://127.0.0.1:${(service.address() as AddressInfo).port}`);
  return async () => {
    service.close();
    service.closeAllConnections();
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error));
  };
}

async function makeTemplate(undo: (() => Promise<void>)[]): Promise<Template> {
  let server = process.env['DATABASE_URL'];
  if (!server) {
    const scratch = await startScratchServer();
    undo.push(scratch.stop);
    server = scratch.url;
  }
  const admin = new pg.Client({ connectionString: server });
  await admin.connect();
  const stale = await admin.query<{ datname: string }>(
    `SELECT datname FROM pg_database WHERE datname LIKE 'cuncun_test_%'`,
  );
  for (const { datname } of stale.rows) {
    if (Number(datname.split('_')[2]) < Date.now() - STALE_MS)
      await admin.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
  }
  const name = `cuncun_test_${Date.now()}_${process.pid}`;
  await admin.query(
    `CREATE DATABASE "${name}" TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C' LC_CTYPE 'C.UTF-8'`,
  );
  undo.push(async () => {
    const { rows } = await admin.query<{ datname: string }>(
      `SELECT datname FROM pg_database WHERE datname LIKE $1`,
      [`${name}%`],
    );
    for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS "${datname}" WITH (FORCE)`);
    await admin.end();
  });
  const url = new URL(server);
  url.pathname = `/${name}`;
  await migrate(url.href);
  return { server, name };
}
