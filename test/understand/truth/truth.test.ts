import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../../src/intents/index.js';
import { readRosterFile } from '../../../src/roster/file.js';
import { createHouseholdIndex } from '../../../src/roster/index.js';
import { compile, understand } from '../../../src/understand/index.js';

/** `UPDATE=1 npx vitest run test/understand/truth` rewrites what is expected; read the difference before committing it. */
const update = process.env['UPDATE'] === '1';
const HERE = import.meta.dirname;

const roster = await readRosterFile(join(HERE, 'roster.csv'));
if (roster.kind !== 'households') throw new Error('roster.csv is no register of households');
const context = {
  definitions: compile(loadDefinitions(join(HERE, '../../../intents'))),
  households: createHouseholdIndex(roster.households),
  botNames: ['小助手'],
};

type Truth = Parameters<typeof understand>[0] & {
  expected?: { records: unknown; missing: unknown; checks: unknown };
};

for (const file of readdirSync(HERE).filter((name) => name.endsWith('.jsonl'))) {
  const path = join(HERE, file);
  const lines = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Truth);
  const read = ({ expected: _, ...input }: Truth) => {
    const { records, missing, checks } = understand(input, context);
    return { records, missing, checks };
  };
  if (update)
    writeFileSync(path, `${lines.map((l) => JSON.stringify({ ...l, expected: read(l) })).join('\n')}\n`);
  describe.skipIf(update)(file, () => {
    it.each(lines)('$id $text', (line) => {
      expect(read(line)).toEqual(line.expected);
    });
  });
}
