import { answerOne, indexPolicies } from '../../answer/index.js';
import { localDay } from '../../core/time.js';
import { lintPolicies, readCardWords, readPolicies, type Finding } from '../../intents/index.js';

/** Shapes, sources, contradictions and overlaps of the policy base of `dir`, and every way of asking it carries. */
export function checkPolicies(dir: string): Finding[] {
  const loaded = readPolicies(dir);
  const cards = readCardWords(dir).findings;
  if (loaded.findings.length + cards.length > 0) return [...loaded.findings, ...cards];
  const unsound = loaded.base.entries.some((entry) => !loaded.base.sources.has(entry.source));
  const index = unsound ? undefined : indexPolicies(loaded.base);
  const on = localDay(new Date());
  return lintPolicies(loaded, (question, region) =>
    index === undefined
      ? undefined
      : answerOne(question, index, { on, region: region || undefined }).answer?.indexed.entry.id,
  );
}
