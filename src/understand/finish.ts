import type { HouseholdIndex, HouseholdMatch, MatchedBy } from '../core/household.js';
import type { Check } from '../core/records.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { type Draft, valueAt } from './draft.js';
import type { Finished } from './finished.js';
import { supply } from './supply.js';
import { lasting } from './lasts.js';
import { toRecord } from './record.js';

/** Settles the household, fills in what the sending itself says (day, sender), and lists what nobody said. */
export function finish(
  kind: CompiledKind,
  draft: Draft,
  message: Message,
  households: HouseholdIndex,
  compiled: Compiled,
): Finished {
  const checks: Check[] = [];
  const missing: Finished['missing'] = [];
  supply(kind, draft, message, households, checks, missing);
  const key = kind.roles.household;
  const ambiguous = key ? settle(kind, key.name, draft, message, households, checks, compiled) : undefined;
  implied(kind, draft);
  lasting(kind, draft, message);
  for (const field of kind.roles.expected) {
    if (draft.values.has(field.name) || draft.lists.has(field.name)) continue;
    if (key && field.name === key.name && draft.values.has('alias')) continue;
    if (field.def.type === 'village' && draft.values.has('householdId')) continue;
    missing.push({
      field: field.name,
      ...(ambiguous && field.def.type === 'village' ? { candidates: ambiguous } : {}),
    });
  }
  // Two of one name in one village: the village is known, yet it has to be asked which.
  if (ambiguous && !missing.some((m) => m.candidates) && key)
    missing.push({ field: key.name, candidates: ambiguous, which: true });
  return { record: toRecord(kind, draft), draft, missing, checks };
}

const OR_OTHER = '^(?:家|户)?(?:或者?|还是|要么)是?(?<name>{name})(?=家|户|[,。;、\\s(]|$)';
const OTHER_WITHIN = 12;

const NOT_AS_WRITTEN: ReadonlySet<MatchedBy> = new Set(['homophone', 'slip']);

/** Looks the name up where the message says it is. Returns the candidates where it fits several. */
function settle(
  kind: CompiledKind,
  key: string,
  draft: Draft,
  message: Message,
  households: HouseholdIndex,
  checks: Check[],
  compiled: Compiled,
): string[] | undefined {
  const named = draft.values.get(key) ?? draft.values.get('alias');
  if (!named) return undefined;
  const name = String(named.value);
  const text = (field: string) => draft.values.get(field)?.value as string | undefined;
  const implied = (field: string) => draft.values.get(field)?.certainty === 'implied';
  const stated = { town: text('town'), village: text('village'), group: text('group') };
  let match: HouseholdMatch = households.find(name, stated);
  if (match.type === 'none' && implied('village')) {
    // A village handed down from the household above binds nobody.
    const own = { town: stated.town, village: undefined, group: implied('group') ? undefined : stated.group };
    match = households.find(name, own);
    if (match.type !== 'none') draft.values.delete('village');
  }
  if (match.type === 'none' && draft.values.has('alias') && draft.values.has(key)) {
    const nick = households.find(String(draft.values.get('alias')!.value), stated);
    if (nick.type === 'one') match = nick;
  }
  if (match.type === 'many') {
    const candidates = match.households.map((h) => h.code);
    checks.push({ code: 'ambiguous-household', candidates });
    return candidates;
  }
  if (match.type === 'none') {
    checks.push({ code: 'unknown-household' });
    return undefined;
  }
  // "甲或者乙家": either may be meant, and which is not chosen.
  const other = compiled.regexp(OR_OTHER).exec(message.text.slice(named.to, named.to + OTHER_WITHIN));
  if (other) {
    const also = households.find(other.groups!['name']!, stated);
    const all = [match.household, ...(also.type === 'one' ? [also.household] : [])];
    const candidates = [...new Set(all.map((one) => one.code))];
    checks.push({ code: 'ambiguous-household', candidates });
    return candidates;
  }
  // Settled by its sound or shape: said, so that whoever wrote it sees whom it was taken for.
  const meant = match.household.householder;
  if (NOT_AS_WRITTEN.has(match.by) && meant !== name) checks.push({ code: 'typo', from: name, to: meant });
  if (kind.byName.has('householdId')) {
    draft.values.set('householdId', {
      value: match.household.code,
      from: named.from,
      to: named.to,
      rule: `register:${match.by}`,
      certainty: 'implied',
    });
  }
  return undefined;
}

/** 边缘易致贫户 is a 监测户, whether it is said or not. */
function implied(kind: CompiledKind, draft: Draft): void {
  for (const field of kind.roles.implying) {
    const value = draft.values.get(field.name);
    if (!value) continue;
    for (const [other, code] of Object.entries(field.def.implies ?? {})) {
      const settled = typeof code === 'string' ? code : code[String(value.value)];
      if (settled !== undefined)
        draft.values.set(other, valueAt(value, settled, `implied:${field.name}`, 'implied'));
    }
  }
}
