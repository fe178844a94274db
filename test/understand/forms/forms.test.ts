import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../../src/intents/index.js';
import { readRosterFile } from '../../../src/roster/file.js';
import { createHouseholdIndex } from '../../../src/roster/index.js';
import { compile, understand } from '../../../src/understand/index.js';
import { oneVisit, severalVisits, type Composed } from './compose.js';
import { oneProject, severalProjects } from './projects.js';

const HERE = import.meta.dirname;
const roster = await readRosterFile(join(HERE, '../truth/roster.csv'));
if (roster.kind !== 'households') throw new Error('roster.csv is no register of households');
const context = {
  definitions: compile(loadDefinitions(join(HERE, '../../../intents'))),
  households: createHouseholdIndex(roster.households),
  botNames: ['小助手'],
};

/** What came out otherwise. A title may show the mode, a name of a project its village: both left aside. */
function wrong({ text, records }: Composed): string | undefined {
  const got = understand({ id: 'f', text, sentAt: '2026-05-06T20:00', sender: '罗平' }, context);
  const seen = got.records
    .filter((r) => r.kind !== 'lead')
    .map((r) => without(r, r.kind === 'project' ? 'village' : 'mode'));
  const sorted = (list: unknown[]) =>
    JSON.stringify(list.map((r) => Object.entries(r as object).sort(([a], [b]) => (a < b ? -1 : 1))));
  return sorted(seen) === sorted(records)
    ? undefined
    : `${text}\n  wanted ${JSON.stringify(records)}\n  got    ${JSON.stringify(seen)}`;
}

const without = (record: object, key: string) =>
  Object.fromEntries(Object.entries(record).filter(([k]) => k !== key));

describe('forms composed of labels in any order, width and layout', () => {
  it.each([
    ['one visit', oneVisit],
    ['several visits', severalVisits],
    ['one project', oneProject],
    ['several projects', severalProjects],
  ] as const)(
    '%s: every one of 1,500 is read as it was written',
    (_, compose) => {
      const failures: string[] = [];
      for (let seed = 1; seed <= 1500; seed++) {
        const fault = wrong(compose(seed));
        if (fault !== undefined) failures.push(`seed ${seed}: ${fault}`);
      }
      expect(failures.slice(0, 3)).toEqual([]);
    },
    60_000,
  );
});
