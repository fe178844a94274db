import type { PolicyEntry, PolicySource } from '../intents/index.js';
import type { Concepts } from './concepts.js';
import type { Slips } from './slips.js';
import type { Write } from './text.js';
import type { Words } from './words.js';

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
  /** Every gram of its ways, title and text: how much it is of this entry, 0…1 (the more ways hold it). */
  vocabulary: ReadonlyMap<number, number>;
  about: readonly ReadonlySet<number>[];
  /** Of each group of `about`, the concepts of its words, as grams. */
  meant: readonly ReadonlySet<number>[];
  /** No entry at all, but something that is asked and not answered: where it is nearest, nothing is said. */
  silent: boolean;
  not: ReadonlySet<number>;
  /** Matters that other entries are not about, and this one is. */
  speaksOf: ReadonlySet<number>;
  aspects: ReadonlySet<string>;
  /** Numbers that its text states. */
  figures: ReadonlySet<string>;
  /** Of what it states a number: 户, 人. */
  counts: ReadonlySet<string>;
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

/** Which entries hold a gram, and how much it is of each. */
export interface Posting {
  entries: Int32Array;
  shares: Float32Array;
}

/** The policy base ready to be asked. */
export interface PolicyIndex {
  write: Write;
  slips: Slips;
  concepts: Concepts;
  entries: readonly Indexed[];
  words: Words;
  /** Grams by text; how much each tells (the rarer, the more); the entries that hold it. */
  gramIds: ReadonlyMap<string, number>;
  idf: Float64Array;
  postings: readonly Posting[];
  apart: ReadonlySet<number>;
  /** Scratch of one question, all zero between two: what each entry's grams sum up to, which grams are in the question. */
  sums: Float64Array;
  marks: Uint8Array;
  contrasts: readonly Contrast[];
  fillers: ReadonlySet<string>;
  focus: readonly FocusRule[];
  /** Words of a question. */
  asking: RegExp;
  /** How a yes or a no is asked for. */
  checking: RegExp;
  elsewhere: RegExp;
  places: readonly string[];
}
