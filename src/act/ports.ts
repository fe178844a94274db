import type { HouseholdIndex } from '../core/household.js';
import type { Explained, MessageInput, PreviousMessage } from '../core/records.js';
import type {
  Effect,
  FieldChange,
  InboxMessage,
  NewRecord,
  OpenAsk,
  Outcome,
  StoredRecord,
} from '../core/effects.js';
import type { Doer, EventOutcome, ItemState } from '../core/ledger.js';
import type { PlanCase } from '../core/plans.js';
import type { LedgerDefinition } from '../ledger/index.js';
import type { NudgeDesk, NudgeReader } from '../core/nudges.js';
import type { SensitiveSpan } from '../core/sensitive.js';
import type { ExportDesk, ExportStore } from '../core/export.js';
import type { StatusDesk, StatusLedger } from '../core/status.js';
import type { BulletinDecision, BulletinLedger, BulletinMessage } from '../core/bulletin.js';
import type { Person } from '../core/household.js';
import type { Templates } from '../reply/index.js';

/** What a definition says about how records of its kind are kept and answered. */
export interface KindRule {
  kind: string;
  title: string; // 走访, 项目进度…: as the receipt calls it
  /** Absent: nothing of this kind is stored. */
  ledger?: {
    subject: readonly string[]; // the first field present names what the record is about
    occurredOn?: string | undefined; // the field that holds its day; the day of sending otherwise
    identity: readonly string[]; // two records equal in all of these speak of the same thing
    answerable: readonly string[]; // missing fields that are asked for
    everyTime?: boolean | undefined; // said again, it counts again
    follow?: { kind: string; lead: string; names: string } | undefined; // names said afterwards are records of that kind
    household?: string | undefined; // names a household without being asked for it
    sole?: SoleRule | undefined;
    place?: PlaceRule | undefined;
  };
  ask: Readonly<Record<string, string>>; // the question for each missing field, Liquid
  fieldTitles: Readonly<Record<string, string>>; // population: 人口
  reply: 'receipt' | 'silence' | 'correction' | 'retraction' | 'question' | 'plan';
  /** It takes the words that no other kind claims. */
  rest?: boolean | undefined;
  /** A kind that records of this one raise by themselves (a visit, a lead): kept, but not read out in the group. */
  raises?: string | undefined;
}

/** Where a thing is that names no village as its own: the fields that may tell it, and when more may be concluded. */
export interface PlaceRule {
  texts: readonly string[];
  people: readonly string[];
  when: Readonly<Record<string, readonly string[]>>;
}

/** Said twice by the same sender it is one thing still: what differs is a correction or a contradiction. Patterns. */
export interface SoleRule {
  amends: string;
  latter: string;
  former: string;
  apart: readonly string[];
  latest: readonly string[];
}

export interface Answer {
  field: string;
  value: unknown;
  householdCode?: string | undefined;
}

/** The understanding stage as deciding uses it: pure, definitions and register bound in. */
export interface Understanding {
  understand(input: MessageInput): Explained;
  readAnswer(
    text: string,
    open: { field: string; candidates?: string[] | undefined }[],
    sentAt: string,
  ): Answer[] | undefined;
  rule(kind: string): KindRule | undefined;
  readonly policies: Policies;
  readonly households: HouseholdIndex;
}

/** A question as the policy base sees it. `data` is for the template `policy-answer`. */
export interface PolicyReply {
  question: string;
  answer?: { id: string; data: object } | undefined;
  choices: readonly { id: string; title: string }[];
  /** It speaks of something that the base has words for, or asks after: worth handing to somebody. */
  concerned: boolean;
  field: string; // '' where none is near
  post: string; // who would know
  units: readonly string[]; // words in the unit of who would know
}

/** The policy base as deciding uses it: pure. */
export interface Policies {
  /** One reply for each question of the text. `previous`: what the same person asked before. */
  ask(text: string, when: { on: string; previous?: string | undefined }): PolicyReply[];
  /** The answer of an entry that was chosen. */
  entry(id: string, on: string): { data: object } | undefined;
}

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

