import { z } from 'zod';
import { LIGHTS } from '../core/pace.js';
import type { LedgerFigures } from '../intents/index.js';
import { PERIODS } from '../calendar/index.js';
import { dutyExample } from './example-schema.js';
import { pattern, slug as id, time, words } from '../core/schemas.js';
import { dayOfMonth, monthDay, step } from './schema-parts.js';

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
  column: z
    .string()
    .optional()
    .describe('each helper: whom this column of the register names, instead of 帮扶责任人'),
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
      of: z
        .enum(['owner', 'receivers'])
        .default('owner')
        .describe('receivers: whom its ledger routes it to, while nobody has been charged with it'),
      dueClass: z.array(z.string()).optional().describe('"" for those that have none'),
      where: where.optional(),
      light: z
        .array(z.enum(LIGHTS))
        .min(1)
        .optional()
        .describe('how it stands against the plan of its ledger (pace): behind yellow, far behind red'),
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

export const dutySchema = z.strictObject({
  id,
  title: z.string().min(1),
  source: z.strictObject({ document: z.string().min(1), clause: z.string().min(1) }),
  mechanisms: z
    .array(z.string().regex(/^M\d{3}$/))
    .default([])
    .describe('rows of docs/MECHANISMS.md that it serves'),
  off: z
    .boolean()
    .default(false)
    .describe('ready, but nobody is reminded until a county takes this line away'),
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
  listed: z
    .strictObject({ days: z.number().int().min(1) })
    .optional()
    .describe('of an item: so many days before it is due it stands in the list that somebody asks for'),
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
  times: z.number().int().min(1).default(1).describe('done when it was done so many times within the period'),
  signed: z.boolean().default(false).describe('counts only with the signature of the leader'),
  steps: z
    .union([z.string(), z.array(step)])
    .describe('steps, or the name of a set in intents/duty-settings.yaml'),
  chain: z
    .boolean()
    .default(false)
    .describe('of an item says what it waits for and, where it is late, what waits for it'),
  soft: z.boolean().default(false).describe('力争, 拟定: late only in the list, never told to a leader'),
  priority: z.number().int().min(1).max(9).default(5).describe('1 comes first'),
  discreet: z.boolean().default(false).describe('households are named by surname only, also in private'),
  text: z.string().min(1).describe('what is to be done, in a few words'),
  late: z.string().optional().describe('what is said instead of how long it is overdue'),
  reply: z.string().min(1).describe('the answer that would settle it'),
  paper: z
    .union([
      z.strictObject({
        outline: id.describe('a paper of intents/outlines, about the place of the item or the whole county'),
        title: z.string().min(1),
        steps: words,
        from: z.string().min(1).describe("the fields of the item's data with its first day"),
        to: z.string().min(1).describe('and its last'),
      }),
      z.strictObject({
        template: id.describe('a document template of templates/'),
        title: z.string().min(1).describe('the file goes by what it is about and this'),
        steps: words.describe('goes along with these steps'),
        fields: z
          .record(id, z.string().min(1))
          .describe("the template's variables: next-due, town, village, or a field of the item's data"),
      }),
    ])
    .optional()
    .describe('a draft of a document that goes along with the reminder, where each thing due is an item'),
  examples: z.array(dutyExample).min(1),
});

export type DutyDefinition = z.infer<typeof dutySchema> & {
  /** What its ledgers say of plans, order and routes, where it asks for that (`light`, `chain`, `of`). */
  figures?: ReadonlyMap<string, LedgerFigures> | undefined;
};
export type Where = z.infer<typeof where>;
export type EvidenceRule = z.infer<typeof evidence>;
export type Cadence = z.infer<typeof cadence>;
