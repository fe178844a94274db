import type { BulletinLedger } from '../core/bulletin.js';
import type {
  Effect,
  FieldChange,
  InboxMessage,
  NewRecord,
  OpenAsk,
  OwnRecord,
  RepeatedBy,
  StoredRecord,
} from '../core/effects.js';
import type { ExportStore } from '../core/export.js';
import type { Doer, EventOutcome, ItemState, LedgerEvent } from '../core/ledger.js';
import type { NudgeReader } from '../core/nudges.js';
import type { PlanCase } from '../core/plans.js';
import type { PreviousMessage } from '../core/records.js';
import type { StatusLedger } from '../core/status.js';
import type { LedgerDefinition } from '../ledger/index.js';

/** Somebody of the register who can be written to. */
export interface Reachable {
  contactId: string;
  name: string;
  post: string;
}

export interface OpenQuestion {
  id: string;
  number: number;
  text: string;
  post: string;
  conversationId: string;
  conversationKind: 'room' | 'private';
  contactId: string; // who asked
}

/** What is known about questions that were not answered at once. */
export interface QuestionReader {
  /** The latest choices that were offered to this person here, no older than `since`. */
  offered(
    conversationId: string,
    contactId: string,
    since: Date,
  ): Promise<{ id: string; choices: string[] } | undefined>;
  /** What was handed to this person and waits for an answer, oldest first. */
  handedTo(contactId: string): Promise<OpenQuestion[]>;
  /** Who has the post: a unit that bears one of these words, before a clerk who shares the asker's places. */
  holderOf(units: readonly string[], asker: string): Promise<Reachable | undefined>;
}

/** What deciding may look at: the ledger as it stands within the running transaction. */
export interface LedgerReader {
  readonly questions: QuestionReader;
  readonly nudges: NudgeReader;
  openAsks(conversationId: string, contactId: string): Promise<OpenAsk[]>;
  askOf(messageId: string): Promise<OpenAsk | undefined>;
  /** The last messages of the conversation before `seq`, oldest first. */
  previous(conversationId: string, beforeSeq: bigint): Promise<PreviousMessage[]>;
  recordsOf(messageId: string): Promise<StoredRecord[]>;
  recordsById(ids: string[]): Promise<StoredRecord[]>;
  /** The same, without those whose message was recalled. */
  recordsStanding(ids: string[]): Promise<StoredRecord[]>;
  /**
   * The sender's latest earlier message in the conversation that spoke of records: made them, said them again, corrected
   * them. Where these no longer count, the one before is not meant instead: "上一条作废"
   * said twice voids one report. `answers`: also where it completed them, and not where it was recalled.
   */
  lastSpoken(
    conversationId: string,
    contactId: string,
    beforeSeq: bigint,
    since: Date,
    answers: boolean,
  ): Promise<{ messageId: string; repeats: string[]; changed: string[] } | undefined>;
  /** The same of one message. */
  spokenIn(messageId: string): Promise<{ messageId: string; repeats: string[]; changed: string[] }>;
  /** Messages of a person since then that say these records again and were not recalled, the first one first. */
  repeatsOf(recordIds: readonly string[], contactId: string, since: Date): Promise<RepeatedBy[]>;
  /** All that answers and corrections changed in these records, in the order it was said; `standing`: not recalled. */
  changesOf(recordIds: readonly string[]): Promise<SaidChange[]>;
  /** The places of the one active official of that name; none where there are several, or none. */
  placesOf(name: string): Promise<readonly string[]>;
  /** A message of before, as it came; its text is the original, for understanding only. */
  messageAgain(id: string): Promise<InboxMessage | undefined>;
  /** What somebody has reported since then and still counts, newest message first, each in its order. */
  ownRecords(contactId: string, since: Date): Promise<OwnRecord[]>;
  /** The message of the conversation that a quoted reply repeats, and who sent it. */
  quotedMessage(
    conversationId: string,
    text: string,
    beforeSeq: bigint,
  ): Promise<{ messageId: string; contactId: string } | undefined>;
  /** An earlier message of the same person with the same words, no older than `since`, that still has records. */
  sameText(
    contactId: string,
    digest: string,
    beforeSeq: bigint,
    since: Date,
    /** Only words said in this conversation. */
    conversationId?: string,
  ): Promise<{ messageId: string; sentAt: Date } | undefined>;
  /** Records of the same person about the same subject on the same day. */
  sameThing(kind: string, contactId: string, subject: string, occurredOn: string): Promise<StoredRecord[]>;
  /** Issues of bulletins, locked for this turn. */
  readonly bulletins: BulletinLedger;
  /** Reports of the sender's unit that wait for a signature; undefined where the sender leads none. */
  unsignedReports(
    contactId: string,
    since: Date,
  ): Promise<
    | {
        personId: string;
        name: string;
        reports: { recordId: string; unit: string; from: string; to: string; data: object }[];
      }
    | undefined
  >;
  /** Signatures that go with a message, each with the contact whom it concerns: `signed` where that is the signer. */
  undoneSignatures(
    messageId: string,
  ): Promise<{ unit: string; from: string; to: string; contactId: string; signed: boolean }[]>;
  /** The ledger as status questions see it. */
  readonly status: StatusLedger;
  /** The ledgers as they are handed out. */
  readonly exports: ExportStore;
  /** What a message changed in records of others (answers, corrections), newest first. */
  changesBy(messageId: string): Promise<(FieldChange & { recordId: string; cause: string })[]>;
}

