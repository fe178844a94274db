import type { Evidence } from './evidence.js';

export type Weights = Record<keyof Evidence | 'bias', number>;

/**
 * What each piece of evidence counts for, fitted by `scripts/fit-answers.ts`: each way of asking is taken out of the base
 * in turn and asked; the weights are those of a logistic regression that tells its own entry from the others.
 */
export const WEIGHTS: Weights = {
  bias: -7.25,
  alike: 0,
  explained: 0.39,
  mass: 0.43,
  share: 5.33,
  nearest: 0.66,
  fullest: 0.68,
  lead: 6.72,
  missing: -3.69,
  meantOnly: -0.36,
  neighbour: -3.5,
  numbers: 2.62,
  strangers: -0.42,
  told: 0.27,
  untold: -4.02,
  partly: -0.91,
  otherCase: -3,
  foreign: -2,
  idle: -0.86,
  silent: 0,
};
