/**
 * The schema, the generated client and the migrations agree. The migrations are applied to a scratch database
 * of the server at DATABASE_URL, or of an embedded one that is started for it.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { differences, readDatabase } from './schema-database.js';
import { readSchema } from './schema-model.js';
import { migrate } from '../src/store/migrate.js';
import { startScratchServer } from '../test/support/scratch.js';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const problems: string[] = [];
const schema = readFileSync(path.join(root, 'prisma/schema.prisma'), 'utf8');

for (const args of [['validate'], ['format', '--check']]) {
  try {
    execFileSync(path.join(root, 'node_modules/.bin/prisma'), args, { cwd: root, stdio: 'pipe' });
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: Buffer; stderr?: Buffer };
    problems.push(`prisma ${args.join(' ')}:\n${stdout?.toString() ?? ''}${stderr?.toString() ?? ''}`.trim());
  }
}

// The client keeps the text that it was generated from.
const generated = readFileSync(path.join(root, 'src/generated/prisma/internal/class.ts'), 'utf8');
const inline = /"inlineSchema": ("(?:[^"\\]|\\.)*")/.exec(generated)?.[1];
if (inline === undefined || JSON.parse(inline) !== schema) {
  problems.push('src/generated/prisma is older than prisma/schema.prisma: run npx prisma generate');
}

const given = process.env['DATABASE_URL'];
const server = given ? { url: given, stop: () => Promise.resolve() } : await startScratchServer();
try {
  const name = `cuncunbao_check_${process.pid}`;
  const admin = new pg.Client({ connectionString: server.url });
  await admin.connect();
  await admin.query(
    `create database ${name} template template0 encoding 'UTF8' lc_collate 'C' lc_ctype 'C.UTF-8'`,
  );
  const url = new URL(server.url);
  url.pathname = `/${name}`;
  const client = new pg.Client({ connectionString: url.href });
  try {
    await migrate(url.href);
    await client.connect();
    problems.push(...differences(readSchema(schema), await readDatabase(client)));
  } finally {
    await client.end();
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  }
} finally {
  await server.stop();
}

for (const problem of problems) console.error(problem);
process.exitCode = problems.length === 0 ? 0 : 1;
