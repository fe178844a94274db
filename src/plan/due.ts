import { type Dated, type Dating, milestonesOf } from './milestones.js';
import type { Vocabulary } from './vocabulary.js';

/**
 * The milestones of a label such as 完成时限. "6月底前" and "2024.6.30" say nothing but the day: what is due then is the thing
 * itself, `what`. `found`: what its words give by themselves.
 */
export function dueOnly(
  due: string,
  found: readonly Dated[],
  { line, what }: { line: number; what: string },
  dating: Dating,
  vocabulary: Vocabulary,
): Dated[] {
  if (found.length > 0) return [...found];
  const day = due.replace(/[。;,]+$/u, '');
  for (const text of [`${day}完成`, `于${day}完成`]) {
    const { milestones } = milestonesOf([{ line, text }], dating, vocabulary);
    if (milestones.length > 0) return milestones.map((one) => ({ ...one, what }));
  }
  return [];
}
