import type { HouseholdIndex } from '../core/household.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { newDraft, type Draft } from './draft.js';
import { reportOf, whichRecord } from './last-reports.js';
import { prepare } from './prepare.js';
import { readRecords } from './records.js';
import { toRecord } from './record.js';

/** A field that becomes something else. */
export interface Change {
  field: string;
  from?: unknown;
  to: unknown;
}

const ADDING = /^\s*(?:再)?补充(?:一下|说明|一点|下)?[:,\s]/;

/** "补充：刚才甲家照片3张": what the sender's last report did not say yet, as changes without an old value. */
export function readAddition(
  kind: CompiledKind,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft[] {
  const lead = ADDING.exec(message.text);
  const previous = message.input.previous?.findLast(
    (p) => message.input.sender === undefined || p.sender === message.input.sender,
  );
  if (!lead || !previous) return [];
  const earlier = reportOf({ ...previous, previous: [] }, compiled, households);
  if (!earlier) return [];
  const index = whichRecord(message.text, earlier.drafts, earlier.kind);
  if (index === undefined) return [];
  const known = toRecord(earlier.kind, earlier.drafts[index - 1]!);
  const changes = saidOf(
    earlier.kind,
    known,
    message.text.slice(lead[0].length),
    message,
    compiled,
    households,
  );
  if (changes === undefined) return [];
  if (changes.length === 0) return [];
  const draft = newDraft(kind.def.id, 0);
  const at = { from: 0, to: message.text.length, rule: 'addition', certainty: 'stated' as const };
  draft.values.set('changes', { value: changes, ...at });
  draft.values.set('index', { value: index, ...at });
  return [draft];
}

/** What words say of a record that is known; undefined where they name somebody else. */
export function saidOf(
  kind: CompiledKind,
  known: Readonly<Record<string, unknown>>,
  text: string,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Change[] | undefined {
  const rest = prepare({ ...message.input, text, previous: [] }, compiled, []);
  const keyless = { ...kind, def: { ...kind.def, keyless: true } };
  const [said] = readRecords(keyless, rest, compiled, households);
  if (!said) return [];
  const keys = new Set([...kind.def.key, 'kind', 'alias', 'householdId']);
  // Who else is named has a report of his own.
  if (
    kind.def.key.some(
      (k) =>
        said.values.has(k) &&
        known[k] !== undefined &&
        said.values.get(k)!.value !== known[k] &&
        said.values.get(k)!.value !== known['alias'],
    )
  )
    return undefined;
  return Object.entries(toRecord(kind, said))
    .filter(
      ([field, value]) =>
        !keys.has(field) &&
        JSON.stringify(known[field]) !== JSON.stringify(value) &&
        kind.byName.get(field)?.def.type !== 'date',
    )
    .map(([field, value]) => ({
      field,
      ...(typeof known[field] === 'number' || typeof known[field] === 'string' ? { from: known[field] } : {}),
      to: value,
    }));
}
