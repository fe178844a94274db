import { evidence, type Evidence } from './evidence.js';
import type { PolicyIndex } from './indexed.js';
import type { Question } from './question.js';
import { standing, type Asked } from './standing.js';
import { WEIGHTS, type Weights } from './weights.js';

export type { Weights };

export interface Scored {
  at: number; // index of the entry
  score: number; // 0…1, how likely this is what is meant
}

const CANDIDATES = 14;
/** Lists so short are always read. */
const FEW = 80;
/** Grams that so many entries hold find nothing by themselves. */
const COMMON = 0.15;

/** The entries that may be meant, the likeliest first. */
export function rank(question: Question, index: PolicyIndex, asked: Asked): Scored[] {
  return weigh(question, index, asked)
    .map(({ at, fits, evidence: seen }) => ({ at, score: Math.max(likely(seen), verbatim(seen)) * fits }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score);
}

/** A candidate with what speaks for it; `fits`: how far place and time let it be given, 0…1. */
export interface Weighed {
  at: number;
  fits: number;
  evidence: Evidence;
}

/** What does not tell what is asked for may be offered, not given. */
const UNTOLD = 0.45;

/** From so near to a way of asking, it is that way; nearer still where what is asked for seems not to be told. */
const SAME = 0.75;
const SAME_UNTOLD = 0.9;

function verbatim({ alike, untold }: Evidence): number {
  const from = untold === 1 ? SAME_UNTOLD : SAME;
  return Math.max(0, (alike - from) / (1 - from));
}

/** The candidates of a question, unsorted. */
export function weigh(question: Question, index: PolicyIndex, asked: Asked): Weighed[] {
  for (const gram of question.grams) index.marks[gram] = 1;
  const found = candidates(question, index);
  const most = found[0]?.sum ?? 1;
  const weighed: Weighed[] = [];
  for (const { at, sum } of found) {
    const fits = standing(index.entries[at]!, question, asked);
    if (fits > 0)
      weighed.push({ at, fits, evidence: evidence(index.entries[at]!, question, index, sum, most) });
  }
  for (const gram of question.grams) index.marks[gram] = 0;
  compare(weighed, index);
  return weighed;
}

/** How the candidates stand to each other. Entries of one attribute are no rivals. */
function compare(weighed: readonly Weighed[], index: PolicyIndex): void {
  let alike = 1e-9;
  let explained = 1e-9;
  for (const { evidence: seen } of weighed) {
    alike = Math.max(alike, seen.alike);
    explained = Math.max(explained, seen.explained);
  }
  for (const { evidence: seen } of weighed) {
    seen.nearest = seen.alike / alike;
    seen.fullest = seen.explained / explained;
  }
  for (const one of weighed) {
    const kin = index.entries[one.at]!.entry.attribute;
    let share = 0;
    for (const other of weighed) {
      if (other === one || (kin !== undefined && kin === index.entries[other.at]!.entry.attribute)) continue;
      share = Math.max(share, other.evidence.share);
    }
    // Being ahead of nothing says nothing.
    const spoken = Math.min(1, 2 * one.evidence.explained);
    one.evidence.lead = Math.max(0, one.evidence.share - share) * spoken;
  }
}

/** How likely the evidence makes an entry the answer, 0…1. */
export function likely(seen: Evidence, weights: Weights = WEIGHTS): number {
  let sum = weights.bias;
  for (const key in seen) sum += weights[key as keyof Evidence] * seen[key as keyof Evidence];
  const sure = 1 / (1 + Math.exp(-sum));
  return seen.untold === 1 ? Math.min(UNTOLD, sure) : sure;
}

/** The entries that hold most of what the question says, the fullest first. */
function candidates(question: Question, index: PolicyIndex): { at: number; sum: number }[] {
  const sums = index.sums;
  const touched: number[] = [];
  for (const gram of question.grams) {
    const { entries, shares } = index.postings[gram]!;
    if (entries.length > FEW && entries.length > index.entries.length * COMMON) continue;
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!;
      if (sums[entry] === 0) touched.push(entry);
      sums[entry]! += index.idf[gram]! * shares[i]!;
    }
  }
  const best: { at: number; sum: number }[] = [];
  for (const at of touched) {
    const sum = sums[at]!;
    sums[at] = 0;
    if (best.length === CANDIDATES && sum <= best[CANDIDATES - 1]!.sum) continue;
    let place = best.length;
    while (place > 0 && best[place - 1]!.sum < sum) place--;
    best.splice(place, 0, { at, sum });
    if (best.length > CANDIDATES) best.pop();
  }
  return best;
}
