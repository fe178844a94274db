export { decide, read, things } from './decide.js';
export type {
  ActContext,
  Answer,
  ItemReader,
  KindRule,
  LedgerReader,
  OpenQuestion,
  Policies,
  PolicyReply,
  QuestionReader,
  Reachable,
  Understanding,
} from './ports.js';
