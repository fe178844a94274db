import type { PolicyBase } from '../intents/index.js';
import { answerAll, SURE_UNASKED, type PolicyAnswer } from './answer.js';
import type { Indexed } from './indexed.js';
import { indexPolicies } from './index-base.js';
import { readQuestion } from './question.js';
import { answerData, postFor, type AnswerData } from './say.js';

/** One question of a message, as deciding takes it. */
export interface DeskReply {
  question: string;
  answer?: { id: string; title: string; data: AnswerData };
  choices: { id: string; title: string }[];
  named: boolean;
  concerned: boolean;
  unasked: boolean;
  field: string;
  post: string;
  units: readonly string[];
}

/** The policy base behind one counter: questions in, what to say out. */
export interface Desk {
  ask(text: string, when: { on: string; previous?: string | undefined }): DeskReply[];
  entry(id: string, on: string): { data: AnswerData } | undefined;
}

/** Whether a question names the place of an entry, with or without what kind of place it is: 元水, 元水村. */
const isNamed = (question: string, { places }: Indexed): boolean =>
  places.some((place) =>
    question.includes(place.length > 2 ? place.replace(/[省市县区乡镇村]$/u, '') : place),
  );

/** Who is asked where no field is near. */
const ANYBODY = { post: '县乡村振兴主管部门', units: ['乡村振兴'] };

export function createDesk(base: PolicyBase): Desk {
  const index = indexPolicies(base);
  const byId = new Map(index.entries.map((one) => [one.entry.id, one]));

  /** The question uses words of the base, and asks for what a rule could tell. */
  function concerned(text: string): boolean {
    const { hits, asks } = readQuestion(text, index);
    return asks.every((ask) => ask.passedOn) && hits.some((hit) => hit.to - hit.from >= 2);
  }

  function reply(answer: PolicyAnswer, on: string): DeskReply {
    const near = (answer.answer ?? answer.choices[0])?.indexed.entry.field ?? '';
    const { post, units } = postFor(answer, base) ?? ANYBODY;
    return {
      question: answer.question,
      ...(answer.answer
        ? {
            answer: {
              id: answer.answer.indexed.entry.id,
              title: answer.answer.indexed.entry.title,
              data: answerData(answer, on),
            },
          }
        : {}),
      choices: answer.choices.map(({ indexed }) => ({ id: indexed.entry.id, title: indexed.entry.title })),
      named: answer.answer !== undefined && isNamed(answer.question, answer.answer.indexed),
      concerned: concerned(answer.question),
      unasked: answer.answer !== undefined && answer.answer.score >= SURE_UNASKED,
      field: near,
      post,
      units,
    };
  }

  const alone = (indexed: Indexed): PolicyAnswer => ({
    question: indexed.entry.title,
    answer: { indexed, score: 1 },
    choices: [],
  });

  return {
    ask: (text, when) => answerAll(text, index, when).map((one) => reply(one, when.on)),
    entry(id, on) {
      const indexed = byId.get(id);
      return indexed && { data: answerData(alone(indexed), on) };
    },
  };
}
