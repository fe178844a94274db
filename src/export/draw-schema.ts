import { z } from 'zod';
import { pattern, words } from '../core/schemas.js';

const text = z.string().min(1);

/** Who or what can be drawn at random for a spot check: `intents/draws/*.yaml`. A draw picks; it never ranks anybody. */
export const drawSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z-]*$/, 'small letters and hyphens'),
  title: text.describe('what is drawn from, as the answer calls it'),
  words: words.describe('how people call it: the longest in the text wins'),
  source: z.strictObject({ document: text, clause: text }),
  mechanisms: z.array(z.string().regex(/^M\d{3}$/)).default([]),
  from: z.union(
    [
      z.strictObject({
        people: z.strictObject({
          posts: pattern.optional(),
          units: pattern.optional(),
          roles: z.array(z.enum(['cadre', 'leader', 'clerk'])).optional(),
        }),
      }),
      z.strictObject({
        households: z.strictObject({
          category: words.optional(),
          attributes: z.record(z.string(), words).optional(),
        }),
      }),
      z.strictObject({ items: text }),
    ],
    'must be {people: …}, {households: …} or {items: LEDGER}',
  ),
  examples: z
    .array(z.strictObject({ text, count: z.number().int().positive(), seed: z.string().optional() }))
    .min(1)
    .describe('how people ask for it'),
  not: z.array(text).default([]).describe('what is no such request: a spot check that was made'),
});
export type DrawDefinition = z.infer<typeof drawSchema>;

/** What a request for a draw says. */
export interface DrawAsked {
  definition: DrawDefinition;
  count: number;
  seed?: string | undefined;
  /** The words that said so, for what else stands in the text. */
  words: string[];
}
