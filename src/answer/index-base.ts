import { countsOf } from './counts.js';
import type { PolicyBase, PolicyEntry, PolicySource, Unanswered } from '../intents/index.js';
import { conceptGram, Concepts } from './concepts.js';
import { grams } from './grams.js';
import type { Indexed, Contrast, Posting, PolicyIndex } from './indexed.js';
import { Slips } from './slips.js';
import { writer } from './text.js';
import { synonyms, Words } from './words.js';

const YEAR = /20\d\d/g;

const cache = new WeakMap<PolicyBase, PolicyIndex>();

/** Works out once what each question needs. `base` is taken as sound: the check has looked at it. */
export function indexPolicies(base: PolicyBase): PolicyIndex {
  let known = cache.get(base);
  if (!known) cache.set(base, (known = indexAll(base)));
  return known;
}

function indexAll(base: PolicyBase): PolicyIndex {
  const write = writer(base.terms.respell);
  const words = new Words(write);
  const concepts = new Concepts([...base.terms.terms, ...base.concepts].map((group) => group.map(write)));
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
  const gramsIn = (text: string): Int32Array => Int32Array.from(allGrams(text, concepts), id);
  const named = (word: string): string[] => word.split('|').flatMap(same);
  const drafts = [...base.entries, ...base.unanswered.map((one) => silentEntry(one, base))].map((entry) => {
    const source = base.sources.get(entry.source) ?? NOWHERE;
    const told = [entry.title, ...entry.ways].map(write);
    const ways = told.map(gramsIn);
    const says = write(entry.says);
    const all = [...told, says].join(' / ');
    return {
      entry,
      source,
      silent: source === NOWHERE,
      told: ways,
      vocabulary: shares(ways, gramsIn(says)),
      about: entry.about.map((any) => new Set(named(any).map((word) => words.add(word)))),
      meant: entry.about.map((any) => {
        const some = named(any).map((word) =>
          concepts.find(write(word)).filter(({ from, to }) => to - from === write(word).length),
        );
        return new Set(some.flat().map(({ concept }) => id(conceptGram(concept))));
      }),
      not: new Set(entry.not.map((word) => words.add(word))),
      speaksOf: new Set(others.filter(({ text }) => all.includes(text)).map((one) => one.id)),
      aspects: new Set(entry.answers),
      figures: new Set(says.match(/\d+(?:\.\d+)?/g)),
      counts: countsOf(`${entry.title}。${entry.says}`),
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
  const idf = informations(
    drafts.map((d) => d.vocabulary),
    gramIds,
  );
  const entries = drafts.map(({ told, ...rest }) => ({
    ...rest,
    ways: told.map((way) => ({ grams: way, weight: way.reduce((sum, gram) => sum + idf[gram]!, 0) })),
  }));
  return {
    write,
    slips: new Slips([...concepts.words, ...words.all()], (pair) => gramIds.has(pair)),
    concepts,
    entries,
    words,
    gramIds,
    idf,
    postings: postingsOf(entries, gramIds.size),
    apart: new Set(others.map((one) => one.id)),
    sums: new Float64Array(entries.length),
    marks: new Uint8Array(gramIds.size),
    contrasts,
    fillers: new Set(base.terms.fillers.map(write)),
    focus: base.focus.focus.map((rule) => ({ ...rule, pattern: new RegExp(rule.pattern, 'g') })),
    asking: new RegExp(base.focus.asking),
    checking: new RegExp(base.focus.checking),
    elsewhere: new RegExp(base.focus.elsewhere),
    places: [...new Set([...base.focus.places, ...drafts.flatMap((d) => d.places)])],
  };
}

/** The pairs and characters of a written text, and what its words mean. */
export function allGrams(text: string, concepts: Concepts): Set<string> {
  const all = new Set(grams(text));
  for (const { concept } of concepts.find(text)) all.add(conceptGram(concept));
  return all;
}

const NOWHERE: PolicySource = {
  id: '',
  document: '',
  issued: '不详',
  region: '全国',
  status: 'current',
  handOver: '',
};

/** What is asked and not answered stands among the entries, to be nearer than they are. */
function silentEntry({ id, title, ways }: Unanswered, base: PolicyBase): PolicyEntry {
  const answers = [...base.focus.aspects];
  const bare = {
    facts: [],
    source: '',
    clause: '',
    about: [],
    not: [],
    regionBound: false,
    years: [],
    says: '',
    field: '',
  };
  return { ...bare, id, title, ways, answers };
}

/** A gram of this many ways is wholly of the entry; its text counts like one way. */
const SETTLED = 3;

function shares(ways: readonly Int32Array[], says: Int32Array): Map<number, number> {
  const counts = new Map<number, number>();
  for (const some of [...ways, says]) for (const gram of some) counts.set(gram, (counts.get(gram) ?? 0) + 1);
  for (const [gram, count] of counts) counts.set(gram, 0.4 + 0.6 * Math.min(1, count / SETTLED));
  return counts;
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

/** A gram of a pair tells more than one of a single character: single ones are in half the entries by chance. */
const SINGLE = 0.3;
/** What is meant tells more than how it is written. */
const MEANT = 1.3;

function informations(
  vocabularies: readonly ReadonlyMap<number, number>[],
  gramIds: ReadonlyMap<string, number>,
): Float64Array {
  const holds = new Float64Array(gramIds.size);
  for (const vocabulary of vocabularies) for (const gram of vocabulary.keys()) holds[gram]! += 1;
  const idf = new Float64Array(gramIds.size);
  for (const [gram, id] of gramIds) {
    const rare = Math.log(1 + (vocabularies.length - holds[id]! + 0.5) / (holds[id]! + 0.5));
    idf[id] = rare * (gram.startsWith('#') ? MEANT : gram.length === 1 ? SINGLE : 1);
  }
  return idf;
}

function postingsOf(entries: readonly Indexed[], size: number): Posting[] {
  const lists: [number, number][][] = Array.from({ length: size }, () => []);
  for (const [i, { vocabulary }] of entries.entries())
    for (const [gram, share] of vocabulary) lists[gram]!.push([i, share]);
  return lists.map((list) => ({
    entries: Int32Array.from(list, ([entry]) => entry),
    shares: Float32Array.from(list, ([, share]) => share),
  }));
}
