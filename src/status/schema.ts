import { z } from 'zod';
import { REPORTING } from '../core/status.js';
import { LIGHTS, type PaceRule } from '../core/pace.js';
import { slug as code, moment, pattern, words } from '../core/schemas.js';

const some = z.array(z.string().min(1)).default([]);

const field = z
  .string()
  .regex(
    /^(data\.\p{L}+|town|village|group|category|monitorKind|mode|state|subject|helper|dueClass|population)$/u,
    'must be a column (town, village, group, category, monitorKind, state, subject, helper, dueClass, population) or data.NAME (of a household: a column of its register)',
  );

export const conditionSchema = z.strictObject({
  field,
  in: z.array(z.string()).optional(),
  not: z.array(z.string()).optional(),
  like: z.string().optional(),
  atLeast: z.number().optional(),
  below: z.number().optional(),
  belowField: field.optional().describe('below another figure of the same row'),
  atLeastField: field.optional().describe('at least another figure of the same row'),
  share: z
    .number()
    .positive()
    .optional()
    .describe('of belowField or atLeastField: this part of it (0.02: 2%), not all'),
  repeated: z
    .number()
    .int()
    .min(2)
    .optional()
    .describe(
      'so many rows of the source say the same (figures and punctuation aside, ten characters or more)',
    ),
  copied: z
    .literal(true)
    .optional()
    .describe(
      'an item whose measures are those of a paper that was read, not its own plan (figures and punctuation aside)',
    ),
  present: z.boolean().optional(),
  light: z
    .array(z.enum(LIGHTS))
    .min(1)
    .optional()
    .describe('an item of a ledger with a pace: how it stands against its plan today'),
  blankAmong: z.array(field).min(1).optional().describe('this or one of these other fields says nothing'),
});

const sourceSchema = z.union(
  [
    z.strictObject({ records: code, latest: z.boolean().optional() }),
    z.strictObject({ households: z.literal(true) }),
    z.strictObject({ items: code }),
    z.strictObject({ duty: code, reporting: z.array(z.enum(REPORTING)).min(1).optional() }),
  ],
  'must be {records: KIND, latest?}, {households: true}, {items: LEDGER} or {duty: DUTY, reporting?}',
);

/** One way of asking: a word of each group of `all`, none of `none`. */
const askSchema = z.strictObject({
  all: z.array(words).min(1),
  none: some,
  // One of these words is in the whole question, in whichever clause: 还差哪几家.
  beside: some,
  // Only where the bot is spoken to: among others it may be about something else.
  called: z.boolean().default(false),
  weak: z
    .boolean()
    .default(false)
    .describe('only where nothing else fits, and after a question that this may go on: 几户'),
});

const says = some.describe('further words that stand for it in a question and narrow nothing');

export const exampleSchema = z.strictObject({
  text: z.string().min(1),
  at: moment,
  place: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
  by: z.string().optional(),
  list: z.boolean().optional(),
  with: z.array(code).default([]).describe('other metrics that the same question asks for'),
});

/** A number that can be asked for: what it counts, how it is called, how people ask for it. */
export const metricSchema = z.strictObject({
  id: code,
  title: z.string().min(1).describe('as the answer calls it: 走访'),
  unit: z.string().describe('户, 个, 元'),
  source: z.string().min(1).describe('the document or custom that this way of counting follows'),
  of: sourceSchema,
  only: z.array(conditionSchema).default([]),
  facts: z
    .array(field)
    .optional()
    .describe(
      'fields without which nothing is known of a row: said apart, not counted as a no; of households every column that the conditions compare',
    ),
  unsaid: z
    .string()
    .min(1)
    .default('没填')
    .describe('what such a row lacks, as the answer says it: 没写阶段'),
  without: z.strictObject({ records: code, only: z.array(conditionSchema).default([]) }).optional(),
  measure: z
    .strictObject({
      count: z.enum(['rows', 'households', 'villages']).optional(),
      sum: field.optional(),
      average: field.optional(),
      mean: z.strictObject({ of: field, weight: field }).optional(),
    })
    .default({ count: 'rows' }),
  day: z.enum(['occurred', 'opened', 'closed', 'due', 'none']).default('occurred'),
  period: z
    .enum(['today', 'this-week', 'this-month', 'this-quarter', 'this-year', 'none'])
    .default('this-week')
    .describe('what holds where the question names no time'),
  base: code.optional().describe('the metric that this one is a part of'),
  apart: z
    .array(code)
    .default([])
    .describe(
      'metrics that a reader would expect in this number and that are not: said beside it, of few villages',
    ),
  within: z.array(code).default([]).describe('metrics that are parts of this number, said with it: 其中迟报'),
  baseTitle: z.string().optional().describe('as the answer calls the base: 应走'),
  leading: z
    .boolean()
    .default(false)
    .describe('only leaders and clerks may ask: what somebody is complained of'),
  discreet: z.boolean().default(false).describe('hardship: never listed in a group'),
  comparable: z
    .boolean()
    .default(false)
    .describe('asked which place has most or least, the figures of all places are said, unranked'),
  ask: z.array(askSchema).min(1),
  says,
  examples: z.array(exampleSchema).min(1),
});
export type Metric = Omit<z.infer<typeof metricSchema>, 'only'> & {
  only: (z.infer<typeof conditionSchema> & { pace?: PaceRule })[];
};

