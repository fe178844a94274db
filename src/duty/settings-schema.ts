import { z } from 'zod';
import { pattern, slug as id, time } from '../core/schemas.js';
import { step } from './schema-parts.js';

/** `intents/duty-settings.yaml`: what holds for all duties. */
export const settingsSchema = z.strictObject({
  kind: z.literal('duty-settings'),
  morning: time.describe('when the to-do of the day is said'),
  endOfDay: time.describe('the time of a deadline that names none'),
  lines: z.number().int().min(1).describe('most points in one to-do; the rest come the next morning'),
  asked: z.number().int().min(1).default(30).describe('most points in the list that somebody asked for'),
  names: z.number().int().min(1).describe('most names in one point'),
  messagesPerDay: z.number().int().min(1).describe('most to-dos for one person on one day'),
  office: pattern.describe('units that are the office of the county (办公室)'),
  inCharge: z
    .array(pattern)
    .default([])
    .describe('posts of whoever is in charge of a village, the first that somebody has'),
  delegates: z
    .array(pattern)
    .default([])
    .describe('posts of whoever should help at least one household (党代表)'),
  weekly: z
    .strictObject({
      weekday: z.number().int().min(1).max(7),
      at: time,
      again: z.number().int().min(1).default(4).describe('weeks until the same gap is told again'),
    })
    .describe('when the clerk hears of gaps in responsibilities'),
  standIn: z.array(pattern).min(1).describe('how a leave says who stands in, in the group v'),
  lapse: z
    .record(z.enum(['day', 'week', 'month', 'quarter', 'half', 'year', 'holiday']), z.number().int().min(1))
    .describe('working days after which a step that was not said is let go, by cadence'),
  periods: z
    .partialRecord(
      z.enum(['day', 'week', 'month', 'quarter', 'half', 'year']),
      z.strictObject({ now: z.string().min(1), last: z.string().min(1), before: z.string().min(1) }),
    )
    .default({})
    .describe('how the text of a duty names its period while it runs, when it was the last, and longer ago'),
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
  'todo',
] as const;

const repliesShape = z.strictObject({
  kind: z.literal('nudge-replies'),
  parts: z
    .record(id, pattern)
    .default({})
    .describe('what several patterns share: {name} in a pattern stands for it'),
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
        days: z
          .union([z.number().int().min(1), z.literal('week')])
          .default(1)
          .describe('effect later: the working morning that many days on, or of the next week'),
        patterns: z.array(z.string().min(1)).min(1),
        examples: z.strictObject({ means: z.array(z.string()).min(1), not: z.array(z.string()).default([]) }),
      }),
    )
    .min(1),
});

/** `intents/nudge-replies.yaml`: what people answer to a to-do, and how they ask for one. Its patterns come out without `parts`. */
export const repliesSchema = repliesShape.transform(({ parts, ...definition }, ctx) => {
  const whole = (source: string, path: (string | number)[]): string => {
    const text = source.replace(/\{([a-z][a-z0-9-]*)\}/gu, (name, part: string) =>
      parts[part] === undefined ? name : `(?:${parts[part]})`,
    );
    for (const { message } of pattern.safeParse(text).error?.issues ?? [])
      ctx.addIssue({ code: 'custom', message, path });
    return text;
  };
  const replies = definition.replies.map((reply, i) => ({
    ...reply,
    patterns: reply.patterns.map((source, j) => whole(source, ['replies', i, 'patterns', j])),
  }));
  return { ...definition, replies };
});

export type DutySettings = z.infer<typeof settingsSchema>;
export type NudgeReplies = z.infer<typeof repliesSchema>;
export type ReplyEffect = (typeof REPLY_EFFECTS)[number];