/** A change of a record, with the message that made it. */
export interface SaidChange extends FieldChange {
  recordId: string;
  messageId: string;
  standing: boolean;
}

/** An item that waits for a decision. */
export interface Waiting {
  number: number;
  title: string;
}

/** A record as it is kept, and as it will be. */
export interface RehomedRecord {
  record: StoredRecord;
  after: Extract<Effect, { type: 'record.change' }>['after'];
}

/**
 * An item of another household or place than before: it moves there with its number, joins one that is there, or parts
 * from what others still say of the one it was taken for; or it is another department's now (`hands`). Who was told of it, and keys of what is not said of it yet.
 */
export interface Rehomed {
  event: LedgerEvent; // that opens it now
  before: ItemState;
  after: ItemState;
  how: 'moves' | 'joins' | 'parts' | 'hands';
  contacts: string[];
  waiting: string[];
}

/** The ledgers of tracked things, as they stand within the running transaction. */
export interface ItemReader {
  /** What the records of a message would do to the ledgers, once they are kept. */
  outcomes(records: readonly NewRecord[], message: InboxMessage): Promise<EventOutcome[]>;
  ledger(id: string): LedgerDefinition | undefined;
  readonly ledgers: readonly LedgerDefinition[];
  /** The item that bears a number now; the open one where several do. */
  byNumber(ledger: string, number: number): Promise<ItemState | undefined>;
  /** The number behind the highest that any item of this ledger has had. */
  nextNumber(ledger: string): Promise<number>;
  /** The items that this decision of this person's may be about, by number; undefined where it is not theirs to decide. */
  waiting(ledger: string, event: string, by: Doer): Promise<Waiting[] | undefined>;
  /** The id under which duties and responsibilities know an item. */
  idOf(item: ItemState): string;
  /**
   * Items that are closed, and would not be without these records of a message, with the contacts who had a hand in it; or
   * that would not be there at all, with those who were told of them. `waiting`: keys of what is not said of them yet.
   */
  undone(
    messageId: string,
    recordIds: readonly string[],
  ): Promise<{ before: ItemState; after?: ItemState | undefined; contacts: string[]; waiting: string[] }[]>;
  /** Whether somebody is told in private of what records of this kind open. */
  tells(kind: string): boolean;
  /** Items that a change of a record puts to another household or place. */
  rehomed(change: RehomedRecord): Promise<Rehomed[]>;
  /** The talk with the one active official of this name. */
  contact(name: string): Promise<string | undefined>;
  /** Whom a unit has named for this, or its clerk: with a private talk, or without one yet. */
  liaison(unit: string): Promise<{ name: string; contactId?: string | undefined } | undefined>;
  /** When somebody may be told something in private: now within working hours, else when they begin. */
  opening(moment: Date): Date;
}

/** Plans that were read and wait for a person. */
export interface PlanReader {
  find(short: string): Promise<PlanCase | undefined>;
  drafts(): Promise<PlanCase[]>;
}
