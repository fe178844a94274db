import type { Definitions, FieldDefinition, KindDefinition } from '../intents/schema.js';
import { Gates, type Gate } from './gate.js';
import type { LabelWord } from './labels.js';
import { alternation, placeholders, toRegExp } from './patterns.js';
import { loosened, looseOf } from './loosened.js';
import { Openings, Trie } from './trie.js';
import { compileSlips, type Slips } from './typos.js';
import { vocabularyOf } from './vocabulary.js';

export interface CompiledCase {
  is: string;
  pattern: RegExp | undefined;
  not: RegExp | undefined;
  with: readonly string[];
}

export interface CompiledField {
  id: number; // counts through all fields of all kinds
  /** Found wherever the field may be in running text; undefined where that cannot be told beforehand. */
  scent: RegExp | undefined;
  scentGate: Gate;
  /** The same for the signals of a text field. */
  signalScent: RegExp | undefined;
  signalGate: Gate;
  name: string;
  kind: string;
  def: FieldDefinition;
  phrases: RegExp[]; // global, with indices
  phraseGates: Gate[]; // one each
  not: RegExp | undefined;
  signals: RegExp | undefined;
  strip: RegExp | undefined;
  within: RegExp | undefined;
  /** choice, states, amounts, counts: finds any of the words; `codeOf` says which value each stands for. */
  words: RegExp | undefined;
  codeOf: ReadonlyMap<string, string>;
  cases: readonly CompiledCase[];
  lasts: readonly RegExp[];
  open: RegExp | undefined;
}

export interface CompiledKind {
  def: KindDefinition;
  fields: CompiledField[];
  byName: ReadonlyMap<string, CompiledField>;
  /** Heaviest first; `left`: the weight of this and all after it. */
  evidence: { pattern: RegExp; weight: number; left: number; gate: Gate }[];
  vetoes: RegExp | undefined;
  vetoGate: Gate;
  plans: RegExp | undefined;
  subjects: RegExp[];
  /** Whether the text holds anything that `subjects` or `numbers` may match; one each, in that order. */
  subjectGates: Gate[];
  numbers: RegExp[];
  checks: { def: KindDefinition['checks'][number]; patterns: RegExp | undefined }[];
}

/** A word that speaks for a kind. */
export interface Cue {
  kind: number; // index
  weight: number;
  group: number; // words of one group count once
  title: boolean;
}

export interface Compiled {
  kinds: CompiledKind[];
  byId: ReadonlyMap<string, CompiledKind>;
  labels: Trie<LabelWord>;
  cues: Trie<Cue[]>;
  groups: number; // how many cue groups there are
  gates: Gates;
  fields: number; // how many fields there are
  terms: Trie<string>;
  slips: Slips;
  risks: { risk: string; signals: RegExp; not: RegExp | undefined; scent: RegExp; gate: Gate }[];
  list(name: string): ReadonlySet<string>;
  /** An expression with the placeholders of the definitions; compiled once. */
  regexp(source: string, flags?: string): RegExp;
}

const cache = new WeakMap<Definitions, Compiled>();

/** Tries, expressions and slips of a set of definitions; made once. Throws a RangeError or SyntaxError for a bad pattern. */
export function compile(definitions: Definitions): Compiled {
  const known = cache.get(definitions);
  if (known) return known;
  const words = definitions.words;
  const names = placeholders(words);
  // One list to look for, two to tell them apart.
  names.set('words:states', alternation([...(words.lists['met'] ?? []), ...(words.lists['unmet'] ?? [])]));
  const made = new Map<string, Map<string, RegExp>>();
  const regexp = (source: string, flags = ''): RegExp => {
    // By flags, then source: a joined key would have to be hashed at every call.
    let same = made.get(flags);
    if (!same) made.set(flags, (same = new Map<string, RegExp>()));
    let found = same.get(source);
    if (!found) same.set(source, (found = toRegExp(source, names, flags)));
    return found;
  };
  const any = (sources: readonly string[], flags = ''): RegExp | undefined =>
    sources.length === 0 ? undefined : regexp(sources.map((s) => `(?:${s})`).join('|'), flags);

  const openings = new Openings();
  const gates = new Gates(openings);
  let count = 0;
  const kinds = definitions.kinds.map((def): CompiledKind => {
    const fields = Object.entries(def.fields).map(([name, field]) =>
      compileField(count++, gates, def.id, name, field, regexp, any),
    );
    return {
      def,
      fields,
      byName: new Map(fields.map((f) => [f.name, f])),
      evidence: evidenceOf(def, regexp, gates),
      vetoes: any(def.vetoes),
      vetoGate: gates.of(any(def.vetoes)?.source ?? ''),
      subjectGates: [...def.subjects, ...def.numbers].map((s) => gates.of(regexp(s, 'dg').source)),
      plans: any(def.plans),
      subjects: def.subjects.map((s) => regexp(s, 'dg')),
      numbers: def.numbers.map((s) => regexp(s, 'dg')),
      checks: def.checks.map((c) => ({ def: c, patterns: any(c.patterns) })),
    };
  });

  const labels = new Trie<LabelWord>(openings);
  for (const [kindIndex, kind] of kinds.entries()) {
    for (const field of kind.fields) {
      for (const word of field.def.labels) {
        const use = {
          kind: kind.def.id,
          field: field.name,
          type: field.def.type,
          kindIndex,
          fieldId: field.id,
        };
        const label = labels.get(word);
        if (label) label.uses.push(use);
        else labels.add(word, { word, uses: [use] });
      }
    }
  }

  const cues = new Trie<Cue[]>(openings);
  let groups = 0;
  const addCue = (word: string, cue: Cue) => {
    const list = cues.get(word);
    if (list) list.push(cue);
    else cues.add(word, [cue]);
  };
  kinds.forEach((kind, index) => {
    const titles = groups++;
    for (const word of kind.def.titles) addCue(word, { kind: index, weight: 5, group: titles, title: true });
    for (const e of kind.def.evidence) {
      if (!e.words) continue;
      const group = groups++;
      for (const word of e.words) addCue(word, { kind: index, weight: e.weight, group, title: false });
    }
  });

  const vocabulary = vocabularyOf(definitions);
  const terms = new Trie<string>(openings);
  for (const term of vocabulary) terms.add(term, term);
  for (const field of kinds.flatMap((k) => k.fields)) {
    for (const word of Object.values(field.def.values ?? {}).flat())
      if (/^[\u4e00-\u9fff]{2,}$/.test(word)) terms.add(word, word);
  }
  const lists = new Map(Object.entries(words.lists).map(([name, list]) => [name, new Set(list)]));
  const compiled: Compiled = {
    kinds,
    byId: new Map(kinds.map((k) => [k.def.id, k])),
    labels,
    cues,
    groups,
    fields: count,
    gates,
    terms,
    slips: compileSlips(words.terms, words.lookalikes, words.lists['innocent'] ?? [], openings),
    risks: Object.entries(words.risks).map(([risk, r]) => ({
      risk,
      signals: any(r.signals)!,
      not: any(r.not),
      scent: new RegExp(loosened(any(r.signals)!.source) ?? ''),
      gate: gates.of(any(r.signals)!.source),
    })),
    list: (name) => lists.get(name) ?? EMPTY,
    regexp,
  };
  cache.set(definitions, compiled);
  return compiled;
}

