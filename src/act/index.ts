export { decide, read, things } from './decide.js';
export type { ActContext, Answer, KindRule, LedgerReader, Understanding } from './ports.js';
