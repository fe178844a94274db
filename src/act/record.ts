import type { NewRecord, StoredRecord } from '../core/effects.js';
import type { Household, HouseholdIndex, WhereStated } from '../core/household.js';
import type { WorkRecord } from '../core/records.js';
import { localDay } from '../core/time.js';
import type { KindRule } from './ports.js';

const DAY = /^\d{4}-\d{2}-\d{2}/;
/** Fields that say which household it is: when one changes, the household is looked up anew. */
const WHICH = ['householder', 'alias', 'village', 'town', 'group'] as const;
/** Of them, those that say where it is. */
const PLACES = ['village', 'town', 'group'] as const;

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What a record is about, in words: the first present field of the definition's `subject`. */
export function subjectOf(record: WorkRecord, rule: KindRule): string | undefined {
  for (const field of rule.ledger?.subject ?? []) {
    const value = record[field];
    if (typeof value === 'string' && value !== '') return value;
    if (typeof value === 'number') return String(value);
  }
  return undefined;
}

/** The columns of a record that the ledger is searched by. `sentDay`: YYYY-MM-DD. */
export function columnsOf(
  record: WorkRecord,
  rule: KindRule,
  sentDay: string,
  households: HouseholdIndex,
): Pick<NewRecord, 'occurredOn' | 'householdCode' | 'village' | 'subject'> {
  const field = rule.ledger?.occurredOn;
  const day = field === undefined ? undefined : text(record[field]);
  const household =
    text(record['householdId']) === undefined ? undefined : households.byCode(text(record['householdId'])!);
  return {
    occurredOn: day && DAY.test(day) ? day.slice(0, 10) : sentDay,
    householdCode: household?.code,
    village: household?.village ?? text(record['village']),
    subject: household?.householder ?? subjectOf(record, rule),
  };
}

/** What a record says of where it is, as the register is asked. */
export const whereOf = (data: WorkRecord): WhereStated => ({
  town: text(data['town']),
  village: text(data['village']),
  group: text(data['group']),
});

/** The one household of exactly that name, for a record that only names one; undefined where it may be several. */
export function homeNamed(
  data: WorkRecord,
  rule: KindRule,
  households: HouseholdIndex,
): Household | undefined {
  const name = text(data[rule.ledger?.household ?? '']);
  const found = name === undefined ? undefined : households.find(name, whereOf(data));
  return found?.type === 'one' && (found.by === 'exact' || found.by === 'alias')
    ? found.household
    : undefined;
}

/**
 * The same of a stored record that has changed: a village that was concluded when it came stays, and so does the household
 * that is only named, while it is named as before. `code`: of the household that somebody chose.
 */
export function columnsAfter(
  record: StoredRecord,
  data: WorkRecord,
  rule: KindRule,
  households: HouseholdIndex,
  code?: string,
): ReturnType<typeof columnsOf> {
  const said = columnsOf(data, rule, localDay(record.createdAt), households);
  const field = rule.ledger?.household;
  const only = field !== undefined && said.householdCode === undefined;
  const stays = only && [field, ...PLACES].every((one) => data[one] === record.data[one]);
  const chosen = only ? households.byCode(code ?? '') : undefined;
  const named = only && !stays ? homeNamed(data, rule, households) : undefined;
  const home = chosen ?? named;
  if (home) return { ...said, householdCode: home.code, village: home.village };
  const { householdCode, village } = stays ? record : said;
  const columns = stays && householdCode !== undefined ? { ...said, householdCode, village } : said;
  const concluded = rule.ledger?.place === undefined ? undefined : record.village;
  return columns.village === undefined && concluded !== undefined
    ? { ...columns, village: concluded }
    : columns;
}

/** Whether records of this kind belong to a household of the register. */
export function needsHousehold(rule: KindRule): boolean {
  return rule.ledger?.identity.includes('householdId') ?? false;
}

/** A household can be looked for: somebody is named, but no household of the register was found. */
export function isUnplaced(record: WorkRecord, rule: KindRule): boolean {
  return needsHousehold(rule) && record['householdId'] === undefined && namedBy(record) !== undefined;
}

export function namedBy(record: WorkRecord): string | undefined {
  return text(record['householder']) ?? text(record['alias']);
}

/** Whom a record names: as its household, or as the one that it only names. */
export const nameOf = (record: WorkRecord, rule: KindRule): string =>
  namedBy(record) ?? text(record[rule.ledger?.household ?? '']) ?? '';

/** A record complete enough to count in the ledger's figures. */
export function stateOf(
  record: WorkRecord,
  rule: KindRule,
  missing: readonly string[],
): 'active' | 'incomplete' {
  const gaps = missing.some((field) => rule.ledger?.answerable.includes(field));
  return gaps || isUnplaced(record, rule) ? 'incomplete' : 'active';
}

export interface Settled {
  data: WorkRecord;
  missing: string[];
  candidates: string[]; // codes of the households the name still fits
}

/** The record with some fields set anew, or without those that are null; the household follows from them, never from a guess. */
export function withFields(
  record: StoredRecord,
  fields: Record<string, unknown>,
  householdCode: string | undefined,
  households: HouseholdIndex,
  rule: KindRule,
): Settled {
  const said = Object.entries(fields).filter(([, value]) => value !== null);
  const kept = Object.entries(record.data).filter(([field]) => fields[field] !== null);
  const data: WorkRecord = { ...Object.fromEntries([...kept, ...said]), kind: record.data.kind };
  let missing = record.missing.filter((field) => data[field] === undefined);
  let candidates: string[] = [];
  const placed = Object.keys(fields).some((field) => (WHICH as readonly string[]).includes(field));
  if (householdCode !== undefined) {
    if (needsHousehold(rule)) data['householdId'] = householdCode;
    missing = missing.filter((field) => !(WHICH as readonly string[]).includes(field));
  } else if (placed && needsHousehold(rule)) {
    delete data['householdId'];
    const name = namedBy(data);
    const match = name === undefined ? undefined : households.find(name, whereOf(data));
    if (match?.type === 'one') {
      data['householdId'] = match.household.code;
      if (match.by === 'slip' || match.by === 'homophone') data['householder'] = match.household.householder;
      missing = missing.filter((field) => !(WHICH as readonly string[]).includes(field));
    } else if (match?.type === 'many') candidates = match.households.map((h) => h.code);
  }
  return { data, missing, candidates };
}

function sameValue(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * How a new record stands to an earlier one of the same person about the same thing:
 * it says nothing new, only adds to it, or is a matter of its own.
 */
export function compare(earlier: WorkRecord, later: WorkRecord, rule: KindRule): 'same' | 'adds' | 'other' {
  for (const field of rule.ledger?.identity ?? [])
    if (!sameValue(earlier[field], later[field])) return 'other';
  let adds = false;
  for (const [field, value] of Object.entries(later)) {
    if (earlier[field] === undefined) adds = true;
    else if (!sameValue(earlier[field], value)) return 'other';
  }
  return adds ? 'adds' : 'same';
}
