import { z } from 'zod';

/**
 * The plan of something that has to be so far by so long (倒排工期): spread evenly from its first day to its last, how far it
 * should be today, how far it is said to be, and whether that is well (绿), behind (黄) or far behind (红).
 */

const field = z.string().regex(/^[a-z][A-Za-z]*$/, 'must be camelCase');
const points = z.number().positive().max(100);

/** Fields are those of the item's data; `opened` is the day it was registered, `next-due` its next deadline. */
export const paceSchema = z.strictObject({
  from: z
    .array(z.union([field, z.literal('opened')]))
    .min(1)
    .describe('its first day: the first of these that is there'),
  to: z
    .array(z.union([field, z.literal('next-due')]))
    .min(1)
    .describe('its last day'),
  done: field.describe('the figure that is reported'),
  whole: z.union([z.number().positive(), field]).describe('what it comes to in the end: 100, or a field'),
  unit: z.string().default('').describe('%, or empty where the item says'),
  every: z.enum(['week', 'month']).default('week').describe('how often it has a node'),
  yellow: points.describe('behind by so many points of a hundred: 黄'),
  red: points.describe('by so many, or past its last day: 红'),
});
export type PaceRule = z.infer<typeof paceSchema>;

/** unsaid: nobody has said yet how far it is. */
export const LIGHTS = ['green', 'yellow', 'red', 'unsaid'] as const;
export type Light = (typeof LIGHTS)[number];

export interface Paced {
  data: Readonly<Record<string, unknown>>;
  openedOn: string; // YYYY-MM-DD
  nextDue?: string | null | undefined;
  soft?: boolean | undefined; // 力争, 拟定: never red
  closed?: boolean | undefined;
}

export interface Pace {
  from: string;
  to: string;
  whole: number;
  planned: number; // in the unit of `whole`
  done?: number | undefined;
  behind: number; // points of a hundred; below zero where it is ahead, 0 where nobody said
  light: Light;
  nodes: { due: string; value: number }[];
}

/** Undefined where its days or what it comes to are not known. */
export function paceOf(rule: PaceRule, item: Paced, today: string): Pace | undefined {
  const from = dayAmong(rule.from, item);
  const to = dayAmong(rule.to, item);
  const whole = typeof rule.whole === 'number' ? rule.whole : numberOf(item.data[rule.whole]);
  if (from === undefined || to === undefined || from >= to || whole === undefined || whole <= 0)
    return undefined;
  const share = shareOf(from, to, today);
  const done = numberOf(item.data[rule.done]);
  const behind = done === undefined ? 0 : round((share - done / whole) * 100);
  const light = lightOf(rule, {
    late: today > to,
    behind,
    done,
    whole,
    soft: item.soft,
    closed: item.closed,
  });
  const nodes = nodesOf(from, to, rule.every).map((due) => ({
    due,
    value: round(whole * shareOf(from, to, due)),
  }));
  return { from, to, whole, planned: round(whole * share), done, behind, light, nodes };
}

interface Standing {
  late: boolean;
  behind: number;
  done: number | undefined;
  whole: number;
  soft: boolean | undefined;
  closed: boolean | undefined;
}

function lightOf(rule: PaceRule, { late, behind, done, whole, soft, closed }: Standing): Light {
  if (closed || (done !== undefined && done >= whole)) return 'green';
  if (late) return soft ? 'yellow' : 'red';
  if (done === undefined) return 'unsaid';
  if (behind >= rule.red) return soft ? 'yellow' : 'red';
  return behind >= rule.yellow ? 'yellow' : 'green';
}

function dayAmong(fields: readonly string[], { data, openedOn, nextDue }: Paced): string | undefined {
  for (const name of fields) {
    const value = name === 'opened' ? openedOn : name === 'next-due' ? nextDue : data[name];
    if (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value)) return value.slice(0, 10);
  }
  return undefined;
}

function numberOf(value: unknown): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

const DAY_MS = 86_400_000;
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const dayOf = (time: number): string => new Date(time).toISOString().slice(0, 10);

function shareOf(from: string, to: string, day: string): number {
  const share = (timeOf(day) - timeOf(from)) / (timeOf(to) - timeOf(from));
  return Math.min(1, Math.max(0, share));
}

/** Fridays or last days of months after the first day, and the last day. */
function nodesOf(from: string, to: string, every: 'week' | 'month'): string[] {
  const nodes: string[] = [];
  for (let time = timeOf(from) + DAY_MS; time < timeOf(to); time += DAY_MS) {
    const date = new Date(time);
    const ends = every === 'week' ? date.getUTCDay() === 5 : new Date(time + DAY_MS).getUTCDate() === 1;
    if (ends) nodes.push(dayOf(time));
  }
  return [...nodes, to];
}

const round = (n: number): number => Math.round(n * 10) / 10;
