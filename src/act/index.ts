export { consequences } from './bulletin.js';
export { decide, read, things } from './decide.js';
export type {
  ActContext,
  Answer,
  BulletinDesk,
  ItemReader,
  Waiting,
  PlanReader,
  KindRule,
  LedgerReader,
  OpenQuestion,
  Policies,
  PolicyReply,
  QuestionReader,
  Reachable,
  Signing,
  Understanding,
} from './ports.js';
