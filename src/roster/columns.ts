import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { AppError, messageOf } from '../core/errors.js';

const words = z.array(z.string().min(1)).min(1);
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
export const COLUMNS_FILE = fileURLToPath(new URL('../../intents/roster.yaml', import.meta.url));

/** Reads and checks the columns. Throws an AppError that lists every mistake as file:line:column. */
export function readColumns(path: string = COLUMNS_FILE): RosterColumns {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new AppError('columns-invalid', `${path}: cannot be read: ${messageOf(error)}`);
  }
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false });
  const say = (offset: number, message: string) => {
    const { line, col } = lines.linePos(offset);
    return `${path}:${line}:${col} ${message}`;
  };
  if (document.errors.length > 0) {
    throw new AppError('columns-invalid', document.errors.map((e) => say(e.pos[0], e.message)).join('\n'));
  }
  const parsed = columnsSchema.safeParse(document.toJS());
  if (parsed.success) return parsed.data;
  const mistakes = parsed.error.issues.map((issue) => {
    for (let depth = issue.path.length; depth > 0; depth--) {
      const node = document.getIn(issue.path.slice(0, depth), true) as { range?: [number] } | undefined;
      if (node?.range) return say(node.range[0], `${issue.path.map(String).join('.')}: ${issue.message}`);
    }
    return say(0, `${issue.path.map(String).join('.') || 'file'}: ${issue.message}`);
  });
  throw new AppError('columns-invalid', mistakes.join('\n'));
}
