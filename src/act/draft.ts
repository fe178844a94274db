import type { AskItem, Effect, NewRecord, Repeat } from '../core/effects.js';
import type { Stored } from './receipt.js';

/** What a message leads to so far. */
export interface Draft {
  effects: Effect[];
  kept: NewRecord[];
  stored: Stored[];
  updated: Stored[];
  corrected: string[];
  repeated: number;
  /** Records of earlier messages that this one says again. */
  repeats: Repeat[];
  items: AskItem[];
  asks: string[];
}
