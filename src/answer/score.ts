import type { Indexed, PolicyIndex } from './index-base.js';
import type { Question } from './question.js';

/** When and where a question is asked. */
export interface Asked {
  on: string; // YYYY-MM-DD
  region?: string | undefined;
}

export interface Scored {
  at: number; // index of the entry
  score: number; // 0…1
}

const CANDIDATES = 24;
/** Grams that so many entries hold find nothing by themselves. */
/** Lists so short are always read. */
const FEW = 80;
const COMMON = 0.15;

/** The entries that may be meant, the likeliest first. */
export function rank(question: Question, index: PolicyIndex, asked: Asked): Scored[] {
  const inQuestion = index.marks;
  for (const gram of question.grams) inQuestion[gram] = 1;
  const words = new Map(question.hits.map((hit) => [hit.word, hit]));
  const ranked = candidates(question, index)
    .map((at) => ({ at, score: score(index.entries[at]!, question, index, asked, inQuestion, words) }))
    .filter((one) => one.score > 0)
    .sort((a, b) => b.score - a.score);
  for (const gram of question.grams) inQuestion[gram] = 0;
  return ranked;
}

function candidates(question: Question, index: PolicyIndex): number[] {
  const sums = index.sums;
  const touched: number[] = [];
  for (const gram of question.grams) {
    const list = index.postings[gram]!;
    if (list.length > FEW && list.length > index.entries.length * COMMON) continue;
    for (const entry of list) {
      if (sums[entry] === 0) touched.push(entry);
      sums[entry]! += index.idf[gram]!;
    }
  }
  const best: number[] = []; // the largest sum first
  for (const entry of touched) {
    const sum = sums[entry]!;
    if (best.length === CANDIDATES && sum <= sums[best[CANDIDATES - 1]!]!) continue;
    let at = best.length;
    while (at > 0 && sums[best[at - 1]!]! < sum) at--;
    best.splice(at, 0, entry);
    if (best.length > CANDIDATES) best.pop();
  }
  for (const entry of touched) sums[entry] = 0;
  return best;
}

type HitsByWord = ReadonlyMap<number, Question['hits'][number]>;

function score(
  indexed: Indexed,
  question: Question,
  index: PolicyIndex,
  asked: Asked,
  inQuestion: Uint8Array,
  words: HitsByWord,
): number {
  const fits = standing(indexed, question, asked);
  if (fits === 0) return 0;
  const alike = nearestWay(indexed, question, index, inQuestion);
  const { explained, foreign } = coverage(indexed, question, index, words);
  const base = 0.45 * alike + 0.55 * explained;
  return Math.min(
    1,
    base *
      anchors(indexed, index, words, alike) *
      aspects(indexed, question) *
      conditions(indexed, question) *
      foreign *
      fits *
      1.15,
  );
}

/** How much of a way of asking is in the question, and of the question in it; of the way that is nearest. */
function nearestWay(
  indexed: Indexed,
  question: Question,
  index: PolicyIndex,
  inQuestion: Uint8Array,
): number {
  let best = 0;
  for (const way of indexed.ways) {
    let common = 0;
    for (const gram of way.grams) if (inQuestion[gram] === 1) common += index.idf[gram]!;
    const alike = (2 * common) / (way.weight + question.weight || 1);
    if (alike > best) best = alike;
  }
  return best;
}

/** How much of what the question says the entry speaks of; `foreign` < 1 where the question turns on something else. */
function coverage(
  indexed: Indexed,
  question: Question,
  index: PolicyIndex,
  words: HitsByWord,
): { explained: number; foreign: number } {
  const { text, content } = question;
  const spoken = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const gram = question.pairs[i]!;
    if (gram >= 0 && indexed.vocabulary.has(gram)) spoken.fill(1, i, i + question.reach[i]!);
  }
  let foreign = 1;
  for (const hit of question.hits) {
    if (indexed.about.some((group) => group.has(hit.word))) spoken.fill(1, hit.from, hit.to);
  }
  for (const hit of words.values()) {
    if (
      index.apart.has(hit.word) &&
      !hit.heard &&
      !indexed.speaksOf.has(hit.word) &&
      !spoken.subarray(hit.from, hit.to).every(Boolean)
    )
      foreign *= 0.45;
  }
  let total = 0;
  let covered = 0;
  for (let i = 0; i < text.length; i++) {
    if (content[i] === 0) continue;
    total += question.tells[i]!;
    covered += spoken[i]! * question.tells[i]!;
  }
  return { explained: total === 0 ? 0.5 : covered / total, foreign };
}

