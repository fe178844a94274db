import type { Trace, WorkRecord } from '../core/records.js';
import type { CompiledKind } from './compiled.js';
import type { Draft, Value } from './draft.js';

/** Fields in the order of the definition; `safeguards.water` becomes a key of `safeguards`. */
export function toRecord(kind: CompiledKind, draft: Draft): WorkRecord {
  const record: WorkRecord = { kind: kind.def.id };
  const put = (name: string) => {
    const value = draft.values.get(name);
    if (value) record[shownAs(kind, name, value)] = value.value;
  };
  for (const field of kind.roles.shown) {
    const type = field.def.type;
    if (type === 'states' || type === 'amounts' || type === 'counts' || type === 'measures') {
      const items = itemsOf(draft, `${field.name}.`);
      if (items) record[field.name] = items;
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

/** Where a value stands in the record: what its agreed shape does not have stands apart. */
function shownAs(kind: CompiledKind, name: string, { value }: Value): string {
  const { aside } = kind.byName.get(name)?.def ?? {};
  return aside && typeof value === 'string' && aside.values.includes(value) ? aside.as : name;
}

function itemsOf(draft: Draft, prefix: string): Record<string, unknown> | undefined {
  let items: Record<string, unknown> | undefined;
  for (const [name, v] of draft.values)
    if (name.startsWith(prefix)) (items ??= {})[name.slice(prefix.length)] = v.value;
  return items;
}

function unique(values: unknown[]): unknown[] {
  if (values.length < 2) return values;
  const seen = new Set<string>();
  return values.filter((v) => {
    const key = JSON.stringify(v);
    return seen.has(key) ? false : (seen.add(key), true);
  });
}

/** What gave each value, for the explanation. */
export function traceOf(kind: CompiledKind, draft: Draft, record: number): Trace[] {
  const out: Trace[] = [];
  const add = (field: string, v: Value) =>
    out.push({ record, field, value: v.value, from: v.from, to: v.to, rule: v.rule, certainty: v.certainty });
  for (const [field, value] of draft.values) add(shownAs(kind, field, value), value);
  for (const [field, list] of draft.lists) for (const value of list) add(field, value);
  return out;
}
