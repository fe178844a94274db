import type { Clause, Message } from './document.js';
import { among, firstFrom, isDigit, isHan, sortFew, type Span } from './span.js';
import type { Draft, Stretch } from './draft.js';
import type { Break } from './break.js';
import { ownersAt } from './breaks.js';
import type { Subject } from './subjects.js';

/** What clauses are dealt out to: the records, and what stands above and below them. */
export interface Dealing {
  breaks: readonly Break[];
  subjects: readonly Subject[];
  drafts: readonly Draft[];
  head: Draft;
  tail: Draft;
}

/** Gives every clause that no label has read to the record it stands in, cut where records change. */
export function giveStretches(message: Message, used: Span[], to: Dealing): void {
  sortFew(used, (a, b) => a.from - b.from);
  let u = 0;
  for (const clause of message.clauses) {
    while (u < used.length && used[u]!.to <= clause.from) u++;
    let at = clause.from;
    for (let k = u; k < used.length && used[k]!.from < clause.to; k++) {
      if (used[k]!.from > at)
        for (const word of words(message.text, { from: at, to: used[k]!.from }))
          deal(message, word, clause, to);
      at = Math.max(at, used[k]!.to);
    }
    if (at < clause.to)
      for (const word of words(message.text, { from: at, to: clause.to })) deal(message, word, clause, to);
  }
}

/** Blanks part statements as marks do ("2口 低保 取暖煤不够"), but not a number from its unit. */
function words(text: string, span: Span): Span[] {
  const out: Span[] = [];
  let from = span.from;
  for (let at = span.from; at < span.to; at++) {
    if (text.charCodeAt(at) !== 0x20) continue;
    let next = at;
    while (next < span.to && text.charCodeAt(next) === 0x20) next++;
    if (
      next < span.to &&
      at > from &&
      !(isDigit(text.charCodeAt(at - 1)) && /[万亿元户人口%张个级组月日]/.test(text[next]!)) &&
      !(!isHan(text.charCodeAt(at - 1)) && !isHan(text.charCodeAt(next)) && !isDigit(text.charCodeAt(at - 1)))
    ) {
      out.push({ from, to: at });
      from = next;
    }
    at = next - 1;
  }
  out.push({ from, to: span.to });
  return out;
}

/** More clauses than anybody writes about one household: what comes after them is not read. */
const MOST = 400;

function deal(message: Message, piece: Span, clause: Clause, to: Dealing): void {
  let at = ownersAt(to.breaks, piece.from);
  for (let from = piece.from; from < piece.to; at++) {
    const end = Math.min(piece.to, to.breaks[at + 1]?.at ?? piece.to);
    const span = trim(message.text, { from, to: end });
    from = end;
    if (span.to <= span.from) continue;
    const owner = at < 0 ? undefined : to.breaks[at]!;
    // What is quoted of a clause starts after the name in it.
    const name = nameWithin(to.subjects, span);
    const after = name ? skipHouse(message.text, name.to, span.to) : span.from;
    const stretch = {
      from: span.from,
      to: span.to,
      before: clause.before,
      quote: span.to > after ? after : undefined,
    };
    if (owner === undefined) to.head.stretches.push(stretch);
    else if (owner.tail) to.tail.stretches.push(stretch);
    else
      for (const i of owner.to) {
        const own = to.drafts[i]?.stretches;
        if (own && own.length < MOST) own.push(stretch);
      }
  }
}

/** The last subject inside a span; subjects come in order. */
function nameWithin(subjects: readonly Subject[], span: Span): Subject | undefined {
  for (let i = firstFrom(subjects, span.to) - 1; i >= 0 && subjects[i]!.from >= span.from; i--)
    if (subjects[i]!.to <= span.to) return subjects[i];
  return undefined;
}

function skipHouse(text: string, at: number, to: number): number {
  const m = /^(?:家里|家中|家|户|同志)?(?:的)?[\s:,、]*/.exec(text.slice(at, to))!;
  return at + m[0].length;
}

const isLead = among(' \t、和与及:');
const isTrail = among(' \t、');
function trim(text: string, span: Span): Span {
  let { from, to } = span;
  while (from < to && isLead(text.charCodeAt(from))) from++;
  while (to > from && isTrail(text.charCodeAt(to - 1))) to--;
  return { from, to };
}

const isPart = among(',。;!?\n()');
function parted(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (isPart(text.charCodeAt(at))) return true;
  return false;
}

/** Speech was cut where speakers draw breath; how something is may come after the breath. */
export function joined(stretches: readonly Stretch[], text: string): Stretch[] {
  const out: Stretch[] = [];
  for (const s of stretches) {
    const last = out.at(-1);
    if (last && s.from >= last.to && s.quote === s.from && !parted(text, last.to, s.from)) last.to = s.to;
    else out.push({ from: s.from, to: s.to, before: s.before, quote: s.quote });
  }
  return out;
}
