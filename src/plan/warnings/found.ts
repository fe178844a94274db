import type { PlanWarning } from '../draft.js';
import type { FoundAction } from '../actions.js';
import type { Frame } from '../frame.js';
import type { Doubt } from '../broken-dates.js';
import type { Dated, Dating } from '../milestones.js';
import type { Block } from '../outline.js';
import type { FoundProblem } from '../problems.js';
import type { Source } from '../source.js';
import type { Vocabulary } from '../vocabulary.js';

/** A deadline with where it stands. */
export interface Placed extends Dated {
  place: string;
  of: 'goal' | 'action' | 'problem';
}

/** All that was found in a document, for the warnings to look at. */
export interface Findings {
  source: Source;
  root: Block;
  frame: Frame;
  dating: Dating;
  actions: readonly FoundAction[];
  problems: readonly FoundProblem[];
  goals: readonly (Dated & { place: string })[];
  doubts: readonly Doubt[];
  vocabulary: Vocabulary;
}

export type Check = (findings: Findings) => PlanWarning[];

export const lineName = (line: number): string => `第${line}行`;

/** "8月31日" for people. */
export function dayName(day: string): string {
  return `${Number(day.slice(0, 4))}年${Number(day.slice(5, 7))}月${Number(day.slice(8))}日`;
}
