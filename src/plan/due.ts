import { type Dated, type Dating, milestonesOf } from './milestones.js';
import type { Vocabulary } from './vocabulary.js';

/** A deadline and no word beside it. */
const BARE_DAY =
  /^(?:20\d{2}年)?(?:(?:1[0-2]|[1-9])月(?:[上中下]旬|[底末初中]|\d{1,2}日)?|年[底末中]|(?:第?[一二三四]季度|[上下]半年)末?)(?:之|以)?前?[。]?$/u;

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
  // 2月底前、8月底前: each says nothing but a day.
  const days = due.split(/[、,;]/u).filter((part) => part.trim() !== '');
  if (days.length > 1 && days.every((one) => BARE_DAY.test(one.trim())))
    return days.flatMap((one) => dueOnly(one.trim(), [], { line, what }, dating, vocabulary));
  if (found.length > 0) return [...found];
  const day = due.replace(/[。;,]+$/u, '');
  for (const text of [`${day}完成`, `于${day}完成`]) {
    const { milestones } = milestonesOf([{ line, text }], dating, vocabulary);
    if (milestones.length > 0) return milestones.map((one) => ({ ...one, what }));
  }
  return [];
}
