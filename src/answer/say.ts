import { statusOn, type PolicyAnswer } from './answer.js';
import type { Indexed } from './indexed.js';
import type { PolicyBase, PolicyField, PolicySource } from '../intents/index.js';

/** What the text of an answer is made of: the variables of `policy-answer.liquid`. */
export interface AnswerData {
  says: string;
  place: string; // '' where the rule holds everywhere
  year: string; // '' where the document does not say
  document: string;
  number: string;
  region: string;
  issued: string;
  clause: string;
  status: PolicySource['status'];
  until: string; // the day it ends or ended; '' where it is open
  handOver: string;
  /** The same figure in other documents: 淄博市2018年. */
  others: string[];
}

/** A document as an answer names it: the contract's `sources`. */
export interface NamedSource {
  document: string;
  issued: string;
  clause: string;
  region: string;
  status: PolicySource['status'];
}

export function sourceOf(indexed: Indexed, on: string): NamedSource {
  const { entry, source } = indexed;
  const { document, issued, region } = source;
  return { document, issued, clause: entry.clause, region, status: statusOn(indexed, on) };
}

/** Throws an Error where there is no answer. */
export function answerData(answer: PolicyAnswer, on: string): AnswerData {
  if (!answer.answer) throw new Error('there is no answer to say');
  const { indexed } = answer.answer;
  const { entry, source } = indexed;
  return {
    ...sourceOf(indexed, on),
    says: entry.says,
    place: placeName(source),
    year: yearOf(source),
    number: source.number ?? '',
    until: entry.inForceTo ?? source.inForceTo ?? '',
    handOver: entry.handOver ?? source.handOver,
    others: answer.choices
      .filter(
        ({ indexed: other }) => entry.attribute !== undefined && other.entry.attribute === entry.attribute,
      )
      .map(({ indexed: other }) => `${placeName(other.source)}${yearOf(other.source)}`)
      .filter((name) => name !== ''),
  };
}

const placeName = (source: PolicySource): string =>
  source.region === '全国' ? '' : (source.place ?? source.region);
const yearOf = (source: PolicySource): string =>
  /^\d{4}/.test(source.issued) ? `${source.issued.slice(0, 4)}年` : '';

/** The post that a question without an answer goes to: of the field that it seems to be about, or of none. */
export function postFor(
  answer: PolicyAnswer,
  base: Pick<PolicyBase, 'fields'>,
): PolicyField['handOver'] | undefined {
  const near = answer.answer ?? answer.choices[0];
  return near ? base.fields.get(near.indexed.entry.field)?.handOver : undefined;
}
