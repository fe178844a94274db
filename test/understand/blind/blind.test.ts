import { readFileSync, writeFileSync } from 'node:fs';
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

function read({ id, text, sentAt, sender, previous }: Written): Truth {
  const found = understand(
    { id, text, sentAt, ...(sender ? { sender } : {}), ...(previous ? { previous } : {}) },
    context,
  );
  return { id, records: found.records, missing: found.missing, checks: found.checks };
}

/**
 * Sets of messages, each with what a clerk would note (`expected`, read by the scorer), written before the engine was
 * mended for them; and what it says of them since (`truth`). After a change that is meant, `UPDATE=1` rewrites the truth
 * of the messages that it has: look at the difference, and score the set.
 */
const SETS = ['', '-2', '-3', '-4', '-5'];
const update = process.env['UPDATE'] === '1';

describe.each(SETS)('messages written blind%s', (set) => {
  const messages = new Map(lines<Written>(`messages${set}.jsonl`).map((m) => [m.id, m]));
  const truth = lines<Truth>(`truth${set}.jsonl`);
  if (update) {
    const now = truth.map(({ id }) => JSON.stringify(read(messages.get(id)!)));
    writeFileSync(path(`truth${set}.jsonl`), `${now.join('\n')}\n`);
  }
  it.skipIf(update).each(truth)('$id is understood as a clerk would', (wanted) => {
    expect(read(messages.get(wanted.id)!)).toEqual(wanted);
  });
});
