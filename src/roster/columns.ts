import { z } from 'zod';
import { shipped } from '../files/package-root.js';
import { words } from '../core/schemas.js';
import type { Finding } from '../files/finding.js';
import { readText, readYaml } from '../files/yaml.js';

const valueWords = z.record(z.string(), words);

const columnsSchema = z.strictObject({
  kind: z.literal('roster-columns'),
  households: z.strictObject({
    town: words,
    village: words,
    group: words,
    code: words,
    householder: words,
    aliases: words,
    category: words,
    monitorKind: words,
    population: words,
    helper: words,
    guarantor: words,
  }),
  people: z.strictObject({
    name: words,
    unit: words,
    post: words,
    role: words,
    villages: words,
    nicknames: words,
  }),
  attributes: z.array(words).default([]),
  private: words,
  lists: z.strictObject({
    members: words.describe(
      'a list with one of these heads has a row for each person, not for each household',
    ),
    own: words.describe('heads whose value can only be one household’s'),
  }),
  values: z.strictObject({
    category: valueWords.default({}),
    monitorKind: valueWords.default({}),
    role: z.partialRecord(z.enum(['cadre', 'leader', 'clerk']), words).default({}),
  }),
  empty: z.array(z.string()).default([]),
});

export type RosterColumns = z.infer<typeof columnsSchema>;
export type HouseholdColumn = keyof RosterColumns['households'];
export type PersonColumn = keyof RosterColumns['people'];

/** The shipped definition of the register's columns. */
export const COLUMNS_FILE = shipped('intents', 'roster.yaml');

/** Reads and checks the columns. Throws an AppError that lists every mistake as file:line:column. */
export function readColumns(path: string = COLUMNS_FILE): RosterColumns {
  return readYaml(path, columnsSchema, 'columns-invalid');
}

/** Every mistake in a text of columns, `file` being what it goes by. */
export function columnFindings(file: string, text: string): Finding[] {
  const findings: Finding[] = [];
  readText(file, text, columnsSchema, findings);
  return findings;
}
