import type { FieldDefinition, KindDefinition } from '../intents/schema.js';
import type { Gate } from './gate.js';
import type { Lexicon } from './lexicon.js';
import type { Trie } from './trie.js';
import type { Slips } from './typos.js';

export interface CompiledCase {
  is: string;
  pattern: RegExp | undefined;
  /** Of the pattern. */
  gate: Gate;
  not: RegExp | undefined;
  with: readonly string[];
}

export interface CompiledField {
  id: number; // counts through all fields of all kinds
  /** What a text holds where the field may be in it. */
  scent: Gate;
  /** The same for the signals of a text field. */
  signalGate: Gate;
  name: string;
  kind: string;
  def: FieldDefinition;
  /** Its labels as they are said in passing ("验收是7月6日" names 验收时间); none of one character. */
  stems: readonly string[];
  phrases: RegExp[]; // global, with indices
  phraseGates: Gate[]; // one each
  not: RegExp | undefined;
  notGate: Gate;
  signals: RegExp | undefined;
  strip: RegExp | undefined;
  within: RegExp | undefined;
  withinGate: Gate;
  /** choice, states, amounts, counts: finds any of the words; `codeOf` says which value each stands for. */
  words: RegExp | undefined;
  wordsGate: Gate;
  codeOf: ReadonlyMap<string, string>;
  /** choice: what says of a value that it does not hold, by its code. */
  denied: ReadonlyMap<string, RegExp>;
  doubted: RegExp | undefined;
  cases: readonly CompiledCase[];
  lasts: readonly RegExp[];
  open: RegExp | undefined;
}

export interface CompiledKind {
  index: number; // among all kinds
  def: KindDefinition;
  fields: CompiledField[];
  roles: Roles;
  byName: ReadonlyMap<string, CompiledField>;
  /** Names of what its sums are made of, as far as they are more than a common word: 务工收入. */
  parts: readonly string[];
  /** By label, as it may head a column. */
  byLabel: ReadonlyMap<string, CompiledField>;
  /** Heaviest first. */
  evidence: Evidence[];
  /** What a household of the register weighs that is named. */
  named: number;
  /** What a clause weighs that shows a risk. */
  risky: number;
  vetoes: Gated[];
  plans: Gated | undefined;
  denials: Gated | undefined;
  subjects: RegExp[];
  /** What names a subject or its number; global, with indices. */
  openers: Gated[];
  checks: { def: KindDefinition['checks'][number]; patterns: Gated[] }[];
}

/** An expression, and what a text holds where it may match. */
export interface Gated {
  pattern: RegExp;
  gate: Gate;
}

export interface Evidence extends Gated {
  id: number; // counts through all evidence of all kinds
  kind: number; // index
  weight: number;
  most: number; // the weight, 0 where it speaks against the kind
  watched: boolean; // some words must be there
}

export interface Tally {
  scores: Float64Array; // by kind
  most: Float64Array; // by kind, what evidence that may be there adds at the most
  /** What `most` is anyway: evidence that nothing in a text rules out. */
  anyway: Float64Array;
  /** By kind, what words and other evidence must reach together; infinite for those that ask. */
  least: Float64Array;
  kindOf: Uint16Array; // by evidence
  weightOf: Float64Array; // by evidence, what it adds at the most
  counted: Uint8Array; // by evidence: 0 ruled out by its words, 1 they are there, 2 its gate lets it pass
  groups: Uint8Array; // 1: this group of cues has counted
  fields: Uint8Array; // 1: a label of this field has counted
  out: Uint8Array; // 1: the kind cannot be meant, its title is not there
  titled: Uint8Array; // 1: the kind is meant by its title alone
}

export interface Compiled {
  kinds: CompiledKind[];
  byId: ReadonlyMap<string, CompiledKind>;
  /** What classifying counts in, message after message. */
  tally: Tally;
  /** The kinds that a correction may be of where no report went before. */
  correctable: readonly CompiledKind[];
  /** The kinds that ask. */
  asking: readonly CompiledKind[];
  lexicon: Lexicon;
  terms: Trie<string>;
  slips: Slips;
  /** What words of dialect mean. */
  dialect: Trie<string>;
  /** What senders take back in the same message, and the words that announce it. */
  repairs: {
    signs: RegExp | undefined;
    turn: RegExp | undefined;
    /** The words of `turn` alone, which are looked for in a fraction of its time. */
    turns: RegExp | undefined;
    patterns: readonly RegExp[];
  };
  risks: { risk: string; signals: RegExp; not: RegExp | undefined; gate: Gate }[];
  /** By unit, 1: a name may begin with it. */
  surnames: Uint8Array;
  /** The gate of one of the engine's own wordings. */
  gate(wording: string): Gate;
  list(name: string): ReadonlySet<string>;
  /** An expression with the placeholders of the definitions; compiled once. */
  regexp(source: string, flags?: string): RegExp;
}

/** The fields of a kind by what is done with them, each in the order of the definition: no step looks at all of them. */
export interface Roles {
  /** Who or what a record is about; undefined where nothing opens a record. */
  key: CompiledField | undefined;
  household: CompiledField | undefined;
  states: CompiledField | undefined;
  /** Other names than the key's. */
  people: readonly CompiledField[];
  places: readonly CompiledField[];
  towns: readonly CompiledField[];
  sharedPlaces: readonly CompiledField[];
  /** May be said in the words of a heading that is no label of ours. */
  heading: readonly CompiledField[];
  /** Have a value where nothing is said. */
  supplied: readonly CompiledField[];
  implying: readonly CompiledField[];
  lasting: readonly CompiledField[];
  expected: readonly CompiledField[];
  cased: readonly CompiledField[];
  doubted: readonly CompiledField[];
  ranked: readonly CompiledField[];
  open: readonly CompiledField[];
  signalled: readonly CompiledField[];
  shown: readonly CompiledField[];
}
