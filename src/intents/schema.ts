import { z } from 'zod';
import { moment, slug } from '../core/schemas.js';
import { CHECK_CODES } from '../core/records.js';
import { NUMBERS } from '../core/sensitive/index.js';

/** How a field's value is read. Each name is one reader in `understand/fields/readers.ts`. */
export const FIELD_TYPES = [
  'household', // householder or nickname, settled by the register
  'person',
  'persons',
  'town',
  'village',
  'group',
  'date',
  'moment', // a day, with the time of day where one is said
  'period', // fills `from` and `to`
  'month', // YYYY-MM
  'number',
  'money', // yuan
  'percent',
  'choice', // one of `values`
  'states', // {item: met | unmet | doubtful}
  'amounts', // {item: yuan}
  'counts', // {item: number}
  'measures', // {label: number}, whatever is counted: "新增线索：2条"
  'signed', // a number with its sign
  'text',
  'texts',
  'tasks', // [{action, due}]
  'milestones', // [{name, due}]
  'truth',
  'unit', // an office, town or village that reports
  'items', // what a layout fills in by itself
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];

export const LAYOUTS = ['records', 'signals', 'relay', 'correction'] as const;
export const REPLIES = ['receipt', 'silence', 'correction', 'retraction', 'question', 'plan'] as const;

/** A regular expression, in which {num}, {money}, {date}, {name}, {place} and {words:LIST} stand for spans of that sort. */
const pattern = z.string().min(1);
const words = z.array(z.string().min(1));

/** Values and texts are codes: `0123` must stay `0123`. */
const code = z.string().min(1);

/** A value that follows from what is said (`pattern`, in a clause without `not`) or from which fields are there (`with`). */
const caseSchema = z.strictObject({
  is: code,
  pattern: pattern.optional(),
  not: pattern.optional(),
  with: z.array(z.string()).default([]),
});

export const fieldSchema = z.strictObject({
  type: z.enum(FIELD_TYPES),
  labels: words.default([]).describe('what stands before the value'),
  title: z.string().optional().describe('how the bot calls it, where that is not its first label'),
  unit: z.string().optional().describe('the unit of a bare number: 元, 万元, %'),
  shared: z.boolean().default(false).describe('said once at the top, it holds for every record'),
  heads: z.boolean().default(false).describe('said in front of a name, it holds for the names after it until another is said'),
  expected: z.boolean().default(false).describe('reported as missing where it is absent'),
  signature: z.boolean().default(false).describe('the name signed under the message'),
  default: z.enum(['sent-day', 'sender', 'all-text', 'images', 'mention']).optional(),
  ranked: z.boolean().default(false).describe('choice: of several values said, the one that stands first in `values`'),
  cases: z.array(caseSchema).default([]).describe('choice: the first that holds of everything the record is told'),
  denied: z.record(code, z.array(pattern)).default({}).describe('choice: by value, what in the same clause says that it does not hold: promised, planned, in part, not so'),
  doubted: z.array(pattern).default([]).describe('words of the record that leave open which value holds, in part done for one: none is read, and it is queried'),
  otherwise: code.optional().describe('choice: what holds where nothing is said'),
  aside: z.strictObject({ values: z.array(code).min(1), as: z.string() }).optional().describe('choice: values that the agreed shape of a record does not have; kept in a field of their own, which `parse` does not print'),
  future: z.string().optional().describe('date: a day still to come is that of this field instead'),
  ahead: z.boolean().default(false).describe('date: rather in the months to come than long past'),
  lasts: z.array(pattern).default([]).describe('period: how many days it takes, in the group v, where only its first day is said'),
  lone: z.boolean().default(false).describe('person: one name; where several stand, none is taken'),
  until: pattern.optional().describe('text: where a value behind its label ends, though the line goes on; at once: it is said of something else; of an account in running text, how a clause begins that is no more of it'),
  others: z.string().optional().describe('unit: the field of the further ones that a list behind the label names'),
  reached: z.boolean().default(false).describe('what has been reached or done so far: no figure that the words beside it deny, plan or make depend on something'),
  hidden: z.boolean().default(false).describe('read for the checks only, not part of the record'),
  whole: z.boolean().default(false).describe('phrases look at the whole message, not at one clause'),
  values: z.record(code, words).optional().describe('choice, states, amounts, counts: the code and the words for it'),
  open: pattern.optional().describe('amounts: items under names of their own (group k) and their amount (group v), beside ones that are known'),
  groups: z.record(z.string(), z.array(code)).optional().describe('states: one word for several items'),
  implies: z.record(z.string(), z.union([code, z.record(code, code)])).optional().describe('another field that this one settles'),
  phrases: z.array(pattern).default([]).describe('the value in running text, in the group v'),
  signals: z.array(pattern).default([]).describe('texts: what marks a clause as one of these'),
  not: z.array(pattern).default([]).describe('where a phrase or signal does not count'),
  listed: z.boolean().default(false).describe('texts: parted at 、 as well'),
  strip: z.array(pattern).default([]).describe('texts: what is cut from the front of a clause'),
  past: z.boolean().default(false).describe('date: never after the day of sending'),
  within: z.array(pattern).default([]).describe('read in running text only where the clause shows one of these, or holds nothing else'),
});

