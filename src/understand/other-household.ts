import type { HouseholdIndex } from '../core/household.js';
import { saidOf, type Change } from './addition.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { newDraft, type Draft } from './draft.js';
import { lastReports, whichRecord } from './last-reports.js';
import { toRecord } from './record.js';
import type { Where, Which } from './which.js';

/** The types of fields that tell which household it is. */
const TYPES: Record<keyof Where, readonly string[]> = {
  town: ['town'],
  village: ['village'],
  group: ['group'],
  name: ['household', 'person'],
};

/**
 * "更正：走访的是大樟村的余国栋，不是田有根": the household of what was reported becomes another. Where the words go on to
 * speak of a third one, nothing is changed (no changes): that is asked about.
 */
export function otherHousehold(
  kind: CompiledKind,
  which: Which,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Draft | undefined {
  const named = which.named ?? which.from.name;
  const told = lastReports(message, compiled, households)(named);
  const of = told?.kind ?? compiled.kinds.find((one) => one.def.ledger && typed(one, ['household']));
  if (!of) return undefined;
  const fields = partsOf(which.to).map((part) => ({ part, field: fieldFor(of, part) }));
  if (fields.some(({ field }) => field === undefined)) return undefined;
  const first: Record<string, unknown> =
    told?.drafts.length === 1 ? toRecord(told.kind, told.drafts[0]!) : {};
  const changes = fields.map(({ part, field }): Change => {
    const from = which.from[part] ?? first[field!];
    return { field: field!, ...(from === undefined ? {} : { from }), to: which.to[part] };
  });
  const known = { ...first, ...Object.fromEntries(changes.map((one) => [one.field, one.to])) };
  const more = saidOf(of, known, message.text.slice(which.end), message, compiled, households);
  const draft = newDraft(kind.def.id, 0);
  const at = { from: 0, to: message.text.length, rule: 'correction:which', certainty: 'stated' as const };
  draft.values.set('changes', { value: more ? [...changes, ...more] : [], ...at });
  if (named !== undefined) draft.values.set('named', { value: named, ...at });
  const index = told && whichRecord(named ?? '', told.drafts, told.kind);
  if (index !== undefined) draft.values.set('index', { value: index, ...at });
  if (which.on !== undefined) draft.values.set('on', { value: which.on, ...at });
  return draft;
}

const partsOf = (where: Where): (keyof Where)[] =>
  (Object.keys(TYPES) as (keyof Where)[]).filter((part) => where[part] !== undefined);

const typed = (kind: CompiledKind, types: readonly string[]) =>
  kind.fields.find((one) => types.includes(one.def.type));

/** The field that holds this part of where something is: who it is about is the kind's key. */
function fieldFor(kind: CompiledKind, part: keyof Where): string | undefined {
  if (part !== 'name') return typed(kind, TYPES[part])?.name;
  return kind.fields.find((one) => kind.def.key.includes(one.name) && TYPES.name.includes(one.def.type))
    ?.name;
}
