import { z } from 'zod';

/**
 * Items of which some are the whole and others its parts (全镇的目标，各村的目标): what the parts say together, beside what the
 * whole says. What differs is said with both figures, never settled.
 */

const field = z.string().regex(/^[a-z][A-Za-z]*$/, 'must be camelCase');

export const addsSchema = z.strictObject({
  part: field.describe('an item that has it is a part: village'),
  same: z.array(field).min(1).describe('whole and parts say the same here: name, year'),
  figures: z.record(field, z.string().min(1)).describe('what adds up, and what it is called'),
  unit: field.optional().describe('the field that says in what it is counted'),
  under: z
    .strictObject({ word: z.string().min(1), field })
    .optional()
    .describe('what it is a task of: the field with its number, and the word behind it (3号行动)'),
});
export type AddsRule = z.infer<typeof addsSchema>;

export interface Addend {
  title: string;
  data: Readonly<Record<string, unknown>>;
}

/** One figure of one family: `whole` as stated, `sum` of the parts that say it, `unsaid` of those that do not. */
export interface Added {
  title: string; // 目标, 完成
  whole?: number | undefined;
  sum?: number | undefined; // absent where no part says it
  unsaid: number;
  differs: boolean;
}

export interface Family {
  under: string; // its number, or ''
  title: string;
  unit: string;
  parts: number;
  figures: Added[];
}

/** The families of these items, in their order. Two wholes of one family are two: the last one said counts. */
export function familiesOf(rule: AddsRule, items: readonly Addend[]): Family[] {
  const found = new Map<string, { wholes: Addend[]; parts: Addend[] }>();
  for (const item of items) {
    const key = JSON.stringify(rule.same.map((name) => item.data[name] ?? ''));
    const family = found.get(key) ?? { wholes: [], parts: [] };
    (textOf(item.data[rule.part]) === '' ? family.wholes : family.parts).push(item);
    found.set(key, family);
  }
  return [...found.values()].map(({ wholes, parts }) => {
    const whole = wholes.at(-1);
    const all = [...wholes, ...parts];
    const first = (name: string | undefined) =>
      name === undefined ? '' : (all.map(({ data }) => textOf(data[name])).find((one) => one !== '') ?? '');
    return {
      under: first(rule.under?.field),
      title: (whole ?? parts[0]!).title,
      unit: first(rule.unit),
      parts: parts.length,
      figures: Object.entries(rule.figures).map(([name, title]) => addedOf(name, title, whole, parts)),
    };
  });
}

function addedOf(name: string, title: string, whole: Addend | undefined, parts: readonly Addend[]): Added {
  const said = parts.flatMap(({ data }) => (typeof data[name] === 'number' ? [data[name]] : []));
  const stated = typeof whole?.data[name] === 'number' ? whole.data[name] : undefined;
  const sum = said.length === 0 ? undefined : round(said.reduce((a, b) => a + b, 0));
  return {
    title,
    whole: stated,
    sum,
    unsaid: parts.length - said.length,
    differs: stated !== undefined && sum !== undefined && stated !== sum,
  };
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';

const round = (n: number): number => Math.round(n * 100) / 100;
