import type { WorkRecord } from './records.js';

/** Who did something, as of the moment it was done. `role` is '' for somebody who is not on the roster. */
export interface Doer {
  personId?: string | undefined;
  name: string;
  role: '' | 'cadre' | 'leader' | 'clerk';
  unit: string;
  post: string;
  /** Places the person is responsible for, where the roster has some. */
  villages?: readonly string[] | undefined;
}

/** Where something was said: in a group, in private to the bot, on the command line, or in a confirmed plan. */
export type SaidIn = 'room' | 'private' | 'command' | 'plan';

/** The place an item belongs to. `code` is the register's own (户编码). */
export interface ItemPlace {
  household?: { id: string; code: string; householder: string } | undefined;
  town?: string | undefined;
  village?: string | undefined;
}

/** A stored record with all that item events are made of. */
export interface SourceRecord {
  id: string;
  messageId: string;
  index: number; // 1-based
  kind: string;
  state: 'active' | 'incomplete' | 'retracted' | 'superseded';
  data: WorkRecord;
  occurredOn: string; // YYYY-MM-DD
  sentAt: Date;
  text: string; // of the message, masked
  saidIn: SaidIn;
  by: Doer;
  place: ItemPlace;
}

/** What happened to an item: never changed; the event of a recalled message is voided. */
export interface LedgerEvent {
  id: string;
  ledger: string;
  key: string; // of the item within its ledger
  type: string; // as the definition calls it
  recordId?: string | undefined;
  messageId?: string | undefined;
  at: Date;
  data: EventData;
}

export interface EventData {
  order: number; // among the events of one message
  day: string; // YYYY-MM-DD: what day it is about
  saidIn: SaidIn;
  by: Doer;
  together: number; // items that the same message wants the same for
  fields: Record<string, unknown>; // in the ledger's names
  place: ItemPlace;
  dueClass?: string | undefined;
  number?: number | undefined;
  planId?: string | undefined;
  parentKey?: string | undefined;
  /** What it was told when it came, and stays: nothing of it counts, or it opens no item though it may add to one. */
  refused?: 'wholly' | 'opening' | undefined;
}

export interface Milestone {
  name: string;
  due?: string | undefined; // YYYY-MM-DD
  soft?: boolean | undefined; // 力争, 拟定: never late
  doneOn?: string | undefined;
  target?: { value: number; unit: string } | undefined;
}

/** An item as its events make it. */
export interface ItemState {
  ledger: string;
  key: string;
  number?: number | undefined;
  title: string;
  state: string;
  closed: boolean;
  data: Record<string, unknown>;
  owner?: string | undefined;
  leader?: string | undefined;
  leadUnit?: string | undefined;
  units: string[];
  place: ItemPlace;
  dueClass?: string | undefined;
  milestones: Milestone[];
  nextDue?: string | undefined;
  discreet: boolean;
  parentKey?: string | undefined;
  planId?: string | undefined;
  openedAt: Date;
  closedAt?: Date | undefined;
}

/** Why an event changed nothing. `lacking` names what was not there. */
export interface Refusal {
  eventId: string;
  reason:
    | 'state'
    | 'who'
    | 'self'
    | 'reviewer'
    | 'private'
    | 'place'
    | 'unknown'
    | 'needs'
    | 'answers'
    | 'one'
    | 'tasks'
    | 'new';
  lacking: string[];
}

/** What became of one event that a message leads to. */
export interface EventOutcome {
  event: LedgerEvent;
  before?: ItemState | undefined;
  after?: ItemState | undefined;
  refusal?: Refusal | undefined;
  /** The same person has said the like of it, and nothing has happened to it since. */
  again?: boolean | undefined;
}

/** What counts as a day of work. Undefined where the calendar has no table for the year. */
export interface WorkingDays {
  add(day: string, days: number): string | undefined;
}
