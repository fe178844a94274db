import { z } from 'zod';
import { PERIODS } from '../calendar/index.js';

const id = z.string().regex(/^[a-z][a-z0-9-]*$/, 'must be lower case words joined by -');
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must look like 12:00');
const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'must look like 09-30');
const dayOfMonth = z.union([z.number().int().min(1).max(31), z.literal('last')]);
const words = z.array(z.string().min(1)).min(1);
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

/** What a field of a record or item has to be: one of some values, within bounds, or said in words that match. */
const condition = z.strictObject({
  is: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  not: z.array(z.union([z.string(), z.number(), z.boolean()])).optional(),
  min: z.number().optional(),
  max: z.number().optional(),
  matches: pattern.optional(),
  present: z.boolean().optional(),
});
const where = z.record(z.string().min(1), condition);

/** When it is due. Days are of Asia/Shanghai; `at` is the last minute of the day it may be done. */
const cadence = z.discriminatedUnion('every', [
  z.strictObject({ every: z.literal('day'), at: time.optional() }),
  z.strictObject({ every: z.literal('week'), weekday: z.number().int().min(1).max(7), at: time.optional() }),
  z.strictObject({ every: z.literal('month'), day: dayOfMonth, at: time.optional() }),
  z.strictObject({
    every: z.literal('quarter'),
    month: z.number().int().min(1).max(3),
    day: dayOfMonth,
    at: time.optional(),
  }),
  z.strictObject({
    every: z.literal('half'),
    month: z.number().int().min(1).max(6),
    day: dayOfMonth,
    at: time.optional(),
  }),
  z.strictObject({ every: z.literal('year'), on: z.array(monthDay).min(1), at: time.optional() }),
  z.strictObject({
    every: z.literal('holiday'),
    holidays: words.describe('names as the calendar has them'),
    before: z.number().int().min(0).describe('calendar days before its first day off'),
    at: time.optional(),
  }),
  z.strictObject({
    every: z.literal('item'),
    from: z.string().min(1).describe('next-due, opened, updated, or a field of its data'),
    days: z.number().int().default(0).describe('that many days after, or before where negative'),
    working: z.boolean().default(false),
    at: time.optional(),
  }),
  z.strictObject({
    every: z.literal('record'),
    from: z.string().min(1).describe('occurred, or a field with a day'),
    days: z.number().int().default(0),
    working: z.boolean().default(false),
    at: time.optional(),
  }),
]);

export const ADDRESSEES = ['owner', 'leader', 'office'] as const;

/** When somebody is told. Falls on a working day: before the deadline on the one before, after it on the next. */
const step = z.strictObject({
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

const households = z.strictObject({
  category: words.optional(),
  monitorKind: words.optional(),
  not: z.strictObject({ category: words.optional(), monitorKind: words.optional() }).optional(),
  attributes: z.record(z.string(), words).optional().describe('other columns of the register'),
});

export const SUBJECTS = [
  'unit',
  'village',
  'town',
  'helper',
  'guarantor',
  'item',
  'record',
  'office',
] as const;

const who = z.strictObject({
  each: z.enum(SUBJECTS).describe('one thing due for each of these'),
  units: z.strictObject({ matches: pattern.optional(), except: pattern.optional() }).optional(),
  people: z
    .strictObject({ units: pattern.optional(), posts: pattern.optional() })
    .optional()
    .describe('helpers and guarantors of these units and posts only'),
  households: households
    .optional()
    .describe('villages, towns and people that have such a household; for people, those households'),
  items: z
    .strictObject({
      ledger: words,
      states: words.optional(),
      except: words.optional(),
      dueClass: words.optional(),
      where: where.optional(),
    })
    .optional(),
  records: z.strictObject({ kind: z.string().min(1), where: where.optional() }).optional(),
  office: pattern.optional().describe('each office: only that of units that match'),
});

const evidence = z.strictObject({
  kinds: words.optional().describe('records of these kinds'),
  match: z.enum(['unit', 'village', 'town', 'household', 'person', 'subject', 'none']).default('none'),
  by: z.enum(['anyone', 'person']).default('anyone').describe('person: only what that person did'),
  periodField: z.string().optional().describe('the field that says which period it belongs to (month)'),
  grace: z.number().int().min(0).default(0).describe('days after the period in which it still counts'),
  where: where.optional(),
  zero: pattern.optional().describe('a zero report about this counts too'),
  events: words.optional().describe('events of the item'),
  reply: z.string().optional().describe('a reply of this kind, as intents/nudge-replies.yaml has it'),
});

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

const moment = z.string().regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, 'must look like 2026-05-08T09:00');

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
        town: z.string().optional(),
        village: z.string().optional(),
        dueClass: z.string().optional(),
        nextDue: z.string().optional(),
        milestone: z.string().optional(),
        soft: z.boolean().default(false),
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
      }),
    )
    .default([])
    .describe('what is due, done ones included'),
  nudges: z.array(z.strictObject({ to: z.string(), subject: z.string(), step: z.string() })).default([]),
});

