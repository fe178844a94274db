import { z } from 'zod';
import type { LedgerFigures } from '../intents/index.js';

const text = z.string().min(1);
const id = z.string().regex(/^[a-z][a-z-]*$/, 'small letters and hyphens');

const section = z.strictObject({
  title: text,
  figures: z.array(id).default([]).describe('metrics of intents/metrics, counted for the place'),
  by: z
    .enum(['town', 'village'])
    .optional()
    .describe('a line for each town or village, in the order of their names'),
  texts: z
    .array(z.strictObject({ records: id, field: text, signed: z.boolean().default(false) }))
    .default([])
    .describe('what records of the unit or place say; signed: only what its leader has signed'),
  items: z.array(id).default([]).describe('ledgers: what of it is not closed'),
  plans: z
    .array(id)
    .default([])
    .describe('ledgers with a pace: each open item, how far it should be by now and what was reported'),
  sums: z
    .array(id)
    .default([])
    .describe('ledgers that add up: what the parts say together beside what the whole says'),
});

/** A paper about one unit or one place, put together when somebody asks for it: `intents/outlines/*.yaml`. */
export const outlineSchema = z.strictObject({
  id,
  title: text,
  words: z.array(text).min(1),
  source: z.strictObject({ document: text, clause: text }),
  mechanisms: z.array(z.string().regex(/^M\d{3}$/)).default([]),
  about: z.enum(['unit', 'place']),
  period: text.describe(
    'the days it is about where the request names none, as people say them: 本周, 上半年',
  ),
  sections: z.array(section).min(1),
  examples: z
    .array(z.strictObject({ text, about: text.describe('the unit or place it is about') }))
    .min(1)
    .describe('how people ask for it'),
});

export type OutlineDefinition = z.infer<typeof outlineSchema> & {
  /** What the ledgers that it names say of their figures. */
  ledgers?: ReadonlyMap<string, LedgerFigures> | undefined;
};
