import type { PolicyBase, PolicyEntry, PolicySource } from '../intents/index.js';
import { grams } from './grams.js';
import { writer, type Write } from './text.js';
import { synonyms, Words } from './words.js';

/** A way of asking as retrieval compares it. */
export interface Way {
  grams: Int32Array;
  weight: number; // the sum of what its grams tell
}

/** An entry with everything that is looked up for each question worked out beforehand. */
export interface Indexed {
  entry: PolicyEntry;
  source: PolicySource;
  ways: readonly Way[];
  /** Every gram of its ways, title and text. */
  vocabulary: ReadonlySet<number>;
  about: readonly ReadonlySet<number>[];
  not: ReadonlySet<number>;
  /** Matters that other entries are not about, and this one is. */
  speaksOf: ReadonlySet<number>;
  aspects: ReadonlySet<string>;
  /** Of each contrast, the cases it speaks of. */
  cases: readonly ReadonlySet<string>[];
  places: readonly string[];
  /** Its text, for places that it names beside its own. */
  text: string;
  years: ReadonlySet<number>;
}

/** Conditions of which one holds: word → case. */
export type Contrast = ReadonlyMap<number, string>;

export interface FocusRule {
  pattern: RegExp;
  means: readonly string[];
  strict: boolean;
  decides: boolean;
  passedOn: boolean;
}

/** The policy base ready to be asked. */
export interface PolicyIndex {
  write: Write;
  entries: readonly Indexed[];
  words: Words;
  /** Grams by text; how much each tells (the rarer, the more); the entries that hold it. */
  gramIds: ReadonlyMap<string, number>;
  idf: Float64Array;
  postings: readonly Int32Array[];
  /** In how many entries a word of an `about` stands. */
  aboutCount: ReadonlyMap<number, number>;
  apart: ReadonlySet<number>;
  /** Scratch of one question, all zero between two: what each entry's grams sum up to, which grams are in the question. */
  sums: Float64Array;
  marks: Uint8Array;
  contrasts: readonly Contrast[];
  fillers: ReadonlySet<string>;
  focus: readonly FocusRule[];
  elsewhere: RegExp;
  places: readonly string[];
}

const YEAR = /20\d\d/g;

/** Works out once what each question needs. `base` is taken as sound: the check has looked at it. */
export function indexPolicies(base: PolicyBase): PolicyIndex {
  const write = writer(base.terms.respell);
  const words = new Words(write);
  const same = synonyms(base.terms.terms);
  const others = base.terms.apart.map((word) => ({ text: write(word), id: words.add(word) }));
  const contrasts = base.terms.contrasts.map(
    (contrast) =>
      new Map(
        Object.entries(contrast).flatMap(([name, some]) =>
          some.map((word) => [words.add(word), name] as const),
        ),
      ),
  );
  const gramIds = new Map<string, number>();
  const id = (gram: string): number => {
    let found = gramIds.get(gram);
    if (found === undefined) gramIds.set(gram, (found = gramIds.size));
    return found;
  };
  const drafts = base.entries.map((entry) => {
    const source = base.sources.get(entry.source)!;
    const told = [entry.title, ...entry.ways].map(write);
    const ways = told.map((text) => Int32Array.from(grams(text), id));
    const all = write([...told, entry.says].join(' / '));
    const vocabulary = new Set([...ways.flatMap((way) => [...way]), ...grams(write(entry.says)).map(id)]);
    return {
      entry,
      source,
      told: ways,
      vocabulary,
      about: entry.about.map(
        (any) =>
          new Set(
            any
              .split('|')
              .flatMap(same)
              .map((word) => words.add(word)),
          ),
      ),
      not: new Set(entry.not.flatMap((word) => words.add(word))),
      speaksOf: new Set(others.filter(({ text }) => all.includes(text)).map((one) => one.id)),
      aspects: new Set(entry.answers),
      cases: contrasts.map((contrast) =>
        casesIn(write([entry.title, entry.about.join(), entry.says].join(' / ')), contrast, words),
      ),
      places: placesOf(source),
      text: all,
      years: new Set([
        ...entry.years,
        ...[source.issued, source.document, entry.says].flatMap((text) =>
          [...text.matchAll(YEAR)].map(Number),
        ),
      ]),
    };
  });
  const places = [...new Set([...base.focus.places, ...drafts.flatMap((d) => d.places)])];
  const idf = informations(
    drafts.map((d) => d.vocabulary),
    gramIds,
  );
  const entries = drafts.map(({ told, ...rest }) => ({
    ...rest,
    ways: told.map((way) => ({ grams: way, weight: way.reduce((sum, gram) => sum + idf[gram]!, 0) })),
  }));
  const postings = postingsOf(entries, gramIds.size);
  return {
    write,
    entries,
    words,
    gramIds,
    idf,
    postings,
    aboutCount: countAbout(entries, words, gramIds, postings),
    apart: new Set(others.map((one) => one.id)),
    sums: new Float64Array(entries.length),
    marks: new Uint8Array(gramIds.size),
    contrasts,
    fillers: new Set(base.terms.fillers.map(write)),
    focus: base.focus.focus.map((rule) => ({ ...rule, pattern: new RegExp(rule.pattern, 'g') })),
    elsewhere: new RegExp(base.focus.elsewhere),
    places,
  };
}