export const dutySchema = z.strictObject({
  id,
  title: z.string().min(1),
  source: z.strictObject({ document: z.string().min(1), clause: z.string().min(1) }),
  mechanisms: z
    .array(z.string().regex(/^M\d{3}$/))
    .default([])
    .describe('rows of docs/MECHANISMS.md that it serves'),
  who,
  cadence,
  season: z
    .strictObject({ from: monthDay, to: monthDay })
    .optional()
    .describe('due only between these days of a year'),
  shift: z
    .enum(['none', 'before', 'after'])
    .default('none')
    .describe('a deadline on a day off moves to the working day before or after'),
  opens: z
    .strictObject({ days: z.number().int().min(0), working: z.boolean().default(false) })
    .optional()
    .describe('that many days before it is due; default: when its period begins'),
  period: z
    .enum(PERIODS)
    .optional()
    .describe("the stretch in which evidence counts, where it is not the cadence's own"),
  tail: z
    .number()
    .int()
    .min(0)
    .default(14)
    .describe('days after the deadline in which a late one is still wanted'),
  satisfiedBy: z.array(evidence).default([]),
  every: z
    .boolean()
    .default(false)
    .describe('all households have to be covered; without: any record of the subject will do'),
  signed: z.boolean().default(false).describe('counts only with the signature of the leader'),
  steps: z
    .union([z.string(), z.array(step)])
    .describe('steps, or the name of a set in intents/duty-settings.yaml'),
  soft: z.boolean().default(false).describe('力争, 拟定: late only in the list, never told to a leader'),
  priority: z.number().int().min(1).max(9).default(5).describe('1 comes first'),
  discreet: z.boolean().default(false).describe('households are named by surname only, also in private'),
  text: z.string().min(1).describe('what is to be done, in a few words'),
  reply: z.string().min(1).describe('the answer that would settle it'),
  examples: z.array(dutyExample).min(1),
});

/** `intents/duty-settings.yaml`: what holds for all duties. */
export const settingsSchema = z.strictObject({
  kind: z.literal('duty-settings'),
  morning: time.describe('when the to-do of the day is said'),
  endOfDay: time.describe('the time of a deadline that names none'),
  lines: z.number().int().min(1).describe('most points in one to-do; the rest come the next morning'),
  names: z.number().int().min(1).describe('most names in one point'),
  messagesPerDay: z.number().int().min(1).describe('most to-dos for one person on one day'),
  office: pattern.describe('units that are the office of the county (办公室)'),
  weekly: z
    .strictObject({ weekday: z.number().int().min(1).max(7), at: time })
    .describe('when the clerk hears of gaps in responsibilities'),
  standIn: z.array(pattern).min(1).describe('how a leave says who stands in, in the group v'),
  lapse: z
    .record(z.enum(['day', 'week', 'month', 'quarter', 'half', 'year', 'holiday']), z.number().int().min(1))
    .describe('working days after which a step that was not said is let go, by cadence'),
  steps: z.record(z.string(), z.array(step).min(1)),
});

export const REPLY_EFFECTS = [
  'later',
  'away',
  'back',
  'not-mine',
  'settled',
  'signed',
  'noted',
  'asked',
  'help',
] as const;

/** `intents/nudge-replies.yaml`: what people answer to a to-do. */
export const repliesSchema = z.strictObject({
  kind: z.literal('nudge-replies'),
  number: pattern.describe('which point is meant, in the group n'),
  longest: z.number().int().min(1).describe('longer texts are reports of their own'),
  replies: z
    .array(
      z.strictObject({
        id,
        effect: z.enum(REPLY_EFFECTS),
        point: z
          .enum(['none', 'any', 'one'])
          .default('any')
          .describe(
            'none: about the person; any: all points unless one is named; one: asked back where several are open',
          ),
        bare: z.boolean().default(true).describe('understood without a to-do to answer'),
        patterns: z.array(pattern).min(1),
        examples: z.strictObject({ means: z.array(z.string()).min(1), not: z.array(z.string()).default([]) }),
      }),
    )
    .min(1),
});

export type DutyDefinition = z.infer<typeof dutySchema>;
export type DutySettings = z.infer<typeof settingsSchema>;
export type NudgeReplies = z.infer<typeof repliesSchema>;
export type ReplyEffect = (typeof REPLY_EFFECTS)[number];
export type DutyExample = z.infer<typeof dutyExample>;
export type StepDefinition = z.infer<typeof step>;
export type Addressee = (typeof ADDRESSEES)[number];
export type Where = z.infer<typeof where>;
export type EvidenceRule = z.infer<typeof evidence>;
export type Cadence = z.infer<typeof cadence>;