/** What is left where a group of `about` is not in the question: more where another names something few entries are about. */
const MISSING = [0.85, 0.85, 0.75, 0.65, 0.65];
const MISSING_OFTEN = 0.5;
const NEIGHBOUR = 0.5;
const HEARD = 0.92;

/** `alike`: so near to a way of asking that a missing word weighs less. */
function anchors(indexed: Indexed, index: PolicyIndex, words: HitsByWord, alike: number): number {
  let factor = 1;
  let missing = 0;
  let rarest = Infinity;
  for (const group of indexed.about) {
    let best = 0;
    for (const [word, hit] of words) {
      if (!group.has(word)) continue;
      best = Math.max(best, hit.heard ? HEARD : 1);
      rarest = Math.min(rarest, index.aboutCount.get(word) ?? 1);
    }
    if (best === 0) missing += 1;
    else factor *= best;
  }
  const left = MISSING[rarest] ?? MISSING_OFTEN;
  const forgiven = Math.max(0, Math.min(1, (alike - 0.5) * 2));
  factor *= (left + (1 - left) * forgiven) ** missing;
  for (const word of words.keys()) if (indexed.not.has(word)) return factor * NEIGHBOUR;
  return factor;
}

const UNANSWERED = 0.4;
const PARTLY = 0.93;

/** Whether the entry answers what is asked for: the time, the amount, who… */
function aspects(indexed: Indexed, question: Question): number {
  const strict = question.asks.filter((ask) => ask.strict);
  if (strict.length === 0) return 1;
  const unmet = strict.filter((ask) => !ask.means.some((aspect) => indexed.aspects.has(aspect)));
  if (unmet.length === strict.length || unmet.some((ask) => ask.decides)) return UNANSWERED;
  return unmet.length > 0 ? PARTLY : 1;
}

const OTHER_CASE = 0.5;

/** Whether the entry speaks of the case that is asked about: of 高中 says nothing of 小学. */
function conditions(indexed: Indexed, question: Question): number {
  let factor = 1;
  for (const [i, named] of question.cases.entries()) {
    const spoken = indexed.cases[i]!;
    if (named === undefined || spoken.size === 0) continue;
    if (![...named].some((name) => spoken.has(name))) factor *= OTHER_CASE;
  }
  return factor;
}

const WRONG_PLACE = 0.4;
/** What holds everywhere may hold differently in the place that is named. */
const NATIONAL = 0.75;
const WRONG_YEAR = 0.4;

/** Whether the entry is of the place and time that is asked about. 0: it must not be given. */
function standing(indexed: Indexed, question: Question, asked: Asked): number {
  const { entry, source, places } = indexed;
  const from = entry.inForceFrom ?? source.inForceFrom ?? (source.issued === '不详' ? '' : source.issued);
  if (from !== '' && from > asked.on) return 0;
  const named = question.places;
  const local = source.region !== '全国';
  const own = named.some((place) => places.includes(place));
  const strange = named.some((place) => !places.includes(place) && !indexed.text.includes(place));
  const here = (own && !strange) || (asked.region !== undefined && within(asked.region, places));
  if (entry.regionBound && !here) return 0;
  const amount = question.asks.some((ask) => ask.means.includes('amount') && indexed.aspects.has('amount'));
  let factor = 1;
  if (strange || (named.length > 0 && !here)) factor *= local || amount ? WRONG_PLACE : NATIONAL;
  // What one place paid is not told to another as if it were theirs.
  else if (asked.region !== undefined && local && !here && amount) factor *= WRONG_PLACE;
  if (question.elsewhere && !here) factor *= WRONG_PLACE;
  if (question.years.length > 0 && !question.years.some((year) => indexed.years.has(year)))
    factor *= WRONG_YEAR;
  return here ? factor * 1.1 : factor;
}

const within = (region: string, places: readonly string[]): boolean =>
  places.some((place) => region.includes(place));
