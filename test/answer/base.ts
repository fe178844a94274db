import { readFileSync } from 'node:fs';
import path from 'node:path';
import { answerAll, indexPolicies } from '../../src/answer/index.js';
import { loadPolicies } from '../../src/intents/index.js';
import { packageRoot } from '../../src/files/package-root.js';

export const ON = '2026-06-01';
export const index = indexPolicies(loadPolicies(path.join(packageRoot(), 'intents')));

/** A question with every fact that answers it; none: it must be refused, unless `why` is elsewhere. */
export interface Gold {
  id: string;
  text: string;
  facts: string[];
  /** Instead of facts, the entries that answer it. */
  entries?: string[];
  /** The question before, which this one goes on from. */
  previous?: string;
  why?: string;
}

export function readGold(file: string): Gold[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Gold);
}

/** The shares of right and wrong answers among the answerable, and of refusals among the others; with what went wrong. */
export function grade(gold: readonly Gold[]): {
  right: number;
  wrong: number;
  refused: number;
  faults: string[];
} {
  const faults: string[] = [];
  const counted = { right: 0, wrong: 0, refused: 0, answerable: 0, unanswerable: 0 };
  for (const { text, facts, entries = [], previous, why } of gold) {
    const entry = answerAll(text, index, { on: ON, previous })[0]!.answer?.indexed.entry;
    if (facts.length + entries.length > 0) {
      const fits = entry && (entries.includes(entry.id) || entry.facts.some((fact) => facts.includes(fact)));
      counted.answerable++;
      if (fits) counted.right++;
      else faults.push(`${text} → ${entry?.id ?? 'refused'}`);
      if (entry && !fits) counted.wrong++;
    } else if (why !== 'elsewhere') {
      counted.unanswerable++;
      if (entry) faults.push(`${text} → ${entry.id}`);
      else counted.refused++;
    }
  }
  return {
    right: counted.right / (counted.answerable || 1),
    wrong: counted.wrong / (counted.answerable || 1),
    refused: counted.unanswerable === 0 ? 1 : counted.refused / counted.unanswerable,
    faults,
  };
}