function casesIn(text: string, contrast: Contrast, words: Words): Set<string> {
  const named = new Set<string>();
  for (const [word, name] of contrast) if (text.includes(words.text(word))) named.add(name);
  return named;
}

/** 陕西省宝鸡市陇县 is asked for as 陕西, 宝鸡, 陇县. */
function placesOf(source: PolicySource): string[] {
  if (source.region === '全国') return [];
  const parts =
    source.region.match(/[^省市区县州]{2,}?(?:省|自治区|市|州|县|区|乡|村)|[^省市区县州]{2,}$/g) ?? [];
  const short = parts.map((part) => part.replace(/(?:省|壮族自治区|自治区|市|州|区)$/, ''));
  return [
    ...new Set([...short, ...(source.place === undefined ? [] : [source.place.replace(/市$/, '')])]),
  ].filter((place) => place.length >= 2 && !place.startsWith('某'));
}

/** In how many entries a word may stand: those that hold its rarest pair, or it, where it is a single character. */
function countAbout(
  entries: readonly Indexed[],
  words: Words,
  gramIds: ReadonlyMap<string, number>,
  postings: readonly Int32Array[],
): Map<number, number> {
  const counts = new Map<number, number>();
  for (const word of new Set(entries.flatMap(({ about }) => about.flatMap((group) => [...group])))) {
    const holders = grams(words.text(word))
      .filter((gram, _, all) => gram.length > 1 || all.length === 1)
      .map((gram) => postings[gramIds.get(gram) ?? -1]?.length ?? 0);
    counts.set(word, Math.min(Infinity, ...holders));
  }
  return counts;
}

/** A gram of a pair tells more than one of a single character: single ones are in half the entries by chance. */
const SINGLE = 0.3;

function informations(
  vocabularies: readonly ReadonlySet<number>[],
  gramIds: ReadonlyMap<string, number>,
): Float64Array {
  const holds = new Float64Array(gramIds.size);
  for (const vocabulary of vocabularies) for (const gram of vocabulary) holds[gram]! += 1;
  const idf = new Float64Array(gramIds.size);
  for (const [gram, id] of gramIds) {
    const rare = Math.log(1 + (vocabularies.length - holds[id]! + 0.5) / (holds[id]! + 0.5));
    idf[id] = rare * (gram.length === 1 ? SINGLE : 1);
  }
  return idf;
}

function postingsOf(entries: readonly Indexed[], size: number): Int32Array[] {
  const lists: number[][] = Array.from({ length: size }, () => []);
  for (const [i, { vocabulary }] of entries.entries()) for (const gram of vocabulary) lists[gram]!.push(i);
  return lists.map((list) => Int32Array.from(list));
}