/** A record of the sender's own that counts, with where and when it was said. */
export interface OwnRecord extends StoredRecord {
  conversationId: string;
  sentDay: string; // YYYY-MM-DD
  occurredOn: string; // YYYY-MM-DD
  householdCode?: string | undefined;
  subject?: string | undefined;
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
   * The sender's latest earlier message in the conversation that had records. Where these no longer count, the one
   * before is not meant instead: "上一条作废" said twice voids one report.
   */
  lastReport(
    conversationId: string,
    contactId: string,
    beforeSeq: bigint,
    since: Date,
  ): Promise<{ messageId: string; records: StoredRecord[] } | undefined>;
  /** The places of the one active official of that name; none where there are several, or none. */
  placesOf(name: string): Promise<readonly string[]>;
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
  changesBy(messageId: string): Promise<(FieldChange & { recordId: string })[]>;
}

/** An item that waits for a decision. */
export interface Waiting {
  number: number;
  title: string;
}

/** The ledgers of tracked things, as they stand within the running transaction. */
export interface ItemReader {
  /** What the records of a message would do to the ledgers, once they are kept. */
  outcomes(records: readonly NewRecord[], message: InboxMessage): Promise<EventOutcome[]>;
  ledger(id: string): LedgerDefinition | undefined;
  readonly ledgers: readonly LedgerDefinition[];
  /** The item that bears a number now; the open one where several do. */
  byNumber(ledger: string, number: number): Promise<ItemState | undefined>;
  /** The items that this decision of this person's may be about, by number; undefined where it is not theirs to decide. */
  waiting(ledger: string, event: string, by: Doer): Promise<Waiting[] | undefined>;
  /** The id under which duties and responsibilities know an item. */
  idOf(item: ItemState): string;
  /** Items that are closed, and would not be without these records of a message; with the contacts who had a hand in it. */
  undone(
    messageId: string,
    recordIds: readonly string[],
  ): Promise<{ before: ItemState; after?: ItemState | undefined; contacts: string[] }[]>;
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

/** Lets a clerk decide about issues of bulletins in words. */
export interface BulletinDesk {
  /** A cheap look at the words: whether they may be about an issue at all. */
  concerns(text: string): boolean;
  decide(
    message: BulletinMessage,
    person: Person | undefined,
    ledger: BulletinLedger,
  ): Promise<BulletinDecision | undefined>;
}

/** Tells whether a leader signs a report with these words. */
export interface Signing {
  signs(text: string): boolean;
  digest(data: object): string;
}

export interface ActContext {
  understanding: Understanding;
  /** Reads answers to nudges; absent where no duties are defined. */
  nudges?: NudgeDesk | undefined;
  /** Answers questions about where things stand; absent where none are defined. */
  desk?: StatusDesk | undefined;
  /** Absent where no bulletins are defined. */
  bulletins?: BulletinDesk | undefined;
  signing?: Signing | undefined;
  /** Hands out ledgers as files; absent where none are defined. */
  exporter?: ExportDesk | undefined;
  templates: Templates;
  reader: LedgerReader;
  items: ItemReader;
  plans: PlanReader;
  mask(text: string): string;
  findSensitive(text: string): SensitiveSpan[];
  now: Date;
  newId(): string;
  receiptTtlMs: number;
}

/** One message, what was understood of it, and everything deciding needs. */
export interface Turn extends ActContext {
  message: InboxMessage;
  understood: Explained;
}

/** What one step decided; `reading` replaces what was understood where the step knows better (an answer, a repeat). */
export interface Decision {
  effects: Effect[];
  reading?: Partial<Outcome>;
}

/** Looks at a message and says what is to be done, or undefined when it is none of its business. */
export type Step = (turn: Turn) => Promise<Decision | undefined>;
