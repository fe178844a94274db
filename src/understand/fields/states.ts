import type { CompiledField } from '../compile.js';
import type { Span } from '../document.js';
import type { Draft } from '../draft.js';
import type { ReadContext } from './labelled.js';

/**
 * Items and how they are: "两不愁三保障均达标，饮水安全", "住房C级", "吃饭穿衣没有问题".
 * Sets values under `field.item`; `labelled` lets a bare "有"/"是" count.
 */
export function readStates(c: ReadContext, field: CompiledField, span: Span, draft: Draft, labelled = false): void {
  const body = c.message.text.slice(span.from, span.to);
  const items: { item: string; from: number; to: number }[] = [];
  field.words!.lastIndex = 0;
  for (let m = field.words!.exec(body); m; m = field.words!.exec(body)) {
    items.push({ item: field.codeOf.get(m[0])!, from: m.index, to: m.index + m[0].length });
  }
  if (items.length === 0 && !labelled) return;
  const all = Object.keys(field.def.groups ?? {})[0];
  if (items.length === 0 && all && labelled) items.push({ item: all, from: 0, to: 0 });
  const met = c.compiled.regexp('{words:met}');
  const unmet = c.compiled.regexp('{words:unmet}');
  const doubt = c.compiled.regexp('{words:doubt}');
  items.forEach((found, i) => {
    // The state may stand after the next item: "吃饭穿衣没有问题", "住房、饮水安全".
    let end = items[i + 1]?.from ?? body.length;
    let after = body.slice(found.to, end);
    for (let next = i + 1; next < items.length && /^[、和与及,/\s]*$/.test(after); next++) {
      end = items[next + 1]?.from ?? body.length;
      after = body.slice(items[next]!.to, end);
    }
    const stretch = after.slice(0, 16);
    const state = doubt.test(after.slice(0, 24)) && (met.test(stretch) || unmet.test(stretch)) ? 'doubtful' : unmet.test(stretch) ? 'unmet' : met.test(stretch) ? 'met' : undefined;
    if (state === undefined) return;
    for (const code of field.def.groups?.[found.item] ?? [found.item]) {
      const name = `${field.name}.${code}`;
      const old = draft.values.get(name);
      if (state === 'doubtful') draft.uncertain.add(code);
      // "C级改好了现在是B级": what is said last holds; a group never overrides its single items.
      if (old && (field.def.groups?.[found.item] !== undefined || old.value === state)) continue;
      const value = old && old.value !== state && old.rule !== 'states:group' ? state : state;
      draft.values.set(name, { value, from: span.from + found.from, to: span.from + Math.min(end, found.to + 16), rule: field.def.groups?.[found.item] ? 'states:group' : 'states', certainty: 'stated' });
    }
  });
}
