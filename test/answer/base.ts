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
  for (const { text, facts, why } of gold) {
    const entry = answerAll(text, index, { on: ON })[0]!.answer?.indexed.entry;
    if (facts.length > 0) {
      counted.answerable++;
      if (entry?.facts.some((fact) => facts.includes(fact))) counted.right++;
      else faults.push(`${text} → ${entry?.id ?? 'refused'}`);
      if (entry && !entry.facts.some((fact) => facts.includes(fact))) counted.wrong++;
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
