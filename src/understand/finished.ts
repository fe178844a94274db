import type { Check, WorkRecord } from '../core/records.js';
import type { Draft } from './draft.js';

/** A draft made a record, with what is missing and what is to be asked. */
export interface Finished {
  record: WorkRecord;
  draft: Draft;
  missing: { field: string; candidates?: string[]; which?: true }[];
  checks: Check[];
}
