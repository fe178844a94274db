#!/usr/bin/env node
import { existsSync } from 'node:fs';

const entry = new URL('../dist/cli/index.js', import.meta.url);
if (!existsSync(entry)) {
  console.error(
    'cuncunbao is not built: run "npm run prepare" (needs the development dependencies), or "npm ci"',
  );
  process.exit(2);
}
await import(entry.href);
