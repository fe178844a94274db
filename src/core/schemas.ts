import { z } from 'zod';

/** The parts that definitions and inputs are made of, each refusing with what is allowed. */

/** Words that mean the same; at least one. */
export const words = z.array(z.string().min(1)).min(1);

/** An id of a definition. */
export const slug = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case words joined by -');

/** A regular expression as text. */
export const pattern = z
  .string()
  .min(1)
  .superRefine((source, ctx) => {
    try {
      new RegExp(source, 'u');
    } catch (error) {
      ctx.addIssue({ code: 'custom', message: `must be a regular expression: ${(error as Error).message}` });
    }
  });

/** Whether there is such a day or time: not 31 February, not 25:00. `text`: YYYY-MM-DD, or with THH:mm[:ss]. */
export function isReal(text: string): boolean {
  const moment = new Date(text.length === 10 ? `${text}T00:00:00Z` : `${text}Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(text);
}

/** A day, YYYY-MM-DD. */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, 'must be a day like 2026-03-18')
  .refine(isReal, 'there is no such day');

/** A local moment, YYYY-MM-DDTHH:mm, with seconds where they matter. */
export const moment = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/, 'must be local time like 2026-03-18T20:14')
  .refine(isReal, 'there is no such day or time');

/** A time of day, HH:mm. */
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time like 12:00');
