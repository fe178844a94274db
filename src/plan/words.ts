import { z } from 'zod';
import { shipped } from '../files/package-root.js';
import { pattern, words } from '../core/schemas.js';
import { readYaml } from '../files/yaml.js';
import { CADENCES } from './draft.js';

const patterns = z.array(pattern).min(1);

/** What a label or the head of a column announces. */
export const ROLES = [
  'leader',
  'lead',
  'units',
  'support',
  'owner',
  'due',
  'problem',
  'measures',
  'goal',
  'progress',
  'number',
  'title',
] as const;
export type Role = (typeof ROLES)[number];

export const planWordsSchema = z.strictObject({
  kind: z.literal('plan-words'),
  labels: z.record(z.enum(ROLES), words),
  clipped: z.record(z.string(), z.enum(ROLES)).default({}),
  units: z.strictObject({
    ends: words,
    groups: words,
    patterns,
    tail: words,
    leads: words,
    several: words,
    supports: words,
  }),
  headings: z.strictObject({
    named: words,
    tasks: words,
    holders: patterns,
    asides: patterns,
    goals: patterns,
    stages: pattern.optional().describe('a stage: its name in the group name, its days in the group days'),
  }),
  documents: words,
  deadlines: z.strictObject({
    soft: words,
    tentative: words,
    past: words,
    done: words,
    longTerm: words,
    immediate: words,
    complete: words,
    begins: words,
    finished: words,
  }),
  cadences: z.array(z.strictObject({ cadence: z.enum(CADENCES), patterns })).min(1),
  duties: z.strictObject({ deeds: words, not: patterns, weekdays: z.record(z.string(), z.string()) }),
  posts: words,
  leading: words,
  ditto: words,
  figures: z.strictObject({ fillers: words, measures: words, scopes: words, each: words, counted: words }),
  topics: z.array(z.strictObject({ name: z.string(), words, units: z.array(z.string()) })),
  years: z.array(z.strictObject({ words, year: z.int() })),
  examples: z
    .array(z.strictObject({ text: z.string().min(1), expect: z.record(z.string(), z.unknown()) }))
    .min(1),
});

export type PlanWords = z.infer<typeof planWordsSchema>;

/** The shipped words. */
export const PLAN_WORDS_FILE = shipped('intents', 'plan.yaml');

/** Reads and checks the words. Throws an AppError that lists every mistake as file:line:column. */
export function readPlanWords(path: string = PLAN_WORDS_FILE): PlanWords {
  return readYaml(path, planWordsSchema, 'definitions-invalid');
}
