import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../../src/intents/index.js';
import { readRosterFile } from '../../../src/roster/file.js';
import { createHouseholdIndex } from '../../../src/roster/index.js';
import { compile, understand } from '../../../src/understand/index.js';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const lines = <T>(name: string): T[] =>
  readFileSync(path(name), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

type Written = Parameters<typeof understand>[0] & { category: string };
interface Truth {
  id: string;
  records: unknown[];
  missing: string[];
  checks: unknown[];
}

const roster = await readRosterFile(path('roster.csv'));
if (roster.kind !== 'households') throw new Error('roster.csv is no register of households');
const context = {
  definitions: compile(loadDefinitions(fileURLToPath(new URL('../../../intents/', import.meta.url)))),
  households: createHouseholdIndex(roster.households),
  botNames: ['小助手'],
};
const messages = new Map(lines<Written>('messages.jsonl').map((m) => [m.id, m]));

// The messages were written, with what a clerk would note, by somebody who had seen neither definitions nor engine.
describe('messages written blind', () => {
  it.each(lines<Truth>('truth.jsonl'))(
    '$id is understood as a clerk would',
    ({ id, records, missing, checks }) => {
      const { text, sentAt, sender, previous } = messages.get(id)!;
      const found = understand(
        { id, text, sentAt, ...(sender ? { sender } : {}), ...(previous ? { previous } : {}) },
        context,
      );
      expect({ records: found.records, missing: found.missing, checks: found.checks }).toEqual({
        records,
        missing,
        checks,
      });
    },
  );
});
