/** What one walk over a text finds: plain data that gates, labels and kinds read. */

export interface LabelWord {
  word: string;
  /** For which kinds, by index, and which of their fields, by id, it is a label: side by side, for loops over all of them. */
  kinds: Uint16Array;
  fields: Uint16Array;
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
  /** By set of the gates, where the first and the last of its words stand, counted from 1: sixteen bits each, 0: nowhere. */
  places: Int32Array;
  classes: Uint16Array; // of words that are there, `classCount` of them
  classCount: number;
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
