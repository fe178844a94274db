export { decide, read, things } from './decide.js';
export type {
  ActContext,
  Answer,
  ItemReader,
  PlanReader,
  KindRule,
  LedgerReader,
  OpenQuestion,
  Policies,
  PolicyReply,
  QuestionReader,
  Reachable,
  Understanding,
} from './ports.js';
