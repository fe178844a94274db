import type { Definitions } from '../intents/schema.js';
import type { Gate } from './gate.js';
import type { CompiledField, CompiledKind, Gated, Compiled } from './compiled.js';
import { Lexicon } from './lexicon.js';
import { compileField } from './compile-field.js';
import { evidenceOf, tallyOf, weightOf } from './compile-evidence.js';
import { alternation, escape, placeholders, toRegExp } from './patterns.js';
import { rolesOf } from './roles.js';
import { checkInOneShape, kindInOneShape } from './shapes.js';
import { Trie } from './trie.js';
import { compileSlips } from './typos.js';
import { vocabularyOf } from './vocabulary.js';
import { WORDINGS } from './wordings.js';

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
  const unflagged = new Map<string, RegExp>();
  const regexp = (source: string, flags = ''): RegExp => {
    // By flags, then source: a joined key would have to be hashed at every call. Most have none.
    let same = flags === '' ? unflagged : made.get(flags);
    if (!same) made.set(flags, (same = new Map<string, RegExp>()));
    let found = same.get(source);
    if (!found) same.set(source, (found = toRegExp(source, names, flags)));
    return found;
  };
  const any = (sources: readonly string[], flags = ''): RegExp | undefined =>
    sources.length === 0 ? undefined : regexp(sources.map((s) => `(?:${s})`).join('|'), flags);

  const lexicon = new Lexicon();
  const { gates } = lexicon;
  const gated = (sources: readonly string[], flags = ''): Gated[] =>
    sources.map((source) => {
      const pattern = regexp(source, flags);
      return { pattern, gate: gates.of(pattern.source) };
    });
  const anyGated = (sources: readonly string[]): Gated | undefined => {
    const pattern = any(sources);
    return pattern && { pattern, gate: gates.of(pattern.source) };
  };
  let count = 0;
  const kinds = definitions.kinds.map((written, index): CompiledKind => {
    const def = kindInOneShape(written);
    const fields = Object.entries(def.fields).map(([name, field]) =>
      compileField(count++, gates, def.id, name, field, regexp, any),
    );
    return {
      index,
      def,
      fields,
      roles: rolesOf(def, fields),
      parts: partsOf(fields),
      byName: new Map(fields.map((f) => [f.name, f])),
      // The first field with a label has it.
      byLabel: new Map(fields.toReversed().flatMap((f) => f.def.labels.map((word) => [word, f]))),
      evidence: evidenceOf(def, index, regexp, gates),
      named: weightOf(def, 'register'),
      risky: weightOf(def, 'risk'),
      vetoes: gated(def.vetoes),
      plans: anyGated(def.plans),
      denials: anyGated(def.denials),
      subjects: def.subjects.map((s) => regexp(s, 'dg')),
      openers: gated([...def.subjects, ...def.numbers], 'dg'),
      checks: def.checks.map((c) => ({ def: checkInOneShape(c), patterns: gated(c.patterns) })),
    };
  });

  for (const [kindIndex, kind] of kinds.entries()) {
    for (const field of kind.fields) {
      for (const word of field.def.labels) lexicon.addLabel(word, kindIndex, field.id);
    }
  }

  let groups = 0;
  kinds.forEach((kind, index) => {
    const titles = groups++;
    for (const word of kind.def.titles)
      lexicon.addCue(word, { kind: index, weight: 5, group: titles, title: true });
    for (const e of kind.def.evidence) {
      if (!e.words) continue;
      const group = groups++;
      for (const word of e.words)
        lexicon.addCue(word, { kind: index, weight: e.weight, group, title: false });
    }
  });

  const vocabulary = vocabularyOf(definitions);
  const terms = new Trie<string>();
  for (const term of vocabulary) terms.add(term, term);
  for (const field of kinds.flatMap((k) => k.fields)) {
    for (const word of Object.values(field.def.values ?? {}).flat())
      if (/^[\u4e00-\u9fff]{2,}$/.test(word)) terms.add(word, word);
  }
  const dialect = new Trie<string>();
  for (const [word, meant] of Object.entries(words.dialect)) dialect.add(word, meant);
  const wordings = new Map<string, Gate>(WORDINGS.map((w) => [w, gates.of(regexp(w).source)]));
  const lists = new Map(Object.entries(words.lists).map(([name, list]) => [name, new Set(list)]));
  const compiled: Compiled = {
    kinds,
    byId: new Map(kinds.map((k) => [k.def.id, k])),
    correctable: kinds.filter((k) => k.def.ledger !== undefined && k.def.layout === 'records'),
    asking: kinds.filter((k) => k.def.asks),
    tally: tallyOf(kinds, gates, groups, count),
    lexicon,
    terms,
    dialect,
    repairs: {
      signs: any(words.repairs.signs.map(escape)),
      turn: any(turnsOf(words.repairs.turns)),
      turns: any(words.repairs.turns.map(escape)),
      patterns: words.repairs.patterns.map((source) => regexp(source, 'dg')),
    },
    slips: compileSlips(words.terms, words.lookalikes, words.lists['innocent'] ?? []),
    risks: Object.entries(words.risks).map(([risk, r]) => ({
      risk,
      signals: any(r.signals)!,
      not: any(r.not),
      gate: gates.of(any(r.signals)!.source),
    })),
    surnames: surnamesOf(words),
    gate: (wording) => wordings.get(wording),
    list: (name) => lists.get(name) ?? EMPTY,
    regexp,
  };
  cache.set(definitions, compiled);
  return compiled;
}

/** Short words, such as 收入, are said of much else. */
const LEAST_PART = 4;
const partsOf = (fields: readonly CompiledField[]): string[] =>
  fields
    .flatMap((field) => (field.def.type === 'amounts' ? [...field.codeOf.keys()] : []))
    .filter((part) => part.length >= LEAST_PART);

const EMPTY: ReadonlySet<string> = new Set();

function surnamesOf({ lists }: Definitions['words']): Uint8Array {
  const out = new Uint8Array(65536);
  // Surnames of one character may stand in one word.
  for (const char of (lists['surnames'] ?? []).join('')) out[char.charCodeAt(0)] = 1;
  for (const surname of lists['double-surnames'] ?? []) out[surname.charCodeAt(0)] = 1;
  return out;
}

/** A sentence or bracket begins with one of these words, and what is said instead follows. Each run of marks is tried once. */
function turnsOf(words: readonly string[]): string[] {
  if (words.length === 0) return [];
  const marks = '[\\s,，。;；!！（(]';
  return [`(?<!${marks})${marks}+(?=${alternation(words)}[^,，。;；]{0,4}[:：,，\\s])`];
}
