import type { HouseholdIndex } from '../core/household.js';
import type { KindDefinition } from '../intents/schema.js';
import type { Candidate } from './classify.js';
import { classify } from './classify.js';
import type { Compiled } from './compiled.js';
import { changed, type Message } from './document.js';
import { blank } from './peel.js';
import { isHan, type Span } from './span.js';

const MOST_SENTENCES = 24;
const LONGEST = 1200;

/** A message with everything outside some stretches of it, in their order, blanked out; offsets stay. */
export function only(message: Message, spans: readonly Span[], compiled: Compiled): Message {
  const around: Span[] = [];
  let at = 0;
  for (const { from, to } of spans) {
    around.push({ from: at, to: from });
    at = to;
  }
  around.push({ from: at, to: message.text.length });
  const text = blank(message.text, around);
  const inside = (s: Span) => {
    for (const { from, to } of spans) if (s.from >= from && s.to <= to) return true;
    return false;
  };
  return changed(
    message,
    {
      text,
      plain: blank(message.plain, around),
      clauses: message.clauses.filter(inside),
      labels: message.labels.filter((l) => inside({ from: l.from, to: l.from + 1 })),
      found: compiled.lexicon.read(text),
      bare: text.trim(),
    },
    message.mentions.filter(inside),
  );
}

/** Sentences of one kind behind each other. */
interface Run {
  kind: string | undefined;
  span: Span;
  /** Where it is one sentence: that alone, as it was classified. */
  alone: { part: Message; candidates: readonly Candidate[] } | undefined;
}

function aloneIn(
  message: Message,
  span: Span,
  compiled: Compiled,
  households: HouseholdIndex,
): NonNullable<Run['alone']> {
  const part = only(message, [span], compiled);
  return { part, candidates: classify(part, compiled, households) };
}

/**
 * "今天走访甲家…。本村防溺水零报告。明天请假": what reports different kinds of work, sentence by sentence, each as a message
 * of its own, read by `read`. Undefined where one kind has it all. A sentence that goes back to an earlier kind
 * and holds no record of its own ("走访人甲") belongs to what it goes back to.
 */
export function partsOf<T>(
  message: Message,
  candidates: readonly Candidate[],
  compiled: Compiled,
  households: HouseholdIndex,
  read: (candidates: readonly Candidate[], part: Message) => T[],
  kindOf: (one: T) => string,
): T[] | undefined {
  const first = candidates[0]?.kind.def;
  if (!first?.mixes || message.text.length > LONGEST) return undefined;
  if (!candidates.some((c) => mix(first, c.kind.def) || c.kind.def.apart !== undefined)) return undefined;
  const spans = sentences(message.text);
  if (spans.length < 2 || spans.length > MOST_SENTENCES) return undefined;
  const of = candidates[0]!.kind.index;
  const runs: Run[] = [];
  const labels = message.labels.filter((l) => l.colon && l.kinds.includes(of));
  for (const span of spans) {
    // A line of a form belongs to the form.
    const form = labels.some((l) => l.from >= span.from && l.from < span.to);
    const alone = form ? undefined : aloneIn(message, span, compiled, households);
    const best = alone?.candidates[0]?.kind.def;
    const fits =
      best && (best.id === first.id || mix(first, best) || standsApart(best, span, message, compiled));
    const kind = form ? first.id : fits ? best.id : undefined;
    const last = runs.at(-1);
    // What speaks for nothing by itself goes on with what was said before.
    if (last && (kind === undefined || last.kind === undefined || last.kind === kind)) {
      last.span.to = span.to;
      last.kind ??= kind;
      last.alone = undefined;
    } else runs.push({ kind, span: { ...span }, alone });
  }
  if (runs.length < 2) return undefined;
  const readOnly = (spans: readonly Span[], alone?: Run['alone']): T[] => {
    if (alone) return read(alone.candidates, alone.part);
    const part = only(message, spans, compiled);
    return read(classify(part, compiled, households), part);
  };
  const found: { kind: string | undefined; spans: Span[]; read: T[] }[] = [];
  for (const { kind, span, alone } of runs) {
    const own = readOnly([span], alone);
    const before = own.length > 0 ? undefined : found.findLast((f) => f.kind === kind);
    if (own.length === 0 && !before) return undefined;
    // Words of a kind that nothing of it can be made of: a line of what is reported around it.
    if (kind !== undefined && own.length > 0 && !own.some((one) => kindOf(one) === kind)) return undefined;
    if (!before) found.push({ kind, spans: [span], read: own });
    else {
      before.spans.push(span);
      before.read = readOnly(before.spans);
    }
  }
  return found.every((f) => f.read.length > 0) ? found.flatMap((f) => f.read) : undefined;
}

/** Whether two kinds may stand beside each other in one message, a sentence each. */
function mix(a: KindDefinition, b: KindDefinition): boolean {
  const beside = (one: KindDefinition, other: string) =>
    one.mixes === true || (one.mixes !== false && one.mixes.includes(other));
  return a.id !== b.id && beside(a, b.id) && beside(b, a.id);
}

/** "另外某村停水两天了" behind a report of other things. */
function standsApart(
  { apart }: KindDefinition,
  { from, to }: Span,
  { text }: Message,
  compiled: Compiled,
): boolean {
  return apart !== undefined && compiled.regexp(apart).test(text.slice(from, to));
}

/** "①…；②…". */
const ITEM = /[①-⑳❶-❿➊-➓]/;

/** Cut after a full stop and at line ends; what stands in brackets stays together. */
function sentences(text: string): Span[] {
  const out: Span[] = [];
  let from = 0;
  let depth = 0;
  for (let at = 0; at <= text.length; at++) {
    // Most of a text is Han.
    if (isHan(text.charCodeAt(at))) continue;
    const char = text[at];
    if (char === '(') depth++;
    else if (char === ')') depth = Math.max(0, depth - 1);
    if (
      at < text.length &&
      !(
        char === '\n' ||
        (depth === 0 && (char === '。' || char === '!' || (char === ';' && ITEM.test(text[at + 1] ?? ''))))
      )
    )
      continue;
    if (text.slice(from, at).trim() !== '') out.push({ from, to: Math.min(at + 1, text.length) });
    from = at + 1;
    if (char === '\n') depth = 0;
  }
  return out;
}
