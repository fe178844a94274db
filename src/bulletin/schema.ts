import { z } from 'zod';
import { slug as code, moment, time, words } from '../core/schemas.js';

const closesSchema = z.union(
  [
    z.strictObject({ weekday: z.number().int().min(1).max(7), at: time }),
    z.strictObject({ monthDay: z.number().int().min(1).max(28), at: time }),
    z.strictObject({ halfYear: z.literal(true), at: time }),
    z.strictObject({ after: z.enum(['quarter', 'year']), at: time }),
  ],
  'must be {weekday, at}, {monthDay, at}, {halfYear: true, at} or {after: quarter or year, at}',
);

const sectionSchema = z.strictObject({
  id: code,
  title: z.string().min(1),
  figures: z.array(code).default([]).describe('metrics of intents/metrics'),
  table: z
    .strictObject({
      by: z.enum(['town', 'village', 'group', 'category']),
      figures: z.array(code).min(1),
      comparesUnits: z
        .literal(true)
        .optional()
        .describe('towns and villages stand side by side only where this is said'),
    })
    .optional(),
  chart: z.boolean().default(false).describe('the table is drawn in the picture'),
});

/** A kind of bulletin: what it counts, when it closes, who approves it, who gets it. */
export const bulletinSchema = z.strictObject({
  id: code,
  title: z.string().min(1),
  series: z
    .string()
    .default('')
    .describe('said before the number of an issue, so that "第3期" is one issue only: 项目第3期'),
  issuer: z.string().min(1),
  source: z.string().min(1).describe('the document or custom it follows'),
  mechanisms: z.array(z.string()).default([]),
  closes: closesSchema,
  approvers: z.array(z.enum(['clerk', 'leader'])).min(1),
  audience: z
    .strictObject({ rooms: z.string().min(1).describe('a regular expression on the topics of groups') })
    .optional(),
  reports: code
    .optional()
    .describe('the duty whose reports the issue lists as in, late, unsigned or missing'),
  sections: z.array(sectionSchema).min(1),
  stated: z
    .array(z.strictObject({ labels: words, metric: code }))
    .default([])
    .describe('labels of unit reports that are compared with the ledger'),
  documentCode: z.string().default('').describe('of the document number: 县乡振办通报'),
  template: z.string().default('bulletin'),
  examples: z
    .array(
      z.strictObject({
        now: moment,
        from: z.string(),
        to: z.string(),
        cutOff: z.string(),
      }),
    )
    .min(1)
    .describe('at that moment, which issue is the last that has closed'),
});
export type BulletinDefinition = z.infer<typeof bulletinSchema>;
export type SectionDefinition = BulletinDefinition['sections'][number];
