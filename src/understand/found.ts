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