export const CHECK_RULES = ['sum', 'ratio', 'quotient', 'atMost', 'ceiling', 'monthDays', 'balance', 'product', 'total', 'order', 'count', 'present', 'several', 'conflict', 'sensitive', 'late', 'edited', 'assumed'] as const;
const checkSchema = z.strictObject({
  rule: z.enum(CHECK_RULES),
  code: z.enum(CHECK_CODES),
  fields: z.array(z.string()).default([]).describe('what is compared, in the order the rule expects'),
  tolerance: z.number().optional(),
  most: z.number().optional().describe('ceiling: what none of the fields can be more than'),
  when: z.record(z.string(), z.array(code)).optional().describe('only where these fields have one of these values'),
  patterns: z.array(pattern).default([]),
  what: z.string().optional(),
  numbers: z.array(z.enum(NUMBERS)).default([]).describe('sensitive: numbers of people that are queried, each under its own name'),
});

const evidenceSchema = z.strictObject({
  pattern: pattern.optional(),
  words: words.optional(),
  register: z.boolean().default(false).describe('a household of the register is named'),
  risk: z.boolean().default(false).describe('a clause shows one of the risks'),
  weight: z.number(),
});

const householdSchema = z.strictObject({
  code: code,
  town: z.string().default(''),
  village: z.string(),
  group: z.string().default(''),
  householder: z.string(),
  aliases: z.array(z.string()).default([]),
  category: z.string().default(''),
});

export const exampleSchema = z.strictObject({
  text: z.string(),
  sentAt: moment,
  sender: z.string().optional(),
  previous: z.array(z.strictObject({ id: code, text: z.string(), sentAt: z.string(), sender: z.string() })).optional(),
  roster: z.array(householdSchema).optional(),
  records: z.array(z.looseObject({ kind: z.string() })),
  missing: z.array(z.string()).default([]),
  checks: z.array(z.looseObject({ code: z.enum(CHECK_CODES) })).default([]),
});

