import type { CompiledField } from '../compiled.js';
import { passesIn } from '../gate.js';
import { upTo, type Span } from '../span.js';
import { type Draft, valueAt } from '../draft.js';
import type { ReadContext } from './context.js';

/** How far behind its item a state may stand, and a doubt behind the state. */
const REACH = 18;
const DOUBT = 26;

/**
 * Items and how they are: "两不愁三保障均达标，饮水安全", "住房C级", "吃饭穿衣没有问题". Values go under `field.item`.
 */
export function readStates(c: ReadContext, field: CompiledField, span: Span, draft: Draft): void {
  if (!passesIn(c.message, field.wordsGate, span.from, span.to)) return;
  const body = c.message.text.slice(span.from, span.to);
  const items: { item: string; from: number; to: number }[] = [];
  field.words!.lastIndex = 0;
  for (let m = field.words!.exec(body); m; m = field.words!.exec(body)) {
    items.push({ item: field.codeOf.get(m[0])!, from: m.index, to: m.index + m[0].length });
  }
  items.forEach((found, i) => {
    // The state may stand after the next items: "吃饭穿衣没有问题", "住房、饮水安全".
    let end = items[i + 1]?.from ?? body.length;
    let from = found.to;
    for (let next = i + 1; next < items.length && /^[、和与及,/\s:]*$/.test(body.slice(from, end)); next++) {
      from = items[next]!.to;
      end = items[next + 1]?.from ?? body.length;
    }
    // "除了饮水都达标": how the rest is.
    if (/除了?$/.test(body.slice(0, found.from))) return;
    const state = stateIn(
      c,
      body.slice(from, end),
      /安全$|达标$|不愁$|自来水$|集中供水$|没断$|问题$|毛病$|√$/.test(body.slice(found.from, found.to)),
    );
    if (state === undefined) return;
    // "如果下雨房子漏", "没说房子漏": nothing of the kind has been seen.
    if (field.not?.test(body.slice(0, end))) return;
    const group = field.def.groups?.[found.item];
    const apart = group ? exceptions(field, body.slice(Math.max(0, found.from - EXCEPT), found.from)) : [];
    for (const code of group ?? [found.item]) {
      if (apart.includes(code)) continue;
      const name = `${field.name}.${code}`;
      const old = draft.values.get(name);
      if (state === 'doubtful') draft.uncertain.add(code);
      // A group never overrides what is said of the single item, and the first word about an item holds.
      if (old && !(old.rule === 'states:group' && group === undefined)) continue;
      if (old && old.value !== state && state === 'unmet') {
        draft.contradicted = [...(draft.contradicted ?? []), code];
        draft.values.set(name, valueAt(old, 'doubtful', old.rule, old.certainty));
        continue;
      }
      draft.values.set(name, {
        value: state,
        from: span.from + found.from,
        to: span.from + Math.min(end, from + REACH),
        rule: group ? 'states:group' : 'states',
        certainty: 'stated',
      });
    }
  });
}

/** How the item of a column is, in its cell: 住房 over "B级". */
export function readStateOf(
  c: ReadContext,
  field: CompiledField,
  heading: string,
  cell: Span,
  draft: Draft,
): void {
  field.words!.lastIndex = 0;
  const item = field.codeOf.get(field.words!.exec(heading)?.[0] ?? '');
  const state = item === undefined ? undefined : stateIn(c, c.message.text.slice(cell.from, cell.to), false);
  if (state === undefined) return;
  for (const code of field.def.groups?.[item!] ?? [item!]) {
    if (state === 'doubtful') draft.uncertain.add(code);
    const name = `${field.name}.${code}`;
    if (!draft.values.has(name)) draft.values.set(name, valueAt(cell, state, 'table:states', 'stated'));
  }
}

const EXCEPT = 16;
/** "除住房外两不愁三保障均达标": the items that the group is not about. */
function exceptions(field: CompiledField, before: string): string[] {
  const said = /除了?([^,。;]{1,10}?)(?:之|以)?外[^,。;]{0,4}$/.exec(before)?.[1];
  if (said === undefined) return [];
  return [...field.codeOf].filter(([word]) => said.includes(word)).map(([, code]) => code);
}

/** What is said right behind the item; `itself`: the item's own word is a state (住房安全). */
function stateIn(c: ReadContext, after: string, itself: boolean): 'met' | 'unmet' | 'doubtful' | undefined {
  const near = after.slice(0, REACH);
  const state = c.compiled.regexp('{words:states}', 'g');
  const unmet = c.compiled.list('unmet');
  state.lastIndex = 0;
  let found: string | undefined;
  let end = 0;
  for (let m = state.exec(near); m; m = state.exec(near)) {
    const first = found === undefined && (m.index <= 8 || !/[,。;]/.test(near.slice(0, m.index)));
    // "C级改好了现在是B级": what holds now is said last.
    if (!first && (found === undefined || !/改|修|现|新/.test(near.slice(0, m.index)))) continue;
    found = m[0];
    end = m.index + found.length;
  }
  if (found === undefined)
    return itself && /^\s*(?:[,。;、)]|$|有|均|都)|^\s/.test(after)
      ? 'met'
      : itself && near.trim() === ''
        ? 'met'
        : undefined;
  // Speech without marks draws breath behind the state: what is doubted then is something else.
  const behind = upTo(c.compiled.regexp('[,。;]|{words:splitters}'), after.slice(end, DOUBT));
  const said = upTo(/[,。;]/, after.slice(0, end)) + behind;
  if (c.compiled.regexp('{words:doubt}').test(said)) return 'doubtful';
  return unmet.has(found) ? 'unmet' : 'met';
}
