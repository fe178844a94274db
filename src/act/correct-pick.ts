import type { StoredRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import type { Turn } from './ports.js';
import { namedBy } from './record.js';

/** One thing that a correction changes. A field of several figures is named with the figure: `metrics.走访`. */
export interface Change {
  field: string;
  from?: unknown;
  to: unknown;
}

/** The field itself, and the figure within it where one is named. */
export function partsOf(field: string): { base: string; key: string | undefined } {
  const dot = field.indexOf('.');
  return dot < 0 ? { base: field, key: undefined } : { base: field.slice(0, dot), key: field.slice(dot + 1) };
}

const isList = Array.isArray as (value: unknown) => value is unknown[];
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a record says where a correction points. */
export function valueAt(data: WorkRecord, field: string): unknown {
  const { base, key } = partsOf(field);
  const value = data[base];
  return key === undefined ? value : isMap(value) ? value[key] : undefined;
}

/** The same record with that value there; null: it is not said. */
export function withValue(data: WorkRecord, field: string, value: unknown): WorkRecord {
  const { base, key } = partsOf(field);
  const { [base]: known, ...others } = data;
  if (key === undefined) return { ...others, ...(value === null ? {} : { [base]: value }), kind: data.kind };
  const rest = Object.entries(isMap(known) ? known : {}).filter(([one]) => one !== key);
  const figures = [...rest, ...(value === null ? [] : [[key, value] as const])];
  return {
    ...others,
    ...(figures.length > 0 ? { [base]: Object.fromEntries(figures) } : {}),
    kind: data.kind,
  };
}

/** The fields as they are to be: a figure among several is set beside the others, and so is one of several texts. */
export function fieldsOf(data: WorkRecord, changes: readonly Change[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const { field, from, to } of changes) {
    const { base, key } = partsOf(field);
    const known = out[base] ?? data[base];
    if (isList(known) && typeof to === 'string') out[base] = known.map((one) => (one === from ? to : one));
    else out[base] = key === undefined ? to : { ...(isMap(known) ? known : {}), [key]: to };
  }
  return out;
}

/** Whether the old value is what stands there, or is one of the texts that do. */
export const stands = (kept: unknown, from: unknown): boolean =>
  same(kept, from) || (isList(kept) && typeof from === 'string' && kept.includes(from));

export function same(a: unknown, b: unknown): boolean {
  const number = (value: unknown) =>
    typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return a === b || JSON.stringify(a) === JSON.stringify(b) || (number(a) === number(b) && a !== undefined);
}

const COUNTED = /第[一二三四五六七八九十\d]{1,3}(?:个|户|条|项|家)/u;

/** Which records may be meant, and by which place in their message: "第2户" counts all that was said with it. */
export function among(
  { records, whole }: { records: readonly StoredRecord[]; whole: readonly StoredRecord[] },
  fit: readonly StoredRecord[],
  index: number | undefined,
  text: string,
): [readonly StoredRecord[], number | undefined] {
  if (COUNTED.test(text)) return [whole, index];
  if (records.length === 1) return [records, undefined];
  // Of a visit and what it raised only the visit has such a field.
  return fit.length === 1 ? [fit, undefined] : [records, index];
}

/** The one record a correction means: by its place in the message, its name, or its old value; never by guessing. */
export function pickRecord(
  records: readonly StoredRecord[],
  index: number | undefined,
  text: string,
  changes: readonly Change[],
): StoredRecord | undefined {
  if (index !== undefined) return records.find((r) => r.index === index);
  if (records.length === 1) return records[0];
  const named = records.filter((r) => {
    const name = namedBy(r.data);
    return name !== undefined && text.includes(name);
  });
  if (named.length === 1) return named[0];
  const among = named.length > 1 ? named : records;
  const fitting = among.filter((r) =>
    changes.every((c) => c.from !== undefined && stands(valueAt(r.data, c.field), c.from)),
  );
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** Whether records of this kind have what is to be changed. */
export const has = (turn: Turn, record: StoredRecord, changes: readonly Change[]): boolean =>
  changes.every(
    ({ field }) => turn.understanding.rule(record.kind)?.fieldTitles[partsOf(field).base] !== undefined,
  );

/** Of what one report said of a thing: what has a value in place of which the new one comes, else its first. */
export const pickNamed = (
  records: readonly StoredRecord[],
  changes: readonly Change[],
): StoredRecord | undefined =>
  records.find((one) => changes.every(({ field }) => valueAt(one.data, field) !== undefined)) ?? records[0];

/** Whether the old value stands in the words, and is not only concluded from what was reported before it was changed. */
export function isSaid(from: unknown, text: string): boolean {
  if (typeof from === 'number')
    return new RegExp(`(?<![\\d.])${from}(?![\\d.])`).test(text) || text.includes(`${from / 10_000}万`);
  if (typeof from !== 'string') return false;
  const [, month, day] = /^\d{4}-(\d{2})-(\d{2})/.exec(from) ?? [];
  if (month === undefined) return text.includes(from);
  return new RegExp(`${Number(month)}\\s?[月./-]\\s?${Number(day)}(?!\\d)`).test(text);
}
