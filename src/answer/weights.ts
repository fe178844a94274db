import type { Evidence } from './evidence.js';

export type Weights = Record<keyof Evidence | 'bias', number>;

/**
 * What each piece of evidence counts for, fitted by `scripts/fit-answers.ts`: each way of asking is taken out of the base
 * in turn and asked; the weights are those of a logistic regression that tells its own entry from the others.
 */
export const WEIGHTS: Weights = {
  bias: -8.44,
  alike: 0,
  explained: 0.76,
  mass: 0.95,
  share: 6.34,
  nearest: 1.05,
  fullest: 0.97,
  missing: -4.28,
  meantOnly: -0.48,
  neighbour: -3.5,
  numbers: 2.56,
  strangers: -0.43,
  told: 0.26,
  untold: -4.08,
  partly: -0.92,
  otherCase: -3,
  foreign: -2,
  idle: -0.36,
  silent: -0.49,
};
