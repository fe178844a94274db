import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/store/migrate.js';
import { startScratchServer } from './scratch.js';

declare module 'vitest' {
  interface ProvidedContext {
    shared: string; // address of the service below
  }
}

export interface Template {
  server: string; // url of the server's `postgres` database
  name: string; // the template database
}

/** Databases of runs that were killed; a day is longer than any run. */
const STALE_MS = 24 * 3600 * 1000;

/**
 * A tiny service that makes what many tests share when the first of them asks for it: `/template`, the database that
 * others are cloned from, and `/page`, the built page. Runs that need neither make neither. It lives as long as the run.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const undo: Undo = [];
  const makers: Record<string, (undo: Undo) => Promise<unknown>> = {
    '/template': makeTemplate,
    '/page': makePage,
  };
  const made = new Map<string, Promise<unknown>>();
  const service = createServer(({ url = '' }, response) => {
    const thing = made.get(url) ?? makers[url]!(undo);
    made.set(url, thing);
    thing.then(
      (value) => response.end(JSON.stringify(value)),
      (error: unknown) => {
        response.statusCode = 500;
        response.end(String(error));
      },
    );
  });
  await new Promise<void>((resolve) => service.listen(0, '127.0.0.1', resolve));
  project.provide('shared', `http://127.0.0.1:${(service.address() as AddressInfo).port}`);
  return async () => {
    service.close();
    service.closeAllConnections();
    for (const step of undo.reverse()) await step().catch((error: unknown) => console.error(error));
  };
}

type Undo = (() => Promise<void>)[];

async function makePage(undo: Undo): Promise<string> {
  const dir = await mkdtemp(path.join(tmpdir(), 'cuncunbao-page-'));
  undo.push(() => rm(dir, { recursive: true, force: true }));
  const { build } = await import('vite');
  await build({ configFile: 'page/vite.config.ts', logLevel: 'error', build: { outDir: dir } });
  return dir;
}

async function makeTemplate(undo: Undo): Promise<Template> {
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
