import type { PolicyField, PolicySource } from '../intents/index.js';
import { readQuestion } from './question.js';
import { rank, type Scored } from './score.js';
import type { Asked } from './standing.js';
import type { Indexed, PolicyIndex } from './indexed.js';
import { sentences } from './text.js';

/** An entry as an answer or a choice. */
export interface Candidate {
  indexed: Indexed;
  score: number;
}

/** What is known about a question. `answer` is absent where nothing answers it surely; then `choices` may be asked back. */
export interface PolicyAnswer {
  question: string;
  answer?: Candidate;
  choices: Candidate[]; // at most three, the answer not among them
}

export interface AskOptions extends Asked {
  /** The question before this one, where this one only makes sense after it ("那四级呢"). */
  previous?: string | undefined;
}

/** Surer than this: an answer. */
export const SURE = 0.5;
/** As sure an answer is where nothing shows that anything is asked: words said to the bot alone, without a question. */
export const SURE_UNASKED = 0.8;
/** An answer stands out from the next by so much. */
export const AHEAD = 0.1;
/** Less likely than this: not even offered. */
const OFFERED = 0.2;
const CHOICES = 3;

const FOLLOW_UP = /^(?:那|那么)?.{1,12}(?:呢|咧|哩)[?？]?$/;

const BARE = /^(?:那|那么).{1,12}(?:呢|咧|哩)[?？]?$/;

/** Answers one question. Pure: the same base, question and day give the same answer. */
export function answerOne(text: string, index: PolicyIndex, options: AskOptions): PolicyAnswer {
  const follows = options.previous !== undefined && FOLLOW_UP.test(text.trim());
  const asked = follows ? takenUp(options.previous!, text, index) : text;
  const ranked = rank(readQuestion(asked, index), index, options);
  // "那四级呢" out of the blue may mean anything that has a 四级.
  if (!follows && BARE.test(text.trim())) return { question: text, choices: [] };
  return decide(text, ranked, index);
}

/** The question before with what this one names instead: "贵州监测线多少", "那云南呢" is no question about both. */
function takenUp(previous: string, text: string, index: PolicyIndex): string {
  const before = previous.replace(/[?？]+$/, '');
  const [place] = index.places.filter((one) => text.includes(one)).sort((a, b) => b.length - a.length);
  if (place === undefined) return `${before}${text}`;
  const [instead, ...others] = index.places
    .filter((one) => before.includes(one))
    .sort((a, b) => b.length - a.length);
  if (instead === undefined) return `${before}${text}`;
  return others.reduce((rest, one) => rest.replaceAll(one, ''), before.replace(instead, place));
}

function decide(question: string, ranked: readonly Scored[], index: PolicyIndex): PolicyAnswer {
  const all = ranked.map(({ at, score }) => ({ indexed: index.entries[at]!, score }));
  const [first, ...rest] = all;
  const offered = all.filter((one) => one.score >= OFFERED && !one.indexed.silent);
  if (!first || first.indexed.silent || first.score < SURE || !standsOut(first, rest))
    return { question, choices: offered.slice(0, CHOICES) };
  return { question, answer: first, choices: offered.slice(1, 1 + CHOICES) };
}

/** The same figure of another place or time, or the same facts, is no rival. */
function standsOut(first: Candidate, rest: readonly Candidate[]): boolean {
  const rival = rest.find((one) => !kin(first.indexed, one.indexed));
  return rival === undefined || first.score - rival.score >= AHEAD;
}

function kin(a: Indexed, b: Indexed): boolean {
  if (a.entry.attribute !== undefined && a.entry.attribute === b.entry.attribute) return true;
  return a.entry.facts.length > 0 && a.entry.facts.every((fact) => b.entry.facts.includes(fact));
}

/** Answers each question of a message: sentences that ask something of their own, otherwise the message as one. */
export function answerAll(text: string, index: PolicyIndex, options: AskOptions): PolicyAnswer[] {
  const whole = answerOne(text, index, options);
  const parts = sentences(text).flatMap((sentence) => questionsIn(sentence, index));
  if (parts.length < 2) return [whole];
  const each = parts.map((part) => answerOne(part, index, options)).filter((one) => one.answer !== undefined);
  const different = new Set(each.map((one) => one.answer!.indexed.entry.id));
  if (different.size >= 2)
    return each.filter((one, i) => each.findIndex((o) => o.answer!.indexed === one.answer!.indexed) === i);
  // A report or a greeting around the question only hides it.
  return each[0] && (whole.answer === undefined || each[0].answer!.score > whole.answer.score)
    ? [each[0]]
    : [whole];
}

const ASKED_BY =
  /(?:群众|村民|农户|户主|老乡|老人|有人|家属|对方|大家|他们?|她们?|本人)[^，,]{0,4}?(?:问|咨询|想知道|打听)(?:起|到|道|了)?(?:说)?[:：,，]?/u;

/** A sentence's clauses that ask on their own, and what somebody is said to have asked; else the sentence. */
function questionsIn(sentence: string, index: PolicyIndex): string[] {
  const asked = ASKED_BY.exec(sentence);
  if (asked && asked.index + asked[0].length < sentence.length - 3)
    return [sentence.slice(0, asked.index), sentence.slice(asked.index + asked[0].length)].filter(
      (one) => one !== '',
    );
  const clauses = sentence.split(/[,，]/);
  const asking = clauses.filter((clause) => clause.length >= LEAST && index.asking.test(index.write(clause)));
  return clauses.length > 1 && asking.length === clauses.length ? clauses : [sentence];
}

/** Shorter clauses go on with the one before: "周报几点交，谁签". */
const LEAST = 5;

/** How an answer's document stands on a day. */
export function statusOn(indexed: Indexed, on: string): PolicySource['status'] {
  const until = indexed.entry.inForceTo ?? indexed.source.inForceTo;
  if (indexed.source.status === 'current' && until !== undefined && until < on) return 'expired';
  if (indexed.source.supersededBy !== undefined) return 'expired';
  return indexed.source.status;
}

export type { PolicyField };
