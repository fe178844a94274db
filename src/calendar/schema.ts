import { z } from 'zod';
import { day, time } from '../core/schemas.js';

/** One day, or the first and the last of several: 2027-02-05/2027-02-11. */
const days = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}(\/\d{4}-\d{2}-\d{2})?$/, 'must look like 2026-10-01 or 2026-10-01/2026-10-07');

/** `intents/calendar.yaml`: working hours, and the years that the library has no table for (or has it wrong). */
export const calendarSchema = z.strictObject({
  kind: z.literal('calendar'),
  source: z.strictObject({ document: z.string().min(1), issuer: z.string().min(1) }),
  hours: z.strictObject({ from: time, to: time }).refine((h) => h.from < h.to, 'from must be before to'),
  years: z
    .record(
      z.string().regex(/^\d{4}$/, 'must be a year'),
      z.strictObject({
        source: z.string().min(1).describe('the notice that says so'),
        holidays: z.record(z.string().min(1), days).describe('name of the holiday: its days off'),
        workdays: z.array(day).default([]).describe('Saturdays and Sundays that are worked'),
      }),
    )
    .default({}),
  examples: z
    .array(z.strictObject({ day, working: z.boolean(), holiday: z.string().optional() }))
    .default([]),
});

export type CalendarDefinition = z.infer<typeof calendarSchema>;
