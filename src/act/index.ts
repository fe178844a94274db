export { decide, read, things } from './decide.js';
export type { ActContext, Answer, ItemReader, KindRule, LedgerReader, Understanding } from './ports.js';
