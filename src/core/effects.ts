import type { FileRef } from './files.js';
import type { Doer } from './ledger.js';
import type { NudgeDeed } from './nudges.js';
import type { PlanAnswer } from './plans.js';
import type { Issue } from './bulletin.js';
import type { Explained, WorkRecord } from './records.js';

/** A message of the inbox, as deciding sees it. Ids are ours, not the gateway's. */
export interface InboxMessage {
  id: string;
  seq: bigint;
  conversationId: string;
  conversationKind: 'room' | 'private';
  topic: string;
  contactId: string;
  senderName: string; // the person's name where the contact is bound, else the group nickname or chat name
  senderVillages: readonly string[];
  sender: Doer; // as the roster has them; role '' where they are not on it
  type: string;
  text: string; // the original text (unsealed), for understanding only: never stored or said as it is
  digest: string;
  sentAt: Date;
  mentionsBot: boolean;
  quoted?: { sender?: string | undefined; text: string } | undefined;
  recalls?: string | undefined; // our id of the message that was recalled
  replayed: boolean; // the gateway had delivered the same message under another id
}

/** A stored record with where it came from. */
export interface StoredRecord {
  id: string;
  messageId: string;
  index: number; // 1-based
  kind: string;
  state: 'active' | 'incomplete' | 'retracted' | 'superseded';
  data: WorkRecord;
  missing: string[];
  contactId: string;
  createdAt: Date;
  village?: string | undefined;
  householdCode?: string | undefined;
}

/** A record that counts, with where and when it was said. */
export interface OwnRecord extends StoredRecord {
  conversationId: string;
  sentDay: string; // YYYY-MM-DD
  occurredOn: string; // YYYY-MM-DD
  subject?: string | undefined;
}

export interface NewRecord {
  id: string;
  messageId: string;
  index: number;
  kind: string;
  state: 'active' | 'incomplete';
  data: WorkRecord;
  missing: string[];
  contactId: string;
  occurredOn: string; // YYYY-MM-DD
  householdCode?: string | undefined;
  village?: string | undefined;
  subject?: string | undefined;
}

/** One thing asked back. `candidates` are household codes where a name fits several; `said` is what a second report says otherwise. */
export interface AskItem {
  recordId: string;
  index: number;
  field: string;
  candidates?: string[] | undefined;
  /** The next free number, where the sender may take that. */
  offered?: number | undefined;
  said?: unknown;
}

export interface OpenAsk {
  id: string;
  messageId: string;
  conversationId: string;
  contactId: string;
  items: AskItem[];
  askedAt: Date;
}

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** What deciding wants done. All effects of a message are applied in one transaction, or none. */
export type Effect =
  | { type: 'record.add'; record: NewRecord }
  | {
      type: 'record.change';
      recordId: string;
      messageId: string;
      cause: 'answer' | 'correction' | 'recall' | 'retraction' | 'restore';
      changes: FieldChange[];
      /** The message that bears it from now on, and its place there. */
      moved?: { messageId: string; index: number } | undefined;
      /** The record as it is afterwards. */
      after: Omit<NewRecord, 'id' | 'messageId' | 'index' | 'contactId' | 'kind' | 'state'> & {
        state: StoredRecord['state'];
      };
    }
  | {
      type: 'ask.open';
      id: string;
      messageId: string;
      conversationId: string;
      contactId: string;
      items: AskItem[];
      expiresAt: Date;
    }
  | { type: 'ask.close'; askId: string; state: 'answered' | 'withdrawn'; items?: AskItem[] }
  | { type: 'question.open'; question: NewQuestion }
  | { type: 'question.close'; id: string; state: 'chosen' }
  | {
      type: 'question.close';
      id: string;
      state: 'answered';
      answer: string;
      contactId: string;
      messageId: string;
    }
  | { type: 'nudge'; deed: NudgeDeed }
  | { type: 'say'; say: NewOutgoing }
  | { type: 'unsay'; key: string } // what still waits and no longer holds
  | { type: 'plan.answer'; planId: string; answers: PlanAnswer[] }
  | { type: 'plan.settle'; planId: string; state: 'confirmed' | 'rejected'; by: Doer; answers: PlanAnswer[] }
  | { type: 'message.recalled'; messageId: string } // our id of the message that is gone from the chat
  | { type: 'outcome'; messageId: string; outcome: Outcome }
  | { type: 'bulletin.change'; issueId: string; set: Partial<Issue> }
  | { type: 'signature.add'; signing: Signing }
  | { type: 'audit'; actor: string; action: string; detail: object };

/** A policy question that is not answered at once: choices are offered (`offered`), or it is handed over (`open`). */
export interface NewQuestion {
  id: string;
  messageId: string;
  conversationId: string;
  contactId: string; // who asks
  text: string; // masked
  field: string;
  post: string;
  choices: string[]; // ids of policy entries
  toContactId?: string | undefined;
  state: 'offered' | 'open';
}

export interface NewOutgoing {
  conversation: { id: string } | { privateOf: string }; // a conversation, or the private talk with a contact
  key: string; // unique: the same thing is said once, however often its cause runs
  purpose: string;
  text: string;
  mentions: string[];
  because: object;
  attachments?: FileRef[] | undefined; // sent after the text; their bytes are stored before
  notBefore?: Date | undefined;
  expiresAt?: Date | undefined;
}

/** A leader signed a unit's report. `digest` is of the report's data as it was signed. */
export interface Signing {
  id: string;
  recordId: string;
  digest: string;
  personId: string;
  messageId: string;
  at: Date;
}

/** What is kept of the understanding, for the explanation on the record's page. */
export type Outcome = Pick<Explained, 'missing' | 'checks' | 'trace'> & {
  kinds: string[];
  repeats?: Repeat[] | undefined;
};

/** A record of an earlier message that a message says again, so that it stands though the earlier one is recalled. */
export interface Repeat {
  record: string; // its id
  index: number; // its 1-based place in the message that says it again
  fields?: string[] | undefined; // what of it is said again; absent: all of it
}

/** A repeat, with the message that says it. */
export interface RepeatedBy extends Repeat {
  messageId: string;
}