const EMPTY: ReadonlySet<string> = new Set();

function compileField(
  id: number,
  gates: Gates,
  kind: string,
  name: string,
  def: FieldDefinition,
  regexp: Compiled['regexp'],
  any: (sources: readonly string[], flags?: string) => RegExp | undefined,
): CompiledField {
  const codeOf = new Map<string, string>();
  for (const [code, list] of Object.entries(def.values ?? {}))
    for (const word of [code, ...list]) codeOf.set(word, code);
  for (const group of Object.keys(def.groups ?? {})) codeOf.set(group, group);
  const scent = scentOf(def, [...codeOf.keys()], regexp);
  return {
    id,
    scentGate: gates.of(scent?.source ?? ''),
    signalGate: gates.of(any(def.signals)?.source ?? ''),
    signalScent: def.signals.length > 0 ? looseOf(any(def.signals)!) : undefined,
    scent,
    name,
    kind,
    def,
    phrases: def.phrases.map((p) => regexp(p, 'dg')),
    phraseGates: def.phrases.map((p) => gates.of(regexp(p, 'dg').source)),
    not: any(def.not),
    signals: any(def.signals),
    strip: def.strip.length > 0 ? regexp(`^(?:${def.strip.join('|')})`) : undefined,
    within: any(def.within),
    words: codeOf.size > 0 ? regexp(alternation([...codeOf.keys()]), 'g') : undefined,
    codeOf,
    lasts: def.lasts.map((p) => regexp(p, 'g')),
    open: def.open === undefined ? undefined : regexp(def.open),
    cases: def.cases.map((c) => ({
      is: c.is,
      pattern: c.pattern === undefined ? undefined : regexp(c.pattern),
      not: c.not === undefined ? undefined : regexp(c.not),
      with: c.with,
    })),
  };
}

/** Words, phrases and signals of a field, loosened: what a message must hold for the field to be in it. */
function scentOf(
  def: FieldDefinition,
  words: readonly string[],
  regexp: Compiled['regexp'],
): RegExp | undefined {
  switch (def.type) {
    case 'choice':
    case 'states':
    case 'amounts':
    case 'counts': {
      const sources = [alternation(words)];
      for (const phrase of def.phrases) sources.push(loosened(regexp(phrase, 'dg').source) ?? '');
      return words.length === 0 || sources.includes('') ? undefined : new RegExp(sources.join('|'));
    }
    case 'group':
      return /[组社]/;
    case 'town':
      return /[镇乡街]/;
    default: {
      if (def.phrases.length === 0 || def.type === 'unit' || def.type === 'village' || def.within.length > 0)
        return undefined;
      const sources = def.phrases.map((p) => loosened(regexp(p, 'dg').source) ?? '');
      return sources.includes('') ? undefined : new RegExp(sources.join('|'));
    }
  }
}

function evidenceOf(def: KindDefinition, regexp: Compiled['regexp'], gates: Gates): CompiledKind['evidence'] {
  const found = def.evidence.flatMap((e) =>
    e.pattern === undefined
      ? []
      : [{ pattern: regexp(e.pattern), weight: e.weight, left: 0, gate: gates.of(regexp(e.pattern).source) }],
  );
  found.sort((a, b) => b.weight - a.weight);
  let left = 0;
  for (const e of found.toReversed()) e.left = left += Math.max(0, e.weight);
  return found;
}
