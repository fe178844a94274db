import type { WorkRecord } from '../core/records.js';
import type { KindRule } from './ports.js';
import { needsHousehold } from './record.js';

/** A value that is said otherwise the second time. */
export interface Otherwise {
  field: string;
  kept: unknown;
  said: unknown;
}

/** What a second report of a thing that is only once says: new, otherwise, or in place of what was said. */
export interface Again {
  adds: Readonly<Record<string, unknown>>;
  differs: readonly Otherwise[];
}

const isList = Array.isArray as (value: unknown) => value is unknown[];
const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !isList(value);
const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * How a report stands to an earlier one of the same sender, subject and day; undefined where it may be another thing: no
 * household of the register, another way of visiting. Lists grow together; single values that differ are `differs`.
 */
export function again(earlier: WorkRecord, later: WorkRecord, rule: KindRule): Again | undefined {
  const sole = rule.ledger?.sole;
  if (!sole || !isSame(earlier, later, rule)) return undefined;
  const other = (field: string) =>
    earlier[field] !== undefined && later[field] !== undefined && !same(earlier[field], later[field]);
  if (sole.apart.some(other)) return undefined;
  const adds: Record<string, unknown> = {};
  const differs: Otherwise[] = [];
  const identity = new Set([...rule.ledger!.identity, 'kind']);
  for (const [field, said] of Object.entries(later)) {
    const kept = earlier[field];
    if (identity.has(field) || same(kept, said)) continue;
    if (kept === undefined || sole.latest.includes(field)) adds[field] = said;
    else if (isList(kept) && isList(said)) grown(adds, field, kept, said);
    else if (isMap(kept) && isMap(said) && agree(kept, said)) grownMap(adds, field, kept, said);
    else differs.push({ field, kept, said });
  }
  return { adds, differs };
}

/** The same household where the register settles it; else all that identifies it, and nothing is asked for. */
function isSame(earlier: WorkRecord, later: WorkRecord, rule: KindRule): boolean {
  if (needsHousehold(rule))
    return later['householdId'] !== undefined && earlier['householdId'] === later['householdId'];
  return (rule.ledger?.identity ?? []).every((field) => same(earlier[field], later[field]));
}

function grown(adds: Record<string, unknown>, field: string, kept: unknown[], said: unknown[]): void {
  const fresh = said.filter((one) => !kept.some((known) => same(known, one)));
  if (fresh.length > 0) adds[field] = [...kept, ...fresh];
}

const agree = (kept: Record<string, unknown>, said: Record<string, unknown>): boolean =>
  Object.entries(said).every(([key, value]) => kept[key] === undefined || same(kept[key], value));

function grownMap(
  adds: Record<string, unknown>,
  field: string,
  kept: Record<string, unknown>,
  said: Record<string, unknown>,
): void {
  if (Object.keys(said).some((key) => kept[key] === undefined)) adds[field] = { ...kept, ...said };
}

/** Whether the words of a message say that it takes the place of an earlier one. */
export const amends = (rule: KindRule, text: string): boolean =>
  rule.ledger?.sole !== undefined && new RegExp(rule.ledger.sole.amends).test(text);
