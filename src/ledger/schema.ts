import { z } from 'zod';
import { addsSchema } from '../core/adds.js';
import { paceSchema } from '../core/pace.js';
import { day, moment, pattern, slug as id } from '../core/schemas.js';

const code = z.string().min(1);
const field = z.string().regex(/^[a-z][A-Za-z]*$/, 'must be camelCase');

/** What makes two records speak of the same thing: a field, or the first of several that is there. */
const keyPart = z.union([code, z.array(code).min(1)]);

const whoSchema = z.strictObject({
  roles: z.array(z.enum(['cadre', 'leader', 'clerk'])).default([]),
  posts: z.array(pattern).default([]).describe('or whose post shows one of these'),
  except: z
    .array(z.enum(['owner', 'claimer']))
    .default([])
    .describe('even with the role'),
});

/** Which records become which events of which item, and what of them is kept under which name. */
const sourceSchema = z.strictObject({
  kind: id,
  when: z.record(field, z.array(z.union([z.string(), z.number()])).min(1)).default({}),
  matches: z.record(field, pattern).default({}).describe('only where the text of the field shows it'),
  has: z.array(field).default([]).describe('only records with one of these fields'),
  each: field.optional().describe('one item for each text of this field'),
  event: z.union([
    id,
    z.strictObject({ field: z.union([field, z.array(field).min(1)]), map: z.record(code, id).default({}) }),
  ]),
  by: field.optional().describe('the field with the number of the item: it must be there already'),
  fields: z
    .record(field, z.union([field, z.array(field).min(1)]))
    .default({})
    .describe('the ledger’s name: the record’s field, or the first of several that is there'),
  words: z
    .record(field, pattern)
    .default({})
    .describe('the ledger’s name: true where the words of the message show it'),
});

const eventSchema = z.strictObject({
  title: z.string().min(1).describe('as the receipt says it'),
  says: z.string().optional().describe('Liquid: what the receipt adds when it counts'),
  once: z
    .boolean()
    .default(false)
    .describe('said to the same person once, until something happens to the item'),
  unnamed: pattern
    .optional()
    .describe('the decision said in private of no item: those it may be about are told, none is decided on'),
  from: z.array(id).default([]).describe('states it may start from; none: any that is not closed'),
  opens: z.boolean().default(false).describe('may be the first that is heard of an item'),
  reopens: z
    .boolean()
    .default(false)
    .describe('opens a closed item again, in its first state unless `to` says otherwise'),
  to: z.union([id, z.strictObject({ field, map: z.record(code, id) })]).optional(),
  sets: z
    .enum(['fill', 'update', 'replace', 'none'])
    .default('fill')
    .describe(
      'what is said fills gaps; update: details take the place of what was; replace: title and people, too',
    ),
  overrule: whoSchema.optional().describe('in private, what these say takes the place of what was'),
  who: whoSchema.optional(),
  concerned: z
    .union([z.boolean(), z.array(field).min(1)])
    .default(false)
    .describe(
      'not a cadre of other places, unless it is theirs or their unit’s; nor, in private, whoever is in no register. Fields: only what says one of these of an item that is there already',
    ),
  where: z.literal('private').optional(),
  needs: z
    .array(z.union([field, z.array(field).min(1)]))
    .default([])
    .describe('what the item must have by then: a field, or one of several'),
  needsWhere: z
    .array(z.strictObject({ field, matches: pattern, needs: z.array(field).min(1) }))
    .default([])
    .describe('what it must have besides where a text of it shows something: papers of a 饮水 project'),
  one: z.boolean().default(false).describe('one item a message'),
  tasks: z.boolean().default(false).describe('all tasks of the item closed'),
  review: z.boolean().default(false).describe('named reviewers only, and the name is kept'),
  questions: z
    .strictObject({
      title: z.string().min(1).describe('what they are called together: 四个不放过'),
      of: z
        .array(
          z.strictObject({
            field: field.describe("the ledger's name of the answer"),
            ask: z.string().min(1).describe('in a few words, as a statement that has to hold'),
            good: z.array(code).min(1).describe('answers that let it pass; any other holds it up'),
          }),
        )
        .min(1),
      required: z
        .boolean()
        .default(false)
        .describe('without all answers nothing is decided; otherwise what is not answered is asked for once'),
    })
    .optional()
    .describe('what whoever decides has to have asked themselves; one answer that is not good holds it up'),
  claims: z.boolean().default(false).describe('whoever says it may not review it'),
  responds: z
    .boolean()
    .default(false)
    .describe('somebody takes care of it: the first one tells how long that took, in data.responseHours'),
  reports: z.boolean().default(false).describe('counts as the report on a standing item'),
  does: z
    .union([z.literal('all'), z.array(z.string())])
    .default([])
    .describe('milestones that are done with it'),
});

const clockSchema = z.strictObject({
  name: z.string().min(1),
  after: z.array(id).min(1).describe('events that start it'),
  workingDays: z.number().int().positive().optional(),
  days: z.number().int().positive().optional(),
  months: z.number().int().positive().optional(),
  field: field.optional().describe('the field that holds its day'),
  done: field.optional().describe('the field that holds the day it was done'),
  soft: z.boolean().default(false),
});

