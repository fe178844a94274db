export { consequences } from './bulletin.js';
export { decide, read, things } from './decide.js';
export type {
  ActContext,
  Answer,
  BulletinDesk,
  KindRule,
  Policies,
  PolicyCards,
  PolicyReply,
  Signing,
  Understanding,
} from './ports.js';
export type {
  ItemReader,
  LedgerReader,
  OpenQuestion,
  PlanReader,
  QuestionReader,
  Reachable,
  Rehomed,
  RehomedRecord,
  Waiting,
} from './readers.js';