export const kindSchema = z.strictObject({
  id: slug,
  title: z.string().min(1),
  shown: z.number().int().positive().optional().describe('its place in lists of the pages among those that people look for first; without one it stands there only once it holds something'),
  layout: z.enum(LAYOUTS).default('records'),
  key: z.array(z.string()).default([]).describe('the field that opens a new record'),
  formed: z.boolean().default(false).describe('a filled-in form is a record even where its key cannot be read: that is then asked for'),
  alone: pattern.optional().describe('these words alone are of this kind where they are said to the bot in private'),
  onward: pattern.optional().describe('words behind a mark with which a text goes on to report something of its own'),
  plain: pattern.optional().describe('how a text begins that is meant as one of this kind, also where nothing can be made of it'),
  keyless: z.boolean().default(false).describe('one record even where the key is not said'),
  numbers: z.array(pattern).default([]).describe('key of type number: how it is written, in the group v'),
  subjects: z.array(pattern).default([]).describe('key of type text or person: how it is written, in the group v'),
  titles: words.default([]).describe('headings: 【…】 or the first line'),
  titled: z.boolean().default(false).describe('only a message that has one of the titles is of this kind'),
  evidence: z.array(evidenceSchema).default([]),
  threshold: z.number().default(3).describe('the least weight of evidence'),
  needs: z.array(z.string()).default([]).describe('no record without one of these fields'),
  vetoes: z.array(pattern).default([]).describe('a message with one of these is not of this kind'),
  plans: z
    .array(pattern)
    .default([])
    .describe('what stands in front of a subject that is only planned, denied or heard of: it opens no record'),
  denials: z
    .array(pattern)
    .default([])
    .describe('the same of what stands behind a subject, to the end of its clause'),
  beside: z.array(z.string()).default([]).describe('kinds that one message may carry beside this one'),
  over: z.array(z.string()).default([]).describe('kinds that give way to this one'),
  each: z.array(z.string()).default([]).describe('without a key: every stretch up to ; or the end of a line that has all of these is a record of its own'),
  mixes: z.union([z.boolean(), z.array(code)]).default(false).describe('one message may report this in one sentence and something else that mixes in another; a list: beside these only'),
  apart: pattern.optional().describe('a sentence that begins like this may be of this kind whatever is reported around it'),
  asks: z.boolean().default(false).describe('made of the sentences that ask something, beside whatever else is said'),
  raises: z
    .strictObject({ kind: z.string(), subject: z.array(z.string()), from: z.array(z.string()), denies: z.record(code, pattern).default({}), solved: pattern.optional() })
    .optional()
    .describe('records of another kind that the risks in these text fields, or in the rest of the text (*), raise'),
  fields: z.record(z.string().regex(/^[a-z][A-Za-z]*$/, 'must be camelCase'), fieldSchema).default({}),
  checks: z.array(checkSchema).default([]),
  fallback: z.enum(['words', 'marks']).optional().describe('takes words that nothing claims, or messages of marks and emoji only'),
  ledger: z
    .strictObject({
      subject: z.array(z.string()),
      occurredOn: z.string().optional(),
      identity: z.array(z.string()).min(1),
      answerable: z.array(z.string()).default([]),
      everyTime: z.boolean().default(false).describe('said again it counts again: a claim after a return, a review in private'),
      sole: z
        .strictObject({
          amends: pattern.describe('words that make a second report a correction of the first'),
          latter: pattern.describe('asked which of two reports holds: the later one'),
          former: pattern.describe('the same: the earlier one'),
          once: pattern.describe('of a report said again: it is the same one'),
          further: pattern.describe('the same: it was done once more, and counts once more'),
          apart: z.array(z.string()).default([]).describe('where these differ, it is another one after all'),
          latest: z.array(z.string()).default([]).describe('of these the newest value holds, nobody is asked'),
        })
        .optional()
        .describe('one for its identity: a second report of the same sender with other values is queried, not counted again'),
      follow: z
        .strictObject({ kind: slug, lead: z.string(), names: pattern.describe('what may stand between names and around them') })
        .optional()
        .describe('names that the sender says afterwards are records of this kind for the same day: read as if `lead` stood before them'),
      fresh: z
        .strictObject({
          field: z.string(),
          ledger: slug.describe('where the next free number is taken from'),
          when: z.record(z.string(), z.array(code)).default({}),
          ask: z.string().min(1).describe('Liquid, instead of the question of `ask`: next is that number'),
          agreed: pattern.describe('the answer that takes it'),
        })
        .optional()
        .describe('a number that was not said may be the next one of its ledger, once the sender agrees'),
      household: z.string().optional().describe('the field with the name of a household: bound where it can be only one, never asked for'),
      place: z
        .strictObject({
          texts: z.array(z.string()).describe('these may name the village'),
          people: z.array(z.string()).default([]).describe('who is named here may work in one village alone'),
          when: z.record(z.string(), z.array(code)).default({}).describe('what is not said is concluded only where these fields have one of these values'),
        })
        .optional()
        .describe('the village of what has none of its own: by the words, by who answers for it, by the sender, by the name of the group; the first that can be only one'),
    })
    .optional(),
  ask: z.record(z.string(), z.string()).default({}),
  hints: z
    .array(
      z.strictObject({
        id: slug,
        says: z.string().min(1).describe('Liquid: what may be told as well; name is the householder'),
        unless: pattern.describe('not where the words of the message show this'),
        off: z.boolean().default(false).describe('ready, but not said until a county takes this line away'),
      }),
    )
    .default([])
    .describe('said to the reporter in private, once for each household: nothing is asked for'),
  reply: z.enum(REPLIES),
  examples: z.array(exampleSchema).default([]),
});

/** Word lists that kinds share. */
export const wordsSchema = z.strictObject({
  lists: z.record(z.string(), words).default({}),
  fragments: z.record(z.string(), pattern).default({}).describe('patterns that others take in by name, as they do a list'),
  risks: z
    .record(code, z.strictObject({ signals: z.array(pattern), not: z.array(pattern).default([]) }))
    .default({}),
  dialect: z
    .record(z.string(), z.string())
    .default({})
    .refine((words) => Object.entries(words).every(([said, meant]) => said.length === meant.length), 'a word and what it stands for are of one length'),
  repairs: z
    .strictObject({
      signs: words.describe('nothing is looked for where none of these stands'),
      turns: words.default([]).describe('what follows one of these at the end of a report corrects it'),
      patterns: z.array(pattern.refine((source) => source.includes('(?<void>'), 'the group (?<void>…) says what is taken back')),
    })
    .default({ signs: [], turns: [], patterns: [] })
    .describe('what a sender takes back in the same message'),
  lookalikes: z.array(z.string().regex(/^..+$/u, 'at least two characters that look alike')).default([]),
  terms: words.default([]).describe('terms whose slips are recognised beside all labels and titles'),
});

export type FieldDefinition = z.infer<typeof fieldSchema>;
export type KindDefinition = z.infer<typeof kindSchema>;
export type CheckDefinition = z.infer<typeof checkSchema>;
export type Example = z.infer<typeof exampleSchema>;
export type SharedWords = z.infer<typeof wordsSchema>;

/** Everything the product understands, as read from a folder of definitions. */
export interface Definitions {
  kinds: readonly KindDefinition[];
  words: SharedWords;
  /** Where each example stands, for findings: `kind/index` → place. */
  places: ReadonlyMap<string, { file: string; line: number; column: number }>;
}
