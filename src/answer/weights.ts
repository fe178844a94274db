import type { Evidence } from './evidence.js';

export type Weights = Record<keyof Evidence | 'bias', number>;

/**
 * What each piece of evidence counts for, fitted by `scripts/fit-answers.ts`: each way of asking is taken out of the base
 * in turn and asked; the weights are those of a logistic regression that tells its own entry from the others.
 */
export const WEIGHTS: Weights = {
  bias: -6.62,
  alike: 0,
  explained: 0,
  mass: 0.45,
  share: 5.46,
  nearest: 0.49,
  fullest: 0.68,
  lead: 6.26,
  missing: -3.85,
  meantOnly: -0.33,
  neighbour: -3.5,
  numbers: 2.26,
  strangers: -0.39,
  told: 0.01,
  untold: -3.49,
  partly: -1.05,
  otherCase: -3,
  foreign: -2,
  idle: -1.52,
  doubt: -3,
  silent: 0,
};
