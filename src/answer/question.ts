import type { Meant } from './concepts.js';
import { conceptGram } from './concepts.js';
import type { FocusRule, PolicyIndex } from './indexed.js';
import { countedIn } from './counts.js';
import { allGrams } from './index-base.js';
import { isHan } from './text.js';
import type { Hit } from './words.js';

/** What a question says, before any entry is looked at. */
export interface Question {
  text: string;
  hits: readonly Hit[];
  grams: Int32Array; // those that the base knows
  weight: number; // what all its grams tell
  /** Words that mean something, with the gram of what they mean. */
  meant: readonly (Meant & { gram: number })[];
  /** Numbers of two figures and more, years aside. */
  numbers: readonly string[];
  /** Of what it asks how many there are: 户, 人. */
  counted: readonly string[];
  /** It is put as a question. */
  asking: boolean;
  /** It wants a yes or a no, or who does a thing, and asks for nothing else: whatever it says is asked about. */
  checking: boolean;
  /** What it asks for: each of these must be answered by one of its aspects. */
  asks: readonly Omit<FocusRule, 'pattern'>[];
  /** Characters that carry meaning: not spent on asking, not fillers. */
  content: Uint8Array;
  /** How much each character tells: that of the rarest pair it is in. */
  tells: Float64Array;
  /** The base's number of the pair that starts at each character, or of the number or word of Latin letters; -1: unknown. */
  pairs: Int32Array;
  /** How far each of those reaches. */
  reach: Uint8Array;
  /** Of each contrast, the cases that are named. */
  cases: readonly (ReadonlySet<string> | undefined)[];
  places: readonly string[];
  elsewhere: boolean;
  years: readonly number[];
}

/** 2018, and 18年 where no span of years is meant. */
const YEARS = /(?<!\d)(?:20[0-3]\d(?=[^\d多人户元个名]|$)|(?:1[6-9]|2\d)(?=年(?!级|以上|左右|期|之|行)))/g;
const FILLER_LENGTH = 4;
const NUMBER = /\d{2,}(?:\.\d+)?|\d\.\d+/g;

/** Takes a question apart. */
export function readQuestion(text: string, index: PolicyIndex): Question {
  const clean = index.slips.mend(index.write(text));
  const content = new Uint8Array(clean.length);
  for (let i = 0; i < clean.length; i++)
    content[i] = isHan(clean.charCodeAt(i)) || /[0-9A-Z]/.test(clean[i]!) ? 1 : 0;
  const asks = readAsks(clean, index, content);
  spendFillers(clean, index, content);
  const all = [...allGrams(clean, index.concepts)];
  const hits = index.words.find(clean);
  const { pairs, reach } = readPairs(clean, index);
  const known = all.map((gram) => index.gramIds.get(gram)).filter((id) => id !== undefined);
  return {
    text: clean,
    hits,
    grams: Int32Array.from(known),
    weight: known.reduce((sum, id) => sum + index.idf[id]!, 0),
    meant: index.concepts.find(clean).flatMap((one) => {
      const gram = index.gramIds.get(conceptGram(one.concept));
      return gram === undefined ? [] : [{ ...one, gram }];
    }),
    numbers: [...clean.matchAll(NUMBER)]
      .map(([number]) => number)
      .filter((number) => !/^20[0-3]\d$/.test(number)),
    counted: countedIn(clean),
    asking: asks.length > 0 || index.asking.test(clean),
    checking:
      asks.every((ask) => !ask.strict || ask.means[0] === 'who') &&
      (asks.length > 0 || index.checking.test(clean)),
    asks,
    content,
    tells: informations(pairs, index),
    pairs,
    reach,
    cases: index.contrasts.map((contrast) => {
      const named = hits.flatMap((hit) => contrast.get(hit.word) ?? []);
      return named.length === 0 ? undefined : new Set(named);
    }),
    places: index.places.filter((place) => clean.includes(place)),
    elsewhere: index.elsewhere.test(clean),
    years: [...clean.matchAll(YEARS)].map(([year]) => Number(year.padStart(4, '20'))),
  };
}

/** Each pattern looks at what earlier ones left. */
function readAsks(text: string, index: PolicyIndex, content: Uint8Array): Question['asks'] {
  const asks: Question['asks'][number][] = [];
  let left = text;
  for (const { pattern, ...ask } of index.focus) {
    let found = false;
    left = left.replace(pattern, (match: string, ...rest: unknown[]) => {
      found = true;
      const at = rest.find((one) => typeof one === 'number')!;
      content.fill(0, at, at + match.length);
      return '\0'.repeat(match.length);
    });
    if (found) asks.push(ask);
  }
  return asks;
}

function spendFillers(text: string, index: PolicyIndex, content: Uint8Array): void {
  for (let i = 0; i < text.length;) {
    let length = 0;
    for (let n = Math.min(FILLER_LENGTH, text.length - i); n >= 1 && length === 0; n--)
      if (index.fillers.has(text.slice(i, i + n))) length = n;
    content.fill(0, i, i + length);
    i += Math.max(1, length);
  }
}

/** What a character tells that is in no pair of the base. */
const UNKNOWN = 3;

function informations(pairs: Int32Array, index: PolicyIndex): Float64Array {
  const tells = new Float64Array(pairs.length);
  for (const [i, gram] of pairs.entries()) {
    if (gram < 0) continue;
    const told = index.idf[gram]!;
    tells[i] = Math.max(tells[i]!, told);
    if (i + 1 < tells.length) tells[i + 1] = Math.max(tells[i + 1]!, told);
  }
  return tells.map((told) => (told === 0 ? UNKNOWN : told));
}

const LATIN = /[0-9A-Z%.:]+/g;

function readPairs(text: string, index: PolicyIndex): { pairs: Int32Array; reach: Uint8Array } {
  const pairs = new Int32Array(text.length).fill(-1);
  const reach = new Uint8Array(text.length).fill(2);
  for (let i = 0; i + 1 < text.length; i++) pairs[i] = index.gramIds.get(text.slice(i, i + 2)) ?? -1;
  for (const match of text.matchAll(LATIN)) {
    const gram = index.gramIds.get(match[0]);
    if (gram === undefined) continue;
    pairs[match.index] = gram;
    reach[match.index] = Math.min(255, match[0].length);
  }
  return { pairs, reach };
}