const classSchema = z.strictObject({
  is: z.enum(['immediate', 'focused', 'standing', 'dated']),
  when: field.optional().describe('where this field is true or there'),
  pattern: pattern.optional().describe('or the words say so'),
  name: z.string().default('完成'),
  days: z.number().int().positive().optional(),
  months: z.number().int().positive().optional(),
});

const stepSchema = z.strictObject({
  at: moment,
  by: z.union([
    z.string(),
    z.strictObject({
      name: z.string(),
      role: z.enum(['', 'cadre', 'leader', 'clerk']).default('cadre'),
      post: z.string().default(''),
      unit: z.string().default(''),
    }),
  ]),
  private: z.boolean().default(false),
  text: z.string().default(''),
  records: z.array(z.looseObject({ kind: id })).default([]),
  household: z.string().optional(),
  village: z.string().optional(),
  recall: z.number().int().positive().optional().describe('takes back the message of that step'),
});

const exampleSchema = z.strictObject({
  says: z.string().min(1),
  steps: z.array(stepSchema).min(1),
  items: z
    .array(z.looseObject({ key: z.string() }))
    .describe('what must be true of each item in the end; no others may be there'),
  refused: z
    .array(z.strictObject({ event: id, reason: z.string(), lacking: z.array(z.string()).optional() }))
    .default([]),
});

export const ledgerSchema = z.strictObject({
  id,
  title: z.string().min(1),
  shown: z
    .number()
    .int()
    .positive()
    .optional()
    .describe(
      'its place in lists of the pages among those that people look for first; without one it stands there only once it holds something',
    ),
  word: z.string().min(1).describe('how one of it is called: 问题, 线索'),
  source: z.strictObject({ document: z.string(), clause: z.string() }),
  mechanisms: z.array(z.string().regex(/^M\d{3}$/)).default([]),
  number: z
    .enum(['stated', 'counted', 'none'])
    .default('counted')
    .describe('stated by people (9号问题), or counted by the bot'),
  key: z.array(keyPart).min(1),
  tidy: z.array(pattern).default([]).describe('cut from the texts of the key'),
  within: field
    .optional()
    .describe('put in front of the key where its text does not show it: the village of 公厕'),
  apart: z
    .strictObject({ of: field, by: z.array(code).min(1) })
    .optional()
    .describe(
      'items that are known by this field of the key alone (a name, without its household) are told apart by the first of these that is there; `sender` is who said it',
    ),
  parent: z.strictObject({ ledger: id, key: z.array(keyPart).min(1) }).optional(),
  discreet: z.union([z.boolean(), z.strictObject({ field, values: z.array(code).min(1) })]).default(false),
  states: z.record(id, z.strictObject({ title: z.string().min(1), closed: z.boolean().default(false) })),
  grave: z
    .array(z.strictObject({ field, matches: pattern }))
    .default([])
    .describe(
      'with one of these a group hears nothing of it, not even a receipt; who answers for it hears at once, in private',
    ),
  asked: pattern.optional().describe('how people ask where one stands; its number is in the group n'),
  bare: pattern
    .optional()
    .describe('news of one by its number, without the word of the ledger; its number is in the group n'),
  disowned: z
    .array(pattern)
    .default([])
    .describe(
      'how people say that one is not theirs: its number in n, whose it is, where they say so, in who',
    ),
  route: z
    .strictObject({
      field,
      to: z.record(code, z.string()),
      titles: z.record(code, z.string()).default({}).describe('what each value is called'),
      otherwise: z
        .array(z.string())
        .default([])
        .describe('units whose liaison hears where that department has none'),
    })
    .optional()
    .describe('the department for each value'),
  requires: z
    .strictObject({ owner: z.string().optional(), leadUnit: z.string().optional() })
    .default({})
    .describe('asked for, once, when an item is opened without it'),
  names: z.record(field, z.string()).default({}).describe('what its fields are called'),
  tells: z
    .array(
      z.strictObject({ event: id, whom: z.enum(['liaison', 'owner', 'closer']), says: z.string().min(1) }),
    )
    .default([])
    .describe('who hears of it in private'),
  classes: z.array(classSchema).default([]),
  clocks: z.array(clockSchema).default([]),
  pace: paceSchema.optional().describe('how far an item should be by which day (倒排工期)'),
  follows: field
    .optional()
    .describe('the field with the numbers of items of this ledger that have to be done before it'),
  adds: addsSchema.optional().describe('which items are a whole and which its parts, and what adds up'),
  from: z.array(sourceSchema).default([]),
  events: z.record(id, eventSchema),
  examples: z.array(exampleSchema).default([]),
});

export const daySchema = day;
export type LedgerDefinition = z.infer<typeof ledgerSchema>;
export type LedgerSource = LedgerDefinition['from'][number];
export type LedgerEventRule = LedgerDefinition['events'][string];
export type LedgerExample = LedgerDefinition['examples'][number];
export type Who = z.infer<typeof whoSchema>;
