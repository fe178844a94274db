import type { HouseholdIndex } from '../core/household.js';
import type { WorkRecord } from '../core/records.js';
import type { Compiled, CompiledKind } from './compiled.js';
import { changed, type Message } from './document.js';
import type { Span } from './span.js';
import { newDraft, valueAt } from './draft.js';
import { readFree } from './fields/free.js';
import { knowsWords, passes, passesIn } from './gate.js';
import { toRecord } from './record.js';
import { blank } from './peel.js';
import { ASKING, ASKING_BY_PLACE, ASKING_WORDS } from './wordings.js';
import { tidy } from './fields/texts.js';

const MOST = 40;

/** The sentences that ask something, as records of their own, and the message without them. */
export function askedApart(
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): { rest: Message; asked: WorkRecord[] } {
  const kinds = compiled.asking;
  if (kinds.length === 0 || !(message.text.includes('?') || asks(message, compiled)))
    return { rest: message, asked: [] };
  const runs: { kind: CompiledKind; span: Span }[] = [];
  for (const sentence of sentences(message).slice(0, MOST)) {
    const span = askedPart(sentence, message, compiled, households);
    if (!span) continue;
    const last = runs.at(-1);
    const near = last && message.text.slice(last.span.to, span.from).trim().length <= 1 ? last : undefined;
    const kind = best(kinds, span, message, compiled, near?.kind);
    if (!kind) continue;
    if (near && near.kind === kind) near.span.to = span.to;
    else runs.push({ kind, span });
  }
  if (runs.length === 0) return { rest: message, asked: [] };
  const spans = runs.map((r) => r.span);
  const bare = blank(message.text, spans);
  const outside = (s: Span) => !spans.some((q) => s.from < q.to && s.to > q.from);
  const rest = changed(message, {
    text: bare,
    plain: blank(message.plain, spans),
    clauses: message.clauses.filter(outside),
    labels: message.labels.filter(outside),
    found: compiled.lexicon.read(bare),
    bare: /[^\s,。;!?、.]/.test(bare) ? bare.trim() : '',
  });
  return { rest, asked: runs.map((r) => recordOf(r.kind, r.span, message, compiled, households)) };
}

/** Nearly all messages ask nothing: the words that ask are told by the gate alone. */
function asks(message: Message, compiled: Compiled): boolean {
  const words = compiled.gate(ASKING_WORDS);
  const holds = (wording: string) => compiled.regexp(wording).test(message.text);
  if (passes(message, words) && (knowsWords(words) || holds(ASKING_WORDS))) return true;
  return passes(message, compiled.gate(ASKING_BY_PLACE)) && holds(ASKING_BY_PLACE);
}

function sentences(message: Message): Span[] {
  const { text } = message;
  const out: Span[] = [];
  const starts = new Set(message.mentions.map((m) => m.to));
  let from = 0;
  for (let at = 0; at <= text.length; at++) {
    const ends = at === text.length || '。!?\n;'.includes(text[at]!);
    if (!ends && !starts.has(at)) continue;
    const to = ends ? Math.min(at + 1, text.length) : at;
    if (text.slice(from, to).trim() !== '') out.push({ from, to });
    from = to;
  }
  return out;
}

