import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { shipped } from '../files/package-root.js';
import { AppError } from '../core/errors.js';
import { moment } from '../core/schemas.js';
import type { Household } from '../core/household.js';
import type { Explained, Trace, WorkRecord } from '../core/records.js';
import { loadDefinitions } from '../intents/index.js';
import { createHouseholdIndex } from '../roster/index.js';
import { readRosterFile } from '../roster/file.js';
import { compile, understand, type Compiled } from '../understand/index.js';
import { jsonLines, printJson } from './lines.js';

const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  sentAt: moment,
  sender: z.string().optional(),
  room: z.string().optional(),
  previous: z
    .array(z.object({ id: z.string(), text: z.string(), sentAt: moment, sender: z.string() }))
    .optional(),
});

export interface ParseOptions {
  roster?: string | undefined; // .xlsx or .csv
  intents?: string | undefined; // default: the definitions that ship
  explain: boolean; // with trace and gaps
  botNames: readonly string[];
}

/** The `parse` command: messages as JSON lines in, records as JSON lines out. Throws an AppError that names the bad line. */
export async function parseStream(input: Readable, output: Writable, options: ParseOptions): Promise<void> {
  const definitions = compile(loadDefinitions(options.intents ?? shipped('intents')));
  const households = createHouseholdIndex(
    options.roster === undefined ? [] : await householdsOf(options.roster),
  );
  const context = { definitions, households, botNames: options.botNames };
  for await (const message of jsonLines(input, lineSchema, EXAMPLE)) {
    const { trace, gaps, ...understood } = agreed(understand(message, context), definitions);
    await printJson(
      output,
      options.explain ? { ...understood, trace: inWords(trace, message.text), gaps } : understood,
    );
  }
}

/** Without what is kept beside the agreed shape of a record, for the product's own use. */
function agreed(understood: Explained, { kinds }: Compiled): Explained {
  const asides = (kind: string | undefined) =>
    kinds
      .find((one) => one.def.id === kind)
      ?.fields.flatMap(({ def }) => (def.aside ? [def.aside.as] : [])) ?? [];
  const kindOf = (at: number) => understood.records[at]?.kind;
  return {
    ...understood,
    records: understood.records.map((record): WorkRecord => {
      const own = asides(record.kind);
      return own.length === 0
        ? record
        : {
            ...Object.fromEntries(Object.entries(record).filter(([name]) => !own.includes(name))),
            kind: record.kind,
          };
    }),
    trace: understood.trace.filter((one) => !asides(kindOf(one.record)).includes(one.field)),
  };
}

/** Each value with the very words that gave it; empty where nothing was said (the day of sending, the sender). */
function inWords(trace: readonly Trace[], text: string): (Trace & { words: string })[] {
  return trace.map((t) => ({ ...t, words: text.slice(t.from, t.to) }));
}

async function householdsOf(file: string): Promise<Household[]> {
  const read = await readRosterFile(file);
  if (read.kind !== 'households')
    throw new AppError(
      'roster-file',
      `${file}: a list of people, but a register of households (户主, 村) is needed`,
    );
  return read.households;
}

const EXAMPLE = '{"id": "1", "text": "…", "sentAt": "2026-03-18T20:14"}';
