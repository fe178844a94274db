import { patternOf } from '../core/pattern.js';
import type { Metric, StatusWords } from './schema.js';

const matches = (patterns: readonly string[], text: string): boolean =>
  patterns.some((pattern) => patternOf(pattern).test(text));

/** Whether a text asks for a rule, a goal or an amount. */
export const asksRule = (text: string, { ownFigure }: StatusWords): boolean => matches(ownFigure.rules, text);

/** Whether a text asks how many or which of what only the own county knows: no document of another can answer it. */
export function asksOwnFigure(text: string, words: StatusWords): boolean {
  const { asks, things, actual } = words.ownFigure;
  if (asksRule(text, words)) return false;
  return matches(asks, text) || (matches(things, text) && matches(actual, text));
}

/** A number of something else than is asked for: 几人 of households. The words, where no metric counts in that unit. */
export function otherUnit(
  text: string,
  metrics: readonly Metric[],
  counts: readonly string[],
  { units }: StatusWords,
): string | undefined {
  for (const { pattern, is, or } of units) {
    const written = patternOf(pattern).exec(text)?.[0];
    if (written === undefined || counts.includes(is)) continue;
    const suits = ({ unit, ask, measure }: Metric): boolean =>
      unit === is ||
      or.includes(unit) ||
      (measure.count === 'villages' && is === '村') ||
      ask.some((one) => one.all.some((group) => group.some((word) => word.endsWith(is))));
    if (!metrics.some(suits)) return written;
  }
  return undefined;
}
