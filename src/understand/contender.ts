import type { HouseholdIndex } from '../core/household.js';
import { ROUNDING } from './compile-evidence.js';
import type { Compiled, CompiledKind } from './compiled.js';
import type { Message } from './document.js';
import { passes } from './gate.js';
import { showsRisk } from './raise.js';
import { registerIn } from './register.js';

/**
 * A kind that may be meant, and between what its score lies. Expressions are looked for only while they can decide
 * whether a kind is meant, or which of two comes first: a form with its title and labels needs none of them.
 */
export interface Contender {
  kind: CompiledKind;
  /** Of what was looked for so far. */
  score: number;
  /** What the rest may add to it at the most, and take from it (negative). */
  rise: number;
  fall: number;
  /** Evidence that is looked for next; behind the last comes a risk, then a name of the register. */
  next: number;
}

/** What is looked at to find more of a score. */
export interface Sought {
  message: Message;
  /** The part of the text that evidence stands in. */
  body: string;
  compiled: Compiled;
  households: HouseholdIndex;
}

/** `known`: what titles, words and labels weigh. Tells the evidence that the gates leave. */
export function contenderOf(
  kind: CompiledKind,
  known: number,
  message: Message,
  counted: Uint8Array,
): Contender {
  const { evidence, named, risky } = kind;
  let rise = Math.max(0, risky) + Math.max(0, named);
  let fall = Math.min(0, risky) + Math.min(0, named);
  for (let i = 0; i < evidence.length; i++) {
    const e = evidence[i]!;
    if (e.watched && counted[e.id] === RULED_OUT) continue;
    if (!passes(message, e.gate)) continue;
    counted[e.id] = POSSIBLE;
    rise += e.most;
    fall += e.weight - e.most;
  }
  return { kind, score: known, rise, fall, next: 0 };
}

/** Whether the score reaches the threshold. */
export function reaches(c: Contender, sought: Sought): boolean {
  const { threshold } = c.kind.def;
  for (;;) {
    if (c.score + c.rise < threshold - ROUNDING) return false;
    if (least(c) >= threshold) return true;
    if (!look(c, sought)) return c.score >= threshold;
  }
}

/** The scores of those that may stand before or behind one another, to the end. */
export function tellApart(contenders: readonly Contender[], sought: Sought): void {
  for (const c of contenders)
    for (const other of contenders)
      if (c !== other && most(c) >= least(other) && most(other) >= least(c)) {
        while (look(c, sought));
        while (look(other, sought));
      }
}

function least({ score, fall }: Contender): number {
  return fall > -ROUNDING ? score : score + fall - ROUNDING;
}

function most({ score, rise }: Contender): number {
  return rise < ROUNDING ? score : score + rise + ROUNDING;
}

/** Looks for the next piece of evidence that may be there; false: there is none. */
function look(c: Contender, { message, body, compiled, households }: Sought): boolean {
  const { evidence, risky, named } = c.kind;
  const { counted } = compiled.tally;
  while (c.next < evidence.length) {
    const e = evidence[c.next++]!;
    if (counted[e.id] !== POSSIBLE) continue;
    weigh(c, e.weight, e.pattern.test(body));
    return true;
  }
  if (c.next === evidence.length) {
    c.next++;
    if (risky !== 0) weigh(c, risky, showsRisk(message, compiled));
    return true;
  }
  if (c.next === evidence.length + 1) {
    c.next++;
    if (named !== 0) weigh(c, named, registerIn(message, households).names.length > 0);
    return true;
  }
  return false;
}

function weigh(c: Contender, weight: number, there: boolean): void {
  if (weight > 0) c.rise -= weight;
  else c.fall -= weight;
  if (there) c.score += weight;
}

/** What is known of a piece of evidence: its words are not there, they are there, its gate lets it pass. */
export const RULED_OUT = 0;
export const SEEN = 1;
const POSSIBLE = 2;
