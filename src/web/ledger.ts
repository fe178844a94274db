import type { Check, Trace, WorkRecord } from '../core/records.js';
import type { Scope } from '../store/clerk/scope.js';

/**
 * What the groups' pages read of the ledger, as far as somebody may see it. Texts and values come as stored: numbers of
 * people masked.
 */
export interface LedgerReader {
  /**
   * What was understood of one message, by the gateway's id; null when the inbox does not have it (yet), "hidden" when
   * nothing of it may be seen.
   */
  recordsOfMessage(scope: Scope, gatewayMessageId: string): Promise<LedgerEntry | 'hidden' | null>;
  /** The newest messages with records that may be seen, newest first; of one room (gateway id) or of all. */
  recent(scope: Scope, roomId: string | undefined, limit: number): Promise<LedgerEntry[]>;
}

export interface LedgerEntry {
  message: string; // the gateway's id
  sender: string; // name
  sentAt: Date;
  state: 'pending' | 'done' | 'failed';
  error?: string | undefined; // state failed: why
  recalledAt?: Date | null | undefined;
  records: LedgerRecord[]; // in order of `index`
  missing: string[]; // fields still missing, of the whole message
  checks: Check[];
  trace: Trace[]; // offsets into the text as it was posted
}

export interface LedgerRecord {
  id: string;
  index: number; // 1-based
  kind: string;
  /** How the kind and its fields are called, where the definitions say so. */
  called?: { title: string; fields: Record<string, string> } | undefined;
  state: 'active' | 'incomplete' | 'retracted' | 'superseded';
  data: WorkRecord;
  missing: string[];
  changes: LedgerChange[]; // oldest first
}

/** A later message changed the record. */
export interface LedgerChange {
  cause: 'answer' | 'correction' | 'recall' | 'retraction' | 'restore';
  field: string;
  before: unknown;
  after: unknown;
  message: string; // the gateway's id of the message that caused it
  at: Date;
}
