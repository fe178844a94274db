import type { Row } from '../table.js';
import { dates } from './dates.js';
import { embedded } from './embedded.js';
import { endToEnd } from './end-to-end.js';
import { heap } from './heap.js';
import { latency } from './latency.js';
import { morning } from './morning.js';
import { policies } from './policies.js';
import { rehearsal } from './rehearsal.js';
import { roster } from './roster.js';
import { start } from './start.js';
import { status } from './status.js';
import { understandingExamples, understandingShared, understandingStream } from './understanding.js';

/** Measures one thing, in a process of its own. `quick`: fewer messages, for a first look. */
export type Measure = (quick: boolean) => Promise<Row[]>;

/** Families of rows, in the order of the table; each of their parts has a process of its own. */
export const MEASURES: Record<string, readonly Measure[]> = {
  understanding: [understandingExamples, understandingShared, understandingStream],
  dates: [dates],
  policies: [policies],
  'end-to-end': [endToEnd],
  latency: [latency],
  embedded: [embedded],
  roster: [roster],
  morning: [morning],
  status: [status],
  rehearsal: [rehearsal],
  heap: [heap],
  start: [start],
};
