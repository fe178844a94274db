import type { CompiledField } from '../compiled.js';
import { passesIn } from '../gate.js';
import type { Span } from '../span.js';
import type { Draft } from '../draft.js';
import type { ReadContext } from './context.js';
import { takeMatch } from './phrase-matches.js';

export function readChoice(
  c: ReadContext,
  field: CompiledField,
  span: Span,
  body: string,
  draft: Draft,
): void {
  if (!field.words || field.cases.length > 0) return;
  if (field.not && passesIn(c.message, field.notGate, span.from, span.to) && field.not.test(body)) return;
  const found = passesIn(c.message, field.wordsGate, span.from, span.to) ? firstOrBest(field, body) : null;
  if (!found) return readChoicePhrase(c, field, span, body, draft);
  if (!field.def.ranked && amongOthers(field, found, body)) return;
  draft.values.set(field.name, {
    value: field.codeOf.get(found[0]),
    from: span.from + found.index,
    to: span.from + found.index + found[0].length,
    rule: 'choice',
    certainty: 'stated',
  });
}

/** Whether the clause itself says that a value does not hold: "答应下周还清" is not 还清. */
const isDenied = (field: CompiledField, code: string, body: string): boolean =>
  field.denied.get(code)?.test(body) ?? false;

/**
 * The first word found whose value the words around it do not deny; for a ranked choice the one whose code stands first in
 * the definition.
 */
export function firstOrBest(field: CompiledField, body: string): RegExpExecArray | null {
  const words = field.words!;
  const order = field.def.ranked ? Object.keys(field.def.values ?? {}) : undefined;
  const rank = (m: RegExpExecArray) => order?.indexOf(field.codeOf.get(m[0])!) ?? 0;
  let best: RegExpExecArray | null = null;
  words.lastIndex = 0;
  for (let m = words.exec(body); m; m = words.exec(body)) {
    if (isDenied(field, field.codeOf.get(m[0])!, body)) continue;
    if (order === undefined) return m;
    if (!best || rank(m) < rank(best)) best = m;
  }
  return best;
}

/** "监测户和低保户": several are meant, not one of them. */
function amongOthers(field: CompiledField, found: RegExpExecArray, body: string): boolean {
  const words = field.words!;
  const to = found.index + found[0].length;
  const joiner = /^(?:户|家)?[、和及与/](?=[\u4e00-\u9fff])/.exec(body.slice(to, to + 3));
  if (!joiner) return false;
  words.lastIndex = to + joiner[0].length;
  const next = words.exec(body);
  return next?.index === to + joiner[0].length && field.codeOf.get(next[0]) !== field.codeOf.get(found[0]);
}

/** A turn of phrase that stands for a value: the group that took part names the code. */
function readChoicePhrase(
  c: ReadContext,
  field: CompiledField,
  span: Span,
  body: string,
  draft: Draft,
): void {
  takeMatch(c, field, span, body, (m) => {
    const groups = m.groups ?? {};
    const code = Object.keys(groups).find((name) => groups[name] !== undefined);
    if (code === undefined || isDenied(field, code, body)) return false;
    draft.values.set(field.name, {
      value: code.replace('_', '-'),
      from: span.from + m.index,
      to: span.from + m.index + m[0].length,
      rule: 'choice:phrase',
      certainty: 'stated',
    });
    return true;
  });
}
