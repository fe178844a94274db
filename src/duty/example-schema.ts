import { z } from 'zod';
import { moment } from '../core/schemas.js';

const official = z.strictObject({
  name: z.string().min(1),
  unit: z.string().default(''),
  post: z.string().default(''),
  role: z.enum(['cadre', 'leader', 'clerk']).default('cadre'),
  villages: z.array(z.string()).default([]),
});

const home = z.strictObject({
  code: z.string(),
  town: z.string().default(''),
  village: z.string(),
  group: z.string().default(''),
  householder: z.string(),
  category: z.string().default(''),
  monitorKind: z.string().default(''),
  helper: z.string().default(''),
  guarantor: z.string().default(''),
  attributes: z.record(z.string(), z.string()).default({}),
});

/** A little county and a moment, and what is due and said then. */
export const dutyExample = z.strictObject({
  says: z.string().min(1),
  now: moment,
  people: z.array(official).default([]),
  households: z.array(home).default([]),
  records: z
    .array(
      z.looseObject({
        kind: z.string(),
        by: z.string(),
        at: moment,
        on: z.string().optional(),
        household: z.string().optional(),
        signedBy: z.string().optional(),
      }),
    )
    .default([]),
  items: z
    .array(
      z.strictObject({
        ledger: z.string(),
        key: z.string(),
        title: z.string(),
        state: z.string(),
        owner: z.string().optional(),
        leader: z.string().optional(),
        leadUnit: z.string().optional(),
        units: z.array(z.string()).default([]),
        household: z.string().optional(),
        discreet: z.boolean().default(false),
        town: z.string().optional(),
        village: z.string().optional(),
        dueClass: z.string().optional(),
        nextDue: z.string().optional(),
        milestone: z.string().optional(),
        soft: z.boolean().default(false),
        later: z.strictObject({ name: z.string(), due: z.string() }).optional(),
        number: z.number().optional(),
        opened: moment,
        updated: moment.optional(),
        data: z.record(z.string(), z.unknown()).default({}),
        events: z.array(z.strictObject({ type: z.string(), at: moment })).default([]),
      }),
    )
    .default([]),
  absent: z.array(z.strictObject({ name: z.string(), standIn: z.string().optional() })).default([]),
  said: z
    .array(z.strictObject({ to: z.string(), subject: z.string(), step: z.string(), at: moment }))
    .default([]),
  replies: z
    .array(
      z.strictObject({
        by: z.string(),
        kind: z.string(),
        subject: z.string().default(''),
        until: moment.optional(),
        at: moment,
      }),
    )
    .default([]),
  dues: z
    .array(
      z.strictObject({
        subject: z.string(),
        period: z.string(),
        due: moment,
        state: z.string(),
        rest: z.array(z.string()).optional(),
        hint: z.string().optional(),
      }),
    )
    .default([])
    .describe('what is due, done ones included'),
  nudges: z.array(z.strictObject({ to: z.string(), subject: z.string(), step: z.string() })).default([]),
});

export type DutyExample = z.infer<typeof dutyExample>;
