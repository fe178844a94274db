import type { Readable, Writable } from 'node:stream';
import { z } from 'zod';
import { shipped } from '../files/package-root.js';
import {
  answerAll,
  answerData,
  indexPolicies,
  postFor,
  sourceOf,
  type Candidate,
  type PolicyAnswer,
} from '../answer/index.js';
import { day } from '../core/schemas.js';
import { loadPolicies, type PolicyBase } from '../intents/index.js';
import { loadTemplates, type Templates } from '../reply/index.js';
import { jsonLines, printJson } from './lines.js';

const lineSchema = z.object({
  id: z.string(),
  text: z.string(),
  on: day.optional(),
  region: z.string().optional(),
  previous: z.string().optional(), // the question before, for "那四级呢"
});

export interface AskOptions {
  intents?: string | undefined; // default: the definitions that ship
  templates?: string | undefined; // default: the templates that ship
  today: string; // YYYY-MM-DD, for questions that do not say a day
}

/** The `ask` command: questions as JSON lines in, answers as JSON lines out. Throws an AppError that names the bad line. */
export async function askStream(input: Readable, output: Writable, options: AskOptions): Promise<void> {
  const base = loadPolicies(options.intents ?? shipped('intents'));
  const index = indexPolicies(base);
  const templates = loadTemplates(options.templates ?? shipped('templates'), {
    shipped: shipped('templates'),
  });
  for await (const { id, text, on = options.today, region, previous } of jsonLines(
    input,
    lineSchema,
    EXAMPLE,
  )) {
    const answers = answerAll(text, index, { on, region, previous });
    await printJson(output, show(id, answers, on, base, templates));
  }
}

const POST = '县乡村振兴主管部门';

/** Several questions in one message: the first that is answered counts, the others are alternatives, the text says all. */
function show(
  id: string,
  answers: readonly PolicyAnswer[],
  on: string,
  base: PolicyBase,
  templates: Templates,
) {
  const answered = answers.filter((one) => one.answer !== undefined);
  const [first] = answered.length > 0 ? answered : answers;
  const best = first!.answer;
  const choices = [...answered.slice(1).map((one) => one.answer!), ...first!.choices].slice(0, 3);
  const text =
    answered.length > 0
      ? answered.map((one) => templates.render('policy-answer', answerData(one, on))).join('\n')
      : choices.length > 0
        ? templates.render('policy-choices', { choices: choices.map((one) => one.indexed.entry.title) })
        : templates.render('policy-unanswered', { post: postFor(first!, base)?.post ?? POST });
  return {
    id,
    answer: best ? named(best) : null,
    score: rounded(best?.score ?? choices[0]?.score ?? 0),
    alternatives: choices.map((one) => ({ ...named(one), score: rounded(one.score) })),
    text,
    sources: answered.map((one) => sourceOf(one.answer!.indexed, on)),
  };
}

const named = ({ indexed }: Candidate) => ({ id: indexed.entry.id, facts: indexed.entry.facts });
const rounded = (score: number): number => Math.round(score * 1000) / 1000;

const EXAMPLE = '{"id": "1", "text": "周报几点前交", "on": "2026-03-18", "region": "临溪县"}';
