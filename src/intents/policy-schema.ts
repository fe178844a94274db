import { z } from 'zod';
import { day } from '../core/schemas.js';

/** Texts of the base are codes: `2018` must stay text where a day is meant. */
const text = z.string().min(1);
const texts = z.array(text);

/** A day, month or year as documents give it; 不详 where the page does not say. */
const issued = z.coerce.string().regex(/^\d{4}(-\d{2}){0,2}$|^不详$/, 'must be like 2018, 2018-06, 2018-10-29 or 不详');

/** How far a document still holds: in force, what one place said at its time, not sure, no longer. */
export const STANDINGS = ['current', 'local-then', 'doubtful', 'expired'] as const;

/** A document that answers rest on. */
export const sourceSchema = z.strictObject({
  id: text,
  document: text,
  number: text.optional(),
  url: z.url().optional(),
  issued,
  region: text.describe('full, from the province down; 全国 where it holds everywhere'),
  place: text.optional().describe('how people call the region'),
  status: z.enum(STANDINGS),
  inForceFrom: day.optional(),
  inForceTo: day.optional(),
  supersededBy: text.optional().describe('the source that took its place'),
  handOver: text,
});

export const policyEntrySchema = z.strictObject({
  id: text.regex(/^[a-z0-9-]+$/, 'lower case letters, digits and hyphens'),
  facts: texts.default([]),
  source: text,
  clause: text,
  title: text.describe('the question it answers, as it is offered for choice'),
  about: texts.min(1).describe('what a question must speak of: all of these, each any of a|b|c'),
  not: texts.default([]).describe('words of a neighbour: with one of them the question is not for this entry'),
  answers: texts.min(1).describe('the aspects it answers: when, amount, who…'),
  attribute: text.optional().describe('entries that give the same figure for other places or times share it'),
  regionBound: z.boolean().default(false).describe('an amount that is only given to who asks for that place'),
  years: z.array(z.number().int()).default([]).describe('years it speaks of, beside those in its text'),
  ways: texts.min(8, 'at least eight ways of asking'),
  says: text,
  inForceFrom: day.optional(),
  inForceTo: day.optional(),
  handOver: text.optional(),
});

export const policyFileSchema = z.strictObject({
  field: text,
  title: text,
  handOver: z.strictObject({ post: text, units: texts.describe('words in the unit of who is asked') }),
  entries: z.array(policyEntrySchema),
});

export const sourcesFileSchema = z.strictObject({ sources: z.array(sourceSchema) });

export const termsFileSchema = z.strictObject({
  terms: z.array(texts.min(2)).default([]),
  apart: texts.default([]),
  fillers: texts.default([]),
  contrasts: z
    .array(z.record(text, texts))
    .default([])
    .describe('conditions of which one holds, each with its words: what is said of one says nothing of another'),
  respell: z
    .array(z.tuple([text, z.string()]))
    .default([])
    .describe('how people say it, and how it is compared'),
});

/** Words that mean about the same in the mouths of different people: 娃, 伢, 学生. Looser than `terms`. */
export const conceptsFileSchema = z.strictObject({ concepts: z.array(texts.min(2)).default([]) });

/** What people ask that no entry answers, however near it comes: such a question is refused. */
export const unansweredFileSchema = z.strictObject({
  unanswered: z.array(z.strictObject({ id: text.regex(/^[a-z0-9-]+$/), title: text, ways: texts.min(3) })).default([]),
});

export const focusFileSchema = z.strictObject({
  aspects: texts,
  focus: z.array(
    z.strictObject({
      pattern: text,
      means: texts.min(1),
      strict: z.boolean(),
      decides: z.boolean().default(false),
      passedOn: z.boolean().default(true).describe('false: no matter for whoever knows the rules'),
    }),
  ),
  asking: text.describe('how any question is put, whatever it asks for'),
  checking: text.default('(?!)').describe('wants a yes or a no'),
  elsewhere: text,
  places: texts,
});

export type PolicySource = z.infer<typeof sourceSchema>;
export type PolicyEntry = z.infer<typeof policyEntrySchema> & { field: string };
export type PolicyField = Omit<z.infer<typeof policyFileSchema>, 'entries'>;
export type Unanswered = z.infer<typeof unansweredFileSchema>['unanswered'][number];
export type PolicyTerms = z.infer<typeof termsFileSchema>;
export type PolicyFocus = z.infer<typeof focusFileSchema>;

/** Everything policy questions are answered from. */
export interface PolicyBase {
  entries: readonly PolicyEntry[];
  sources: ReadonlyMap<string, PolicySource>;
  fields: ReadonlyMap<string, PolicyField>;
  terms: PolicyTerms;
  focus: PolicyFocus;
  concepts: readonly (readonly string[])[];
  unanswered: readonly Unanswered[];
}
