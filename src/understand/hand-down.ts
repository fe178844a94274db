import type { CompiledKind } from './compiled.js';
import { type Draft, type Value, valueAt } from './draft.js';

/** Types whose values stand under `field.item`. */
const DOTTED = new Set(['states', 'amounts', 'counts', 'measures']);

/** Where it is: each block of a form says it for itself. */
const PLACES = new Set(['village', 'town', 'group']);

/** What the head or the tail says holds for every record that does not say otherwise; a day also holds for those below it. */
export function handDown(
  kind: CompiledKind,
  drafts: Draft[],
  sources: readonly Draft[],
  blocks: boolean,
): void {
  if (drafts.length < 2 && sources.every(isEmpty)) return;
  for (const field of kind.fields) {
    if (field.def.heads) headNext(field.name, drafts);
    for (const source of sources) {
      const value = source.values.get(field.name);
      const list = source.lists.get(field.name);
      const sub =
        source.values.size > 0 && DOTTED.has(field.def.type)
          ? [...source.values].filter(([name]) => name.startsWith(`${field.name}.`))
          : [];
      for (const draft of drafts) {
        if (value && !draft.values.has(field.name)) draft.values.set(field.name, value);
        if (list && !draft.lists.has(field.name)) draft.lists.set(field.name, list);
        if (!value && source.uncertain.has(field.name)) draft.uncertain.add(field.name);
        for (const [name, v] of sub) if (!draft.values.has(name)) draft.values.set(name, v);
      }
    }
    if (!field.def.shared || (blocks && PLACES.has(field.def.type))) continue;
    let lastValue = undefined as Draft | undefined;
    for (const draft of drafts) {
      if (draft.values.has(field.name) || draft.lists.has(field.name)) lastValue = draft;
      else if (lastValue && field.def.type !== 'group' && field.def.type !== 'choice') {
        const v = lastValue.values.get(field.name);
        const l = lastValue.lists.get(field.name);
        if (v) draft.values.set(field.name, valueAt(v, v.value, v.rule, 'implied'));
        if (l) draft.lists.set(field.name, l);
      }
    }
    // A month is the whole message's, wherever it stands.
    const month =
      field.def.type === 'month'
        ? drafts.find((d) => d.values.has(field.name))?.values.get(field.name)
        : undefined;
    if (month)
      for (const draft of drafts)
        if (!draft.values.has(field.name))
          draft.values.set(field.name, valueAt(month, month.value, month.rule, 'implied'));
  }
}

function isEmpty({ values, lists, uncertain }: Draft): boolean {
  return values.size === 0 && lists.size === 0 && uncertain.size === 0;
}

/** "护林员：甲10天、乙8天；保洁员丙9天": what stands in front of a name goes on until the next. */
function headNext(field: string, drafts: readonly Draft[]): void {
  let last: Value | undefined;
  for (const draft of drafts) {
    const own = draft.values.get(field);
    if (own && own.from < draft.from) last = own;
    else if (!own && last) draft.values.set(field, valueAt(last, last.value, last.rule, 'implied'));
  }
}
