import type { PlanWarning } from '../draft.js';
import { countMismatch, numbering, sumMismatch } from './counts.js';
import { againstLabel, conflictingDates, doubtfulYears, tentativeDates, unusedDates } from './dates.js';
import { conflictingFigures, scopedCounts, suspectEach } from './figures.js';
import type { Check, Findings } from './found.js';
import { labelSlips, missing, postsForNames, severalLeads, suspectUnits } from './people.js';
import { damage, frameGaps, lostMarks, placeholders } from './text.js';

/** All checks, in the order in which a clerk would want to hear of them. */
const CHECKS: readonly Check[] = [
  conflictingDates,
  againstLabel,
  conflictingFigures,
  scopedCounts,
  suspectEach,
  countMismatch,
  sumMismatch,
  doubtfulYears,
  unusedDates,
  tentativeDates,
  suspectUnits,
  postsForNames,
  severalLeads,
  labelSlips,
  numbering,
  lostMarks,
  placeholders,
  frameGaps,
  missing,
  damage,
];

/** What a careful reader would query. Nothing is settled here. */
export function warningsOf(findings: Findings): PlanWarning[] {
  const seen = new Set<string>();
  return CHECKS.flatMap((check) => check(findings)).filter(({ code, detail }) => {
    const key = `${code}|${detail}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

export type { Findings } from './found.js';
