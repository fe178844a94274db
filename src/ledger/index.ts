export { ledgersOf, type LedgerRules, type Ledgers } from './book.js';
export { fold, inOrder, type FoldContext, type Folded } from './fold.js';
export { isOneOf, type TaskSpan } from './guard.js';
export { canonical, classOf, concerns, project, projectAll, speaks } from './project.js';
export type { LedgerDefinition, LedgerEventRule, LedgerSource } from './schema.js';
export { loadLedgerRules, loadLedgers, readLedgers } from './load.js';
export { adopt, problemNumbers, type AdoptablePlan, type Adoption } from './adopt.js';
export { refusedAmong, type Refused } from './refused.js';
