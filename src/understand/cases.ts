import type { CompiledCase, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { passes, passesIn } from './gate.js';
import { upTo, type Span } from './span.js';
import type { Draft, Value } from './draft.js';

/**
 * Settles the fields whose value follows from everything a record is told: the first of their cases that holds.
 * `own`: the stretches of the message that belong to each record; what stands outside speaks where these say nothing.
 */
export function settleCases(
  kind: CompiledKind,
  drafts: readonly Draft[],
  own: readonly (readonly Span[])[],
  message: Message,
): void {
  for (const field of kind.roles.cased) {
    drafts.forEach((draft, i) => {
      if (draft.values.has(field.name)) return;
      const spans = own[i] ?? [];
      const value =
        said(field.cases, spans, message) ??
        said(field.cases, outside(own, message.text.length), message) ??
        shown(field.cases, draft);
      if (value) draft.values.set(field.name, value);
    });
  }
}

function said(cases: readonly CompiledCase[], spans: readonly Span[], message: Message): Value | undefined {
  for (const c of cases) {
    if (!c.pattern || !passes(message, c.gate)) continue;
    for (const span of spans) {
      if (!passesIn(message, c.gate, span.from, span.to)) continue;
      const m = c.pattern.exec(message.text.slice(span.from, span.to));
      if (!m) continue;
      const from = span.from + m.index;
      if (c.not?.test(sentenceAround(message, from, from + m[0].length))) continue;
      return { value: c.is, from, to: from + m[0].length, rule: 'case', certainty: 'stated' };
    }
  }
  return undefined;
}

/** A case without words: the fields that it names are all there. */
function shown(cases: readonly CompiledCase[], draft: Draft): Value | undefined {
  const c = cases.find((x) => !x.pattern && x.with.every((f) => draft.values.has(f) || draft.lists.has(f)));
  return c && { value: c.is, from: draft.from, to: draft.from, rule: 'case:fields', certainty: 'implied' };
}

const REACH = 40;
function sentenceAround(message: Message, from: number, to: number): string {
  const before = message.text.slice(Math.max(0, from - REACH), from);
  const after = message.text.slice(to, to + REACH);
  return (
    before.slice(Math.max(...['。', ';', '\n', ',', '!'].map((mark) => before.lastIndexOf(mark))) + 1) +
    message.text.slice(from, to) +
    upTo(/[。;\n,!]/, after)
  );
}

function outside(own: readonly (readonly Span[])[], length: number): Span[] {
  const spans = own.flat().sort((a, b) => a.from - b.from);
  const out: Span[] = [];
  let at = 0;
  for (const s of spans) {
    if (s.from > at) out.push({ from: at, to: s.from });
    at = Math.max(at, s.to);
  }
  if (at < length) out.push({ from: at, to: length });
  return out;
}
