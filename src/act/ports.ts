import type { BulletinDecision, BulletinLedger, BulletinMessage } from '../core/bulletin.js';
import type { OutgoingFile } from '../core/chat.js';
import type { Effect, InboxMessage, Outcome } from '../core/effects.js';
import type { ExportDesk } from '../core/export.js';
import type { HouseholdIndex, Person } from '../core/household.js';
import type { NudgeDesk } from '../core/nudges.js';
import type { Explained, MessageInput } from '../core/records.js';
import type { SensitiveSpan } from '../core/sensitive/index.js';
import type { StatusDesk } from '../core/status.js';
import type { Templates } from '../reply/index.js';
import type { ItemReader, LedgerReader, PlanReader } from './readers.js';

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
    fresh?: FreshRule | undefined;
  };
  ask: Readonly<Record<string, string>>; // the question for each missing field, Liquid
  fieldTitles: Readonly<Record<string, string>>; // population: 人口
  reply: 'receipt' | 'silence' | 'correction' | 'retraction' | 'question' | 'plan';
  /** What may be told as well, once for each household. `unless`: a pattern on the message. */
  hints?: readonly { id: string; says: string; unless: string; off: boolean }[] | undefined;
  /** A pattern: in private the words alone are of this kind. */
  alone?: string | undefined;
  /** A pattern: a text that begins so is meant as one of this kind, also where nothing could be made of it. */
  plain?: string | undefined;
  /** A pattern: words with which a text of this kind goes on to a report of its own. */
  onward?: string | undefined;
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
  once: string;
  further: string;
  apart: readonly string[];
  latest: readonly string[];
}

export interface Answer {
  field: string;
  value: unknown;
  householdCode?: string | undefined;
  /** Not said, but agreed to: what had been offered, which may be somebody else's by now. */
  agreed?: boolean | undefined;
}

/** A number that was not said may be the next free one of that ledger; `ask` is Liquid, `next` the number. */
export interface FreshRule {
  field: string;
  ledger: string;
  when: Readonly<Record<string, readonly string[]>>;
  ask: string;
}

/** The understanding stage as deciding uses it: pure, definitions and register bound in. */
export interface Understanding {
  understand(input: MessageInput): Explained;
  readAnswer(
    text: string,
    open: { field: string; candidates?: string[] | undefined; offered?: number | undefined }[],
    sentAt: string,
  ): Answer[] | undefined;
  rule(kind: string): KindRule | undefined;
  readonly rules: readonly KindRule[];
  readonly policies: Policies;
  readonly households: HouseholdIndex;
}

/** A question as the policy base sees it. `data` is for the template `policy-answer`. */
export interface PolicyReply {
  question: string;
  answer?: { id: string; title: string; data: object } | undefined;
  choices: readonly { id: string; title: string }[];
  /** The question names the place that the answer is of. */
  named: boolean;
  /** It speaks of something that the base has words for, or asks after: worth handing to somebody. */
  concerned: boolean;
  /** So sure that it answers words which ask nothing. */
  unasked: boolean;
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

/** Draws an answer of the policy base as a picture that can be handed on. */
export interface PolicyCards {
  /** The question that a card is asked of; undefined where none is asked for. */
  question(text: string): string | undefined;
  draw(card: { title: string; data: object }): Promise<OutgoingFile>;
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
  /** Absent where nobody can ask for cards. */
  cards?: PolicyCards | undefined;
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
  /** It was done once more: what says the same as an earlier record counts by itself. */
  further?: boolean | undefined;
}

/** What one step decided; `reading` replaces what was understood where the step knows better (an answer, a repeat). */
export interface Decision {
  effects: Effect[];
  reading?: Partial<Outcome>;
}

/** Looks at a message and says what is to be done, or undefined when it is none of its business. */
export type Step = (turn: Turn) => Promise<Decision | undefined>;
