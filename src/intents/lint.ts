import type { Finding } from '../files/finding.js';
import type { Explained, MessageInput } from '../core/records.js';
import type { Household } from '../core/household.js';
import type { Definitions, Example } from './schema.js';

/** Runs a message through understanding, with the households that the example brings. Passed in: `intents` knows no stage. */
export type UnderstandExample = (input: MessageInput, roster: readonly Household[]) => Explained;

/** Mistakes between and inside definitions, and examples that do not come out as they say. */
export function lintDefinitions(definitions: Definitions, understand: UnderstandExample): Finding[] {
  return [...references(definitions), ...examples(definitions, understand)];
}

function references(definitions: Definitions): Finding[] {
  const out: Finding[] = [];
  const ids = new Set(definitions.kinds.map((k) => k.id));
  for (const kind of definitions.kinds) {
    const at = (key: string) => definitions.places.get(`${kind.id}.${key}`) ?? definitions.places.get(kind.id)!;
    const fields = new Set([...Object.keys(kind.fields), ...(Object.values(kind.fields).some((f) => f.type === 'period') ? ['from', 'to'] : [])]);
    const known = (key: string, names: readonly string[]) => {
      for (const name of names) if (!fields.has(name)) out.push({ ...at(key), message: `${kind.id}.${key}: "${name}" is not one of its fields; allowed: ${[...fields].join(', ')}` });
    };
    known('key', kind.key);
    known('ask', Object.keys(kind.ask));
    if (kind.ledger) {
      known('ledger', [...kind.ledger.subject, ...kind.ledger.identity, ...kind.ledger.answerable, ...(kind.ledger.occurredOn ? [kind.ledger.occurredOn] : []), ...(kind.ledger.sole ? [...kind.ledger.sole.apart, ...kind.ledger.sole.latest] : []), ...(kind.ledger.fresh ? [kind.ledger.fresh.field, ...Object.keys(kind.ledger.fresh.when)] : []), ...(kind.ledger.place ? [...kind.ledger.place.texts, ...kind.ledger.place.people, ...Object.keys(kind.ledger.place.when)] : [])]);
      for (const name of kind.ledger.answerable) if (!(name in kind.ask)) out.push({ ...at('ask'), message: `${kind.id}: "${name}" can be asked for, but ask has no question for it` });
    }
    for (const other of [...kind.beside, ...kind.over, ...(kind.raises ? [kind.raises.kind] : [])]) {
      if (!ids.has(other)) out.push({ ...at('fields'), message: `${kind.id}: there is no kind "${other}"; allowed: ${[...ids].join(', ')}` });
    }
    if (kind.examples.length === 0) out.push({ ...at('fields'), message: `${kind.id}: has no examples` });
  }
  return out;
}

function examples(definitions: Definitions, understand: UnderstandExample): Finding[] {
  const out: Finding[] = [];
  for (const kind of definitions.kinds) {
    kind.examples.forEach((example, i) => {
      const place = definitions.places.get(`${kind.id}/${i}`)!;
      const input: MessageInput = { id: `${kind.id}-${i}`, text: example.text, sentAt: example.sentAt, sender: example.sender, previous: example.previous };
      const got = understand(input, (example.roster ?? []).map(asHousehold));
      for (const message of differences(example, got)) out.push({ ...place, message: `${kind.id}, example ${i + 1}: ${message}` });
    });
  }
  return out;
}

function asHousehold(h: NonNullable<Example['roster']>[number]): Household {
  return { ...h, monitorKind: '', population: null, helper: '' };
}

function differences(example: Example, got: Explained): string[] {
  const out: string[] = [];
  const show = (v: unknown) => JSON.stringify(v);
  if (got.records.length !== example.records.length) {
    out.push(`expected ${example.records.length} records, got ${show(got.records)}`);
    return out;
  }
  example.records.forEach((expected, i) => {
    const found = got.records[i]!;
    for (const key of new Set([...Object.keys(expected), ...Object.keys(found)])) {
      if (show(sorted(expected[key])) !== show(sorted(found[key]))) out.push(`record ${i + 1}, ${key}: expected ${show(expected[key]) ?? 'nothing'}, got ${show(found[key]) ?? 'nothing'}`);
    }
  });
  if (show([...example.missing].sort()) !== show(got.missing)) out.push(`missing: expected ${show(example.missing)}, got ${show(got.missing)}`);
  const codes = (list: readonly { code: string }[]) => [...new Set(list.map((c) => c.code))].sort();
  if (show(codes(example.checks)) !== show(codes(got.checks))) out.push(`checks: expected ${show(codes(example.checks))}, got ${show(codes(got.checks))}`);
  return out;
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}
