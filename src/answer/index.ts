export {
  answerAll,
  answerOne,
  statusOn,
  type AskOptions,
  type Candidate,
  type PolicyAnswer,
} from './answer.js';
export type { Indexed, PolicyIndex } from './indexed.js';
export { indexPolicies } from './index-base.js';
export { answerData, postFor, sourceOf, type AnswerData, type NamedSource } from './say.js';
export { createDesk, type Desk, type DeskReply } from './desk.js';
export { withAnswers, type ApprovedAnswer } from './approved.js';
