import type { Readable, Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import type { Household } from '../core/household.js';
import type { MessageInput, Trace } from '../core/records.js';
import { loadDefinitions } from '../intents/index.js';
import { createHouseholdIndex } from '../roster/index.js';
import { readRosterFile } from '../roster/file.js';
import { compile, understand } from '../understand/index.js';
import { linesOf } from './lines.js';

const SHIPPED = fileURLToPath(new URL('../../intents/', import.meta.url));

const local = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'must be local time like 2026-03-18T20:14')
  .refine(isReal, 'there is no such day or time');

/** Not 31 February, not 25:00. */
function isReal(time: string): boolean {
  const at = new Date(`${time}Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(time);
}
const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  sentAt: local,
  sender: z.string().optional(),
  room: z.string().optional(),
  previous: z
    .array(z.object({ id: z.string(), text: z.string(), sentAt: local, sender: z.string() }))
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
  const definitions = compile(loadDefinitions(options.intents ?? SHIPPED));
  const households = createHouseholdIndex(
    options.roster === undefined ? [] : await householdsOf(options.roster),
  );
  const context = { definitions, households, botNames: options.botNames };
  let number = 0;
  for await (const line of linesOf(input)) {
    number++;
    // What PowerShell and Notepad write begins with a byte order mark.
    const json = number === 1 ? line.replace(/^\ufeff/, '') : line;
    if (json.trim() === '') continue;
    const message = readLine(json, number);
    const { trace, gaps, ...understood } = understand(message, context);
    const shown = options.explain ? { ...understood, trace: inWords(trace, message.text), gaps } : understood;
    if (!output.write(`${JSON.stringify(shown)}\n`))
      await new Promise((resolve) => output.once('drain', resolve));
  }
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

const EXPECTED = 'one JSON object a line: {"id": "1", "text": "…", "sentAt": "2026-03-18T20:14"}';

function readLine(line: string, number: number): MessageInput {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    throw new AppError('input-invalid', `stdin, line ${number}: not JSON; expected ${EXPECTED}`);
  }
  const parsed = lineSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map((i) => `${i.path.join('.') || 'line'}: ${i.message}`).join('; ');
  throw new AppError('input-invalid', `stdin, line ${number}: ${faults}; expected ${EXPECTED}`);
}
