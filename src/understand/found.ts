import type { FieldType } from '../intents/schema.js';

/** What one walk over a text finds: plain data that gates, labels and kinds read. */

/** For which field of which kind a word is a label. */
export interface LabelUse {
  kind: string;
  field: string;
  type: FieldType;
  kindIndex: number;
  fieldId: number;
}

export interface LabelWord {
  word: string;
  uses: LabelUse[];
}

/** A word that speaks for a kind. */
export interface Cue {
  kind: number; // index
  weight: number;
  group: number; // words of one group count once
  title: boolean;
}

/** The words of the definitions in a text, in order of their places, shorter ones first. */
export interface Found {
  /** Where the words of each set of the gates stand: the place of the first and of the last plus one, 0 where there is none. */
  first: Int32Array;
  last: Int32Array;
  sets: Int32Array; // those that are there, `setCount` of them
  setCount: number;
  watched: Int32Array; // of those, the ones that evidence waits for
  watchedCount: number;
  // Lists are written over, never cut: emptying an array gives its memory back, and filling it takes it anew.
  labels: LabelWord[];
  labelFrom: number[];
  labelTo: number[];
  labelCount: number;
  cues: Cue[][];
  cueFrom: number[];
  cueTo: number[];
  cueCount: number;
}
