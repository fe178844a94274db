/**
 * Holds `.env.example` to `src/core/config.ts`: every setting with its default and its meaning.
 *
 *   tsx scripts/env-example.ts           says what differs, status 1 where anything does
 *   tsx scripts/env-example.ts --write   writes the file
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { configSchema } from '../src/core/config.js';

const HEAD = `# Every setting of 村村报, with its default. Copy this file to .env and change what you need;
# an empty value means "not set". Generated from src/core/config.ts: npx tsx scripts/env-example.ts --write
`;

/** One block per setting: its meaning as a comment, then the setting, commented out where it has no default. */
export function envExample(): string {
  const blocks = Object.entries(configSchema.shape).map(([name, schema]) => {
    // The default as it is written in the environment is the schema's input, not its parsed output.
    const value = defaultOf(schema);
    const meaning = schema.description ?? '';
    return `# ${meaning}\n${value === undefined ? `# ${name}=` : `${name}=${value}`}\n`;
  });
  return [HEAD, ...blocks].join('\n');
}

/** Finds `.default(…)` under `.transform`, `.pipe` and `.optional`, and gives it as text. */
function defaultOf(schema: unknown): string | undefined {
  const def = (schema as { def?: Record<string, unknown> } | undefined)?.def;
  if (def === undefined) return undefined;
  if (def['type'] === 'default') {
    const value = def['defaultValue'] as string | number | string[] | object;
    if (typeof value !== 'object') return String(value);
    return Array.isArray(value) ? value.join() : JSON.stringify(value);
  }
  return defaultOf(def['in'] ?? def['innerType']);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const file = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '.env.example');
  const want = envExample();
  if (process.argv.includes('--write')) {
    writeFileSync(file, want);
    console.log('wrote .env.example');
  } else {
    const wanted = want.split('\n');
    const found = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
    const differing = wanted.findIndex((line, i) => line !== found[i]);
    const at = differing === -1 && found.length > wanted.length ? wanted.length : differing;
    if (at !== -1) {
      console.error(
        `.env.example:${at + 1}: says "${found[at] ?? '(end of file)'}", src/core/config.ts says "${wanted[at] ?? '(end of file)'}"; run: npx tsx scripts/env-example.ts --write`,
      );
      process.exitCode = 1;
    }
  }
}
