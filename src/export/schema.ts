import { z } from 'zod';

const text = z.string().min(1);

/** Fields of a row that do not come from its `data`. */
export const FIELDS = {
  records: ['occurredOn', 'reportedAt', 'reporter', 'town', 'village', 'group', 'householdCode', 'householder', 'category', 'helper'], // prettier-ignore
  items: ['number', 'title', 'state', 'owner', 'leader', 'leadUnit', 'units', 'town', 'village', 'group', 'householdCode', 'householder', 'category', 'helper', 'dueClass', 'nextDue', 'openedAt', 'closedAt', 'updatedAt'], // prettier-ignore
  questions: ['number', 'text', 'field', 'post', 'state', 'asker', 'answer', 'answeredBy', 'askedAt', 'answeredAt'], // prettier-ignore
} as const;

const column = z.strictObject({
  title: text,
  type: z.enum(['text', 'date', 'number', 'money', 'percent']),
  width: z.number().positive().max(255).optional(),
  /** A field of the row, or `data.NAME` of what was reported; of several, the first that is there. */
  value: z.union([text, z.array(text).min(1)]).transform((v) => (typeof v === 'string' ? [v] : v)),
  /** What is written for a value: home: 入户. */
  labels: z.record(text, text).default({}),
});

/** The columns of a ledger as it is handed out: `intents/exports/*.yaml`. */
export const exportSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, 'small letters and hyphens'),
  title: text,
  words: z.array(text).min(1),
  source: z.strictObject({ document: text, clause: text }),
  /** records: what was reported on days of the period; items: what was open on a day of it; questions: asked in it. */
  from: z.union([
    z.strictObject({ records: text }),
    z.strictObject({ items: text }),
    z.strictObject({ questions: z.literal(true) }),
  ]),
  columns: z.array(column).min(1),
  examples: z
    .array(
      z.strictObject({
        row: z.record(z.string(), z.unknown()),
        cells: z.array(z.union([z.string(), z.number(), z.null()])),
      }),
    )
    .min(1),
});

export type ExportDefinition = z.infer<typeof exportSchema>;
export type SourceKind = keyof typeof FIELDS;

export function sourceKind({ from }: ExportDefinition): SourceKind {
  return 'records' in from ? 'records' : 'items' in from ? 'items' : 'questions';
}

/** `intents/export.yaml`: how a ledger is asked for in chat. */
export const exportWordsSchema = z.strictObject({
  ask: z.array(text).min(1),
  fillers: z.array(text).default([]), // words that narrow nothing
  most: z.number().int().positive().max(100_000), // rows of one file
});

export type ExportWords = z.infer<typeof exportWordsSchema>;

/** What exports may be made from: kinds of records with their fields, and ledgers. */
export interface Sources {
  kinds: ReadonlyMap<string, readonly string[]>;
  /** With the ids of their states. */
  ledgers: ReadonlyMap<string, readonly string[]>;
  metrics: ReadonlySet<string>;
}
