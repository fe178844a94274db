import { z } from 'zod';
import { time } from '../core/schemas.js';

export const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must look like 09-30');
export const dayOfMonth = z.union([z.number().int().min(1).max(31), z.literal('last')]);

/** unit: the liaisons of the units that an item names, who get a copy. */
export const ADDRESSEES = ['owner', 'unit', 'leader', 'office'] as const;

/** When somebody is told. Falls on a working day: before the deadline on the one before, after it on the next. */
export const step = z.strictObject({
  id: z.string().regex(/^[a-z0-9+-]+$/, 'must be lower case letters, digits, + and -'),
  from: z.enum(['due', 'open', 'unsigned']).default('due'),
  days: z.number().int().default(0),
  working: z.boolean().default(false).describe('working days instead of calendar days'),
  weekday: z
    .number()
    .int()
    .min(1)
    .max(7)
    .optional()
    .describe('instead of from and days: that day of the week'),
  monthday: dayOfMonth.optional().describe('instead of from and days: that day of the month'),
  at: time.optional(),
  to: z.enum(ADDRESSEES),
});

export type StepDefinition = z.infer<typeof step>;
export type Addressee = (typeof ADDRESSEES)[number];
