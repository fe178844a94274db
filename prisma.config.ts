import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import path from 'node:path';
import { defineConfig } from 'prisma/config';

// `generate`, `validate` and `format` need no engine, yet the CLI asks for the path of one. Where the real
// engine could not be downloaded (a closed network), any executable will do; where it is there, leave it be.
const root = path.dirname(fileURLToPath(import.meta.url));
const engines = path.join(root, 'node_modules', '@prisma', 'engines');
const hasEngine = existsSync(engines) && readdirSync(engines).some((f) => f.startsWith('schema-engine-'));
if (!hasEngine && !process.env['PRISMA_SCHEMA_ENGINE_BINARY']) {
  process.env['PRISMA_SCHEMA_ENGINE_BINARY'] = process.execPath;
}

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? '' },
});