/** The asking part of a sentence; what was reported in front of it stays outside. */
function askedPart(
  sentence: Span,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): Span | undefined {
  const { text } = message;
  const body = text.slice(sentence.from, sentence.to);
  const marked = body.trimEnd().endsWith('?');
  const asking = compiled.regexp(ASKING);
  if (!marked && (!asking.test(body) || compiled.regexp('{words:asking}[^,。;?]{0,8}:').test(body)))
    return undefined;
  // A form's own field ("需求：能不能…") is no question to anybody.
  const line = text.lastIndexOf('\n', sentence.from - 1) + 1;
  if (
    !compiled.regexp('^\\s*(?:顺便)?(?:请问|想问|问一?下|咨询|请教)').test(body) &&
    message.labels.some(
      (l) =>
        l.colon &&
        l.kinds.length > 0 &&
        l.from >= line &&
        l.from < sentence.to &&
        !message.mentions.some((m) => m.from >= l.from),
    )
  )
    return undefined;
  const clauses = message.clauses.filter((c) => c.from >= sentence.from && c.to <= sentence.to);
  let first = clauses.findIndex((c) => asking.test(text.slice(c.from, c.to)));
  if (first < 0) first = clauses.length - 1;
  const reports = (c: Span) =>
    compiled.regexp('{words:visit-verbs}|{words:reporting}').test(text.slice(c.from, c.to)) ||
    namesHousehold(text, c, households);
  const said = toldBefore(clauses[first], asking, text);
  const reported = said && reports(said) ? first : clauses.slice(0, first).findLastIndex(reports);
  // "…想问问能不能贷点款" inside a report is what the household wants to know.
  if (reported >= 0 && !marked && !message.toBot && !compiled.regexp('请问|问一下|问下|咨询|请教').test(body))
    return undefined;
  const from = reported < 0 ? sentence.from : reported === first ? said!.to : clauses[reported + 1]!.from;
  let start = from;
  while (' ,\n。'.includes(text[start] ?? '#')) start++;
  return start < sentence.to ? { from: start, to: sentence.to } : undefined;
}

/** Blanks part what is told from what is asked, as commas do: "昨天是张三家 李四想问补贴". */
function toldBefore(clause: Span | undefined, asking: RegExp, text: string): Span | undefined {
  if (!clause) return undefined;
  const asked = asking.exec(text.slice(clause.from, clause.to));
  if (!asked) return undefined;
  const to = text.lastIndexOf(' ', clause.from + asked.index);
  return to > clause.from ? { from: clause.from, to } : undefined;
}

function namesHousehold(text: string, span: Span, households: HouseholdIndex): boolean {
  for (let at = span.from; at < span.to; at++) if (households.nameAt(text, at)) return true;
  return false;
}

function best(
  kinds: readonly CompiledKind[],
  span: Span,
  message: Message,
  compiled: Compiled,
  near: CompiledKind | undefined,
): CompiledKind | undefined {
  const text = message.text.slice(span.from, span.to);
  let winner: CompiledKind | undefined;
  let most = 0;
  for (const kind of kinds) {
    if (kind.vetoes.some((v) => passesIn(message, v.gate, span.from, span.to) && v.pattern.test(text)))
      continue;
    let score = near === kind ? 2 : 0;
    if (message.toBot) score += 2;
    for (const e of kind.evidence)
      if (passesIn(message, e.gate, span.from, span.to) && e.pattern.test(text)) score += e.weight;
    const seen = new Set<number>();
    const { cues, cueFrom, cueTo, cueCount } = message.found;
    for (let i = 0; i < cueCount; i++) {
      if (cueFrom[i]! < span.from || cueTo[i]! > span.to) continue;
      for (const cue of cues[i]!)
        if (compiled.kinds[cue.kind] === kind && !seen.has(cue.group)) {
          seen.add(cue.group);
          score += cue.weight;
        }
    }
    if (score >= kind.def.threshold && score > most) {
      winner = kind;
      most = score;
    }
  }
  return winner;
}

function recordOf(
  kind: CompiledKind,
  span: Span,
  message: Message,
  compiled: Compiled,
  households: HouseholdIndex,
): WorkRecord {
  const draft = newDraft(kind.def.id, span.from);
  const c = { message, compiled, households };
  for (const field of kind.fields) {
    if (field.def.default === 'all-text') {
      let value = tidy(message.plain.slice(span.from, span.to)).replace(/[？?]+$/, '');
      if (field.strip) value = value.replace(field.strip, '');
      draft.values.set(field.name, valueAt(span, value, 'asked', 'stated'));
    } else readFree(c, field, span, draft);
  }
  return toRecord(kind, draft);
}