/** Several numbers that are asked for as one: "我包的镇怎么样". */
export const overviewSchema = z.strictObject({
  id: code,
  title: z.string().min(1),
  metrics: z.array(code).min(1),
  period: z
    .enum(['today', 'this-week', 'this-month', 'this-quarter', 'this-year', 'none'])
    .default('this-week'),
  ask: z.array(askSchema).min(1),
  says,
  examples: z.array(exampleSchema).min(1),
});
export type Overview = z.infer<typeof overviewSchema>;

/** The last word on one named thing, as reports have it ("青石沟产业路到多少了") or as a ledger does ("某行动谁负责"). */
export const lookupSchema = z.strictObject({
  id: code,
  title: z.string().min(1),
  of: z.union([
    z.strictObject({ records: code.describe('the kind of record') }),
    z.strictObject({ items: code.describe('the ledger') }),
  ]),
  template: code.default('status-lookup'),
  show: z
    .array(
      z.strictObject({ field: z.string(), title: z.string(), unit: z.enum(['', '%', '元']).default('') }),
    )
    .min(1),
  ask: z.array(askSchema).min(1),
  says,
  examples: z.array(exampleSchema.extend({ name: z.string() })).min(1),
});
export type Lookup = z.infer<typeof lookupSchema>;

/** What is asked for and not given. `units`: only where the number asked for does not allow comparing places. */
export const declineSchema = z.strictObject({
  id: code,
  title: z.string().min(1),
  template: code,
  units: z.boolean().default(false),
  ask: z.array(askSchema).min(1),
  examples: z.array(exampleSchema).min(1),
});
export type Decline = z.infer<typeof declineSchema>;

/** What narrows a question: 监测户, 脱贫户. */
const filterSchema = z.strictObject({
  words,
  field,
  in: z.array(z.string()).min(1),
  discreet: z.boolean().default(false),
});

/** A figure of rows that a question may bound: 进度80%以上. Which rows have it, and in which units it is said. */
const figureSchema = z.strictObject({
  title: z.string().min(1),
  words,
  of: sourceSchema,
  field,
  units: some,
  implied: some.describe('units that only this figure has: 口人'),
});

/** Words of a bound, in front of the number or behind it. */
const boundSchema = z.strictObject({ before: some, after: some });

export const wordsSchema = z.strictObject({
  filters: z.array(filterSchema),
  by: z.strictObject({ town: words, village: words, group: words, category: words }),
  all: words.describe('the whole county'),
  ownTown: words.describe('the town of the asker'),
  ownVillage: words.describe('the village of the asker'),
  own: words.describe('what the asker is responsible for'),
  ownHouseholds: words.describe('the households the asker helps'),
  mine: words.describe('the same, or the places of an asker who helps none'),
  list: words.describe('asks for names'),
  household: words.describe('asks when a household was last visited; counts beside a name of the register'),
  strangers: z
    .array(pattern)
    .default([])
    .describe('what looks like the name of an official or a place, in the group v'),
  detail: words.describe('asks for the list behind the last answer'),
  compare: z.strictObject({
    before: words.describe('in front of the period that is compared with: 比'),
    around: words.describe('in front of it where one of `after` stands behind: 和…相比'),
    after: words,
    same: words.describe('the same days of that earlier period: 去年同期'),
    year: words.describe('the same days a year earlier'),
    previous: words.describe('the period before'),
    change: words.describe('how the difference is asked for'),
  }),
  except: z.strictObject({
    before: words.describe('what follows is left out'),
    after: words.describe('what is before is left out'),
    not: words.describe('in front of a kind of household: 非脱贫户'),
  }),
  bounds: z.strictObject({
    above: boundSchema,
    atLeast: boundSchema,
    below: boundSchema,
    atMost: boundSchema,
    pastHalf: some.describe('more than half, in one word: 过半'),
  }),
  figures: z.array(figureSchema).default([]),
  units: z
    .array(z.strictObject({ pattern, is: z.string().min(1), or: some }))
    .default([])
    .describe('how many of what a question asks for, and the unit of a number that answers it'),
  fillers: words.describe('words that narrow nothing; what else is left of a question is not understood'),
  called: some.describe('what stands behind the name of an official: 书记'),
  ownFigure: z
    .strictObject({
      asks: z.array(pattern).describe('asks how many or which of what only the own county knows'),
      things: z.array(pattern).describe('the same of anything, where one of `actual` is there too'),
      actual: z.array(pattern).describe('speaks of what is or was done here'),
      rules: z.array(pattern).describe('asks for a rule, a goal or an amount: then it is none'),
    })
    .describe('questions for figures of the own county: no document of another answers them'),
});
export type StatusWords = z.infer<typeof wordsSchema>;

/** A file of intents/metrics. */
export const metricFileSchema = z.strictObject({
  metrics: z.array(metricSchema).default([]),
  overviews: z.array(overviewSchema).default([]),
  lookups: z.array(lookupSchema).default([]),
  declines: z.array(declineSchema).default([]),
  words: wordsSchema.optional(),
});
