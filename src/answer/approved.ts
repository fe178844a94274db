import type { PolicyBase, PolicyEntry, PolicySource } from '../intents/index.js';

/** An answer that somebody wrote to a handed-over question, and the clerk has approved. */
export interface ApprovedAnswer {
  number: number;
  question: string;
  answer: string;
  by: string; // name, with unit and post where known
  field: string;
  approvedOn: string; // YYYY-MM-DD
}

/**
 * The base with approved answers as entries of their own. Nobody has named what such a question must speak of, so it is
 * only given to a question in nearly the same words.
 */
export function withAnswers(base: PolicyBase, answers: readonly ApprovedAnswer[]): PolicyBase {
  if (answers.length === 0) return base;
  const sources = new Map(base.sources);
  const entries: PolicyEntry[] = [];
  for (const one of answers) {
    const id = `answer-${one.number}`;
    const source: PolicySource = {
      id,
      document: `${one.by}的答复，经文书审核`,
      issued: one.approvedOn,
      region: '本县',
      status: 'current',
      handOver: one.by,
    };
    sources.set(id, source);
    entries.push({
      id,
      facts: [],
      source: id,
      clause: `第${one.number}号提问`,
      title: one.question,
      about: [one.question],
      not: [],
      answers: [...base.focus.aspects],
      regionBound: false,
      years: [],
      ways: [one.question],
      says: one.answer,
      field: one.field,
    });
  }
  return { ...base, sources, entries: [...base.entries, ...entries] };
}
