import type { Candidate } from './classify.js';
import { classify } from './classify.js';
import type { Compiled } from './compile.js';
import type { Message } from './document.js';
import { blank } from './peel.js';
import type { Span } from './span.js';

const MOST_SENTENCES = 24;
const LONGEST = 1200;

/** A message with everything outside one stretch of it blanked out; offsets stay. */
export function only(message: Message, span: Span, compiled: Compiled): Message {
  const around = [
    { from: 0, to: span.from },
    { from: span.to, to: message.text.length },
  ];
  const text = blank(message.text, around);
  const inside = (s: Span) => s.from >= span.from && s.to <= span.to;
  const { register: _names, risks: _risks, ...kept } = message;
  return {
    ...kept,
    found: compiled.lexicon.read(text),
    text,
    plain: blank(message.plain, around),
    clauses: message.clauses.filter(inside),
    labels: message.labels.filter((l) => l.from >= span.from && l.from < span.to),
    mentions: message.mentions.filter(inside),
    bare: text.trim(),
  };
}

/**
 * "今天走访甲家…。本村防溺水零报告。明天请假": what reports different kinds of work, sentence by sentence, each as a message
 * of its own with its candidates. Undefined where one kind has it all.
 */
export function partsOf(
  message: Message,
  candidates: readonly Candidate[],
  compiled: Compiled,
): { part: Message; candidates: Candidate[] }[] | undefined {
  if (!candidates[0]?.kind.def.mixes || message.text.length > LONGEST) return undefined;
  if (candidates.filter((c) => c.kind.def.mixes).length < 2) return undefined;
  const spans = sentences(message.text);
  if (spans.length < 2 || spans.length > MOST_SENTENCES) return undefined;
  const runs: { kind: string | undefined; span: Span }[] = [];
  for (const span of spans) {
    // A line of a form belongs to the form.
    const form = message.labels.some(
      (l) => l.colon && l.uses.length > 0 && l.from >= span.from && l.from < span.to,
    );
    const best = form ? undefined : classify(only(message, span, compiled), compiled)[0]?.kind.def;
    const kind = form ? candidates[0].kind.def.id : best?.mixes ? best.id : undefined;
    const last = runs.at(-1);
    // What speaks for nothing by itself goes on with what was said before.
    if (last && (kind === undefined || last.kind === undefined || last.kind === kind)) {
      last.span.to = span.to;
      last.kind ??= kind;
    } else runs.push({ kind, span: { ...span } });
  }
  if (runs.length < 2) return undefined;
  return runs.map(({ span }) => {
    const part = only(message, span, compiled);
    return { part, candidates: classify(part, compiled) };
  });
}

/** Cut after a full stop and at line ends; what stands in brackets stays together. */
function sentences(text: string): Span[] {
  const out: Span[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    if (at < text.length && !(char === '\n' || (depth === 0 && (char === '。' || char === '!')))) continue;
    if (text.slice(from, at).trim() !== '') out.push({ from, to: Math.min(at + 1, text.length) });
    from = at + 1;
    if (char === '\n') depth = 0;
  }
  return out;
}
