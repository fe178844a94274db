import type { Evidence } from './evidence.js';

export type Weights = Record<keyof Evidence | 'bias', number>;

/**
 * What each piece of evidence counts for, fitted by `scripts/fit-answers.ts`: each way of asking is taken out of the base
 * in turn and asked; the weights are those of a logistic regression that tells its own entry from the others.
 */
export const WEIGHTS: Weights = {
  bias: -9.38,
  alike: 0,
  explained: 1.01,
  mass: 1.03,
  share: 6.63,
  nearest: 1.6,
  fullest: 0.87,
  missing: -3.95,
  meantOnly: -0.38,
  neighbour: -3.5,
  numbers: 2.52,
  strangers: -0.36,
  told: 0.26,
  untold: -3.69,
  partly: -1,
  otherCase: -3,
  foreign: -2,
  idle: -0.56,
  silent: -0.43,
};
