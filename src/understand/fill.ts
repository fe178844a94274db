import type { CompiledField, CompiledKind } from './compiled.js';
import type { Draft, Stretch, Value } from './draft.js';
import { readOpenAmounts } from './fields/amounts.js';
import { readFree } from './fields/free.js';
import { sortClauses } from './fields/sort.js';
import type { ReadContext } from './fields/context.js';
import { joined } from './stretches.js';

/** Item and value may stand apart by a blank: "工资性收入 31000". */
const LISTED = new Set(['states', 'amounts', 'counts']);
/** These hold several values, each under a name of its own. */
const SEVERAL = new Set(['states', 'measures', 'amounts', 'counts']);

/** Reads the fields of a draft from the free text that was given to it. */
export function fill(
  kind: CompiledKind,
  /** Those that the message may hold at all. */
  live: readonly CompiledField[],
  draft: Draft,
  c: ReadContext,
  sharedOnly: boolean,
): void {
  const texts: Stretch[] = [];
  for (const [, list] of draft.lists)
    for (const v of list)
      if (v.rule.startsWith('label:')) texts.push({ from: v.from, to: v.to, before: '', quote: undefined });
  const speech = joined(draft.stretches, c.message.text);
  const nothing = texts.length === 0 && draft.stretches.length === 0;
  for (const field of live) {
    if (sharedOnly && !field.def.shared) continue;
    if (field.def.type === 'measures' || field.def.whole) {
      readFree(c, field, draft.extent ?? { from: 0, to: c.message.text.length }, draft);
      continue;
    }
    if (nothing) continue;
    if (field.def.ranked) {
      readRanked(c, field, speech, draft);
      continue;
    }
    if (isSettled(field, draft)) continue;
    const clauses =
      LISTED.has(field.def.type) || (field.def.phrases.length > 0 && field.def.type !== 'date')
        ? speech
        : draft.stretches;
    for (const s of clauses) {
      if (s.quote !== undefined && s.quote > s.from && field.def.phrases.length > 0)
        readFree(c, field, { from: s.quote, to: s.to }, draft);
      readFree(c, field, s, draft);
    }
    // Speech: 下午 before the breath, 家 after it.
    if (field.def.type === 'date' && !draft.values.has(field.name) && speech.length < draft.stretches.length)
      for (const s of speech) readFree(c, field, s, draft);
    // What a text field says of plans or problems settles no state.
    if (field.def.phrases.length > 0 && field.def.type !== 'date' && field.def.type !== 'choice')
      for (const s of texts) readFree(c, field, s, draft);
  }
  if (!sharedOnly) for (const field of kind.roles.open) readOpenAmounts(field, draft, c.message);
  if (!sharedOnly) sortClauses(c, kind.roles.signalled, draft.stretches, draft);
}

/** Whether the draft has what alone the field may hold. */
function isSettled({ name, def: { type } }: CompiledField, { values }: Draft): boolean {
  if (SEVERAL.has(type)) return false;
  return values.has(type === 'period' ? 'from' : name);
}

/** Of several values the one that the definition names first: "去了…家，没人" is absent. */
function readRanked(c: ReadContext, field: CompiledField, speech: readonly Stretch[], draft: Draft): void {
  if (draft.values.has(field.name)) return;
  const order = Object.keys(field.def.values ?? {});
  let best: Value | undefined;
  for (const s of speech) {
    readFree(c, field, s, draft);
    const value = draft.values.get(field.name);
    draft.values.delete(field.name);
    if (value && (!best || order.indexOf(String(value.value)) < order.indexOf(String(best.value))))
      best = value;
  }
  if (best) draft.values.set(field.name, best);
}
