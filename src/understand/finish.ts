import type { HouseholdIndex, HouseholdMatch } from '../core/household.js';
import type { Check, Trace, WorkRecord } from '../core/records.js';
import type { CompiledKind } from './compile.js';
import type { Message } from './document.js';
import type { Draft, Value } from './draft.js';
import { lasting } from './lasts.js';

/** A draft made a record, with what is missing and what is to be asked. */
export interface Finished {
  record: WorkRecord;
  draft: Draft;
  missing: { field: string; candidates?: string[]; which?: true }[];
  checks: Check[];
}

/** Settles the household, fills in what the sending itself says (day, sender), and lists what nobody said. */
export function finish(
  kind: CompiledKind,
  draft: Draft,
  message: Message,
  households: HouseholdIndex,
): Finished {
  const checks: Check[] = [];
  const missing: Finished['missing'] = [];
  defaults(kind, draft, message, households, checks, missing);
  const key = kind.fields.find((f) => f.def.type === 'household');
  const ambiguous = key ? settle(kind, key.name, draft, message, households, checks) : undefined;
  implied(kind, draft);
  lasting(kind, draft, message);
  for (const field of kind.fields) {
    if (!field.def.expected || draft.values.has(field.name) || draft.lists.has(field.name)) continue;
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

function defaults(
  kind: CompiledKind,
  draft: Draft,
  message: Message,
  households: HouseholdIndex,
  checks: Check[],
  missing: Finished['missing'],
): void {
  for (const field of kind.fields) {
    if (
      field.def.signature &&
      message.signature &&
      !draft.values.has(field.name) &&
      !draft.lists.has(field.name)
    ) {
      const s = message.signature;
      const value: Value = {
        value: s.name,
        from: s.nameFrom,
        to: s.nameFrom + s.name.length,
        rule: 'signature',
        certainty: 'stated',
      };
      if (field.def.type === 'persons') draft.lists.set(field.name, [value]);
      else draft.values.set(field.name, value);
    }
    if (
      field.def.type === 'village' &&
      field.def.shared &&
      !draft.values.has(field.name) &&
      message.signature?.unit
    ) {
      const unit = message.signature.unit;
      const place = households.villageAt(message.text, message.signature.unitFrom);
      if (place && unit.startsWith(place.written))
        draft.values.set(field.name, {
          value: place.village,
          from: message.signature.unitFrom,
          to: message.signature.unitFrom + place.written.length,
          rule: 'signature',
          certainty: 'implied',
        });
    }
    if (field.def.otherwise !== undefined && !draft.values.has(field.name))
      draft.values.set(field.name, {
        value: field.def.otherwise,
        from: draft.from,
        to: draft.from,
        rule: 'otherwise',
        certainty: 'implied',
      });
    if (draft.values.has(field.name) || field.def.default === undefined) continue;
    if (field.def.default === 'sent-day') {
      // A day was given, but it cannot be: it is not the day of sending either.
      if (draft.uncertain.has(field.name)) {
        missing.push({ field: field.name });
        continue;
      }
      draft.values.set(field.name, {
        value: message.day,
        from: 0,
        to: 0,
        rule: 'sent-day',
        certainty: 'implied',
      });
      if (kind.def.checks.some((c) => c.code === 'date-assumed')) checks.push({ code: 'date-assumed' });
    } else if (field.def.default === 'mention') {
      const m = message.mentions.find((x) => !/所有人|全体|小助手/.test(x.name));
      if (m)
        draft.values.set(field.name, {
          value: m.name,
          from: m.from,
          to: m.to,
          rule: 'mention',
          certainty: 'stated',
        });
    } else if (field.def.default === 'images') {
      if (message.images > 0)
        draft.values.set(field.name, {
          value: message.images,
          from: 0,
          to: 0,
          rule: 'images',
          certainty: 'stated',
        });
    } else if (field.def.default === 'sender' && message.input.sender) {
      draft.values.set(field.name, {
        value: message.input.sender,
        from: 0,
        to: 0,
        rule: 'sender',
        certainty: 'implied',
      });
    }
  }
}

/** Looks the name up where the message says it is. Returns the candidates where it fits several. */
function settle(
  kind: CompiledKind,
  key: string,
  draft: Draft,
  message: Message,
  households: HouseholdIndex,
  checks: Check[],
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
  for (const field of kind.fields) {
    const value = draft.values.get(field.name);
    if (!value) continue;
    for (const [other, code] of Object.entries(field.def.implies ?? {})) {
      const settled = typeof code === 'string' ? code : code[String(value.value)];
      if (settled !== undefined)
        draft.values.set(other, {
          ...value,
          value: settled,
          rule: `implied:${field.name}`,
          certainty: 'implied',
        });
    }
  }
}

/** Fields in the order of the definition; `safeguards.water` becomes a key of `safeguards`. */
export function toRecord(kind: CompiledKind, draft: Draft): WorkRecord {
  const record: WorkRecord = { kind: kind.def.id };
  const put = (name: string) => {
    const value = draft.values.get(name);
    if (value) record[name] = value.value;
  };
  for (const field of kind.fields) {
    if (field.def.hidden) continue;
    const type = field.def.type;
    if (type === 'states' || type === 'amounts' || type === 'counts' || type === 'measures') {
      const entries = [...draft.values].filter(([name]) => name.startsWith(`${field.name}.`));
      if (entries.length > 0)
        record[field.name] = Object.fromEntries(
          entries.map(([name, v]) => [name.slice(field.name.length + 1), v.value]),
        );
    } else if (type === 'period') {
      put('from');
      put('to');
    } else {
      put(field.name);
      const list = draft.lists.get(field.name);
      if (list && list.length > 0) record[field.name] = unique(list.map((v) => v.value));
    }
  }
  return record;
}

function unique(values: unknown[]): unknown[] {
  const seen = new Set<string>();
  return values.filter((v) => {
    const key = JSON.stringify(v);
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

/** What gave each value, for the explanation. */
export function traceOf(draft: Draft, record: number): Trace[] {
  const out: Trace[] = [];
  const add = (field: string, v: Value) =>
    out.push({ record, field, value: v.value, from: v.from, to: v.to, rule: v.rule, certainty: v.certainty });
  for (const [field, value] of draft.values) add(field, value);
  for (const [field, list] of draft.lists) for (const value of list) add(field, value);
  return out;
}
