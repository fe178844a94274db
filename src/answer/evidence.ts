import type { Indexed, PolicyIndex } from './indexed.js';
import type { Question } from './question.js';

/** What speaks for and against an entry as the answer to a question. Shares are 0…1. */
export interface Evidence {
  alike: number; // the nearest way of asking and the question, both ways
  explained: number; // how much of what the question says the entry speaks of
  mass: number; // how much of what it says is of this entry at all
  share: number; // of what the fullest entry holds
  nearest: number; // `alike` as a share of the nearest entry's
  fullest: number; // `explained` as a share of the fullest entry's
  lead: number; // how far `share` is ahead of the next, by how much is `explained`; behind the first: 0
  missing: number; // groups of `about` that are neither written nor meant, the less the nearer a way of asking is
  meantOnly: number; // groups of `about` that are only meant
  neighbour: number; // a word of `not`
  numbers: number; // the question's numbers that the entry states
  strangers: number; // those that it does not state
  told: number; // what is asked for is told
  untold: number; // nothing of it is, or not what decides
  partly: number; // only some of it is
  otherCase: number; // conditions that it does not hold for
  foreign: number; // matters that no entry is about, nor this one
  idle: number; // nothing is asked, and so much of what is said is not of the entry
  doubt: number; // a yes, a no or a who is asked for, and so much of what is said the entry does not speak of
  silent: number;
}

/** `index.marks` holds the grams of the question; `sum`: what those tell that the entry holds, `most`: the same of the fullest. */
export function evidence(
  indexed: Indexed,
  question: Question,
  index: PolicyIndex,
  sum: number,
  most: number,
): Evidence {
  const { explained, foreign } = coverage(indexed, question, index);
  const alike = nearestWay(indexed, question, index);
  return {
    alike,
    explained,
    mass: Math.log(1 + sum / 10),
    share: sum / most,
    nearest: 0,
    fullest: 0,
    lead: 0,
    ...anchors(indexed, question, alike),
    ...numbers(indexed, question),
    ...aspects(indexed, question),
    otherCase: otherCases(indexed, question),
    foreign,
    idle: question.asking ? 0 : 1 - explained,
    doubt: question.checking ? 1 - explained : 0,
    silent: indexed.silent ? 1 : 0,
  };
}

/** How much of a way of asking is in the question, and of the question in it; of the way that is nearest. */
function nearestWay(indexed: Indexed, question: Question, index: PolicyIndex): number {
  let best = 0;
  for (const way of indexed.ways) {
    let common = 0;
    for (const gram of way.grams) if (index.marks[gram] === 1) common += index.idf[gram]!;
    best = Math.max(best, (2 * common) / (way.weight + question.weight || 1));
  }
  return best;
}

/** How much of what the question says, characters that only ask aside, the entry speaks of. */
function coverage(
  indexed: Indexed,
  question: Question,
  index: PolicyIndex,
): { explained: number; foreign: number } {
  const { text, content } = question;
  const spoken = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const gram = question.pairs[i]!;
    if (gram >= 0 && indexed.vocabulary.has(gram)) spoken.fill(1, i, i + question.reach[i]!);
  }
  for (const { gram, from, to } of question.meant) if (indexed.vocabulary.has(gram)) spoken.fill(1, from, to);
  let foreign = 0;
  for (const { word, from, to, heard } of question.hits) {
    if (indexed.about.some((group) => group.has(word))) spoken.fill(1, from, to);
    if (heard || !index.apart.has(word) || indexed.speaksOf.has(word)) continue;
    if (!spoken.subarray(from, to).every(Boolean)) foreign += 1;
  }
  let total = 0;
  let covered = 0;
  for (let i = 0; i < text.length; i++) {
    if (content[i] === 0) continue;
    total += question.tells[i]!;
    covered += spoken[i]! * question.tells[i]!;
  }
  return { explained: total === 0 ? 0.5 : covered / total, foreign: Math.min(2, foreign) };
}

function anchors(
  indexed: Indexed,
  question: Question,
  alike: number,
): Pick<Evidence, 'missing' | 'meantOnly' | 'neighbour'> {
  let missing = 0;
  let meantOnly = 0;
  for (const [i, group] of indexed.about.entries()) {
    if (question.hits.some(({ word }) => group.has(word))) continue;
    if (question.meant.some(({ gram }) => indexed.meant[i]!.has(gram))) meantOnly += 1;
    else missing += 1;
  }
  const groups = indexed.about.length || 1;
  return {
    missing: (missing / groups) * Math.max(0, 1 - alike),
    meantOnly: meantOnly / groups,
    neighbour: question.hits.some(({ word }) => indexed.not.has(word)) ? 1 : 0,
  };
}

function numbers(indexed: Indexed, question: Question): Pick<Evidence, 'numbers' | 'strangers'> {
  const stated = question.numbers.filter((number) => indexed.figures.has(number)).length;
  return {
    numbers: Math.min(2, stated),
    strangers: Math.min(2, question.numbers.length - stated),
  };
}

/** Whether the entry tells what is asked for: the time, the amount, who… */
function aspects(indexed: Indexed, question: Question): Pick<Evidence, 'told' | 'untold' | 'partly'> {
  const strict = question.asks.filter((ask) => ask.strict);
  const unmet = strict.filter((ask) => !ask.means.some((aspect) => indexed.aspects.has(aspect)));
  const untold =
    (strict.length > 0 && (unmet.length === strict.length || unmet.some((ask) => ask.decides))) ||
    question.counted.some((unit) => !indexed.counts.has(unit));
  return {
    told: strict.length > 0 && unmet.length === 0 ? 1 : 0,
    untold: untold ? 1 : 0,
    partly: !untold && unmet.length > 0 ? 1 : 0,
  };
}

/** Of 高中 an entry about 小学 says nothing. */
function otherCases(indexed: Indexed, question: Question): number {
  let other = 0;
  for (const [i, named] of question.cases.entries()) {
    const spoken = indexed.cases[i]!;
    if (named === undefined || spoken.size === 0) continue;
    if (![...named].some((name) => spoken.has(name))) other += 1;
  }
  return Math.min(2, other);
}
