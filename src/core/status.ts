import type { OutgoingFile } from './chat.js';
import type { Official, Proof, ProofQuery } from './duty-facts.js';
import type { Person } from './household.js';
import type { Light, PaceRule } from './pace.js';

/** Questions about where things stand, in plain data: what is counted, of which place, for which days. */

/** The part of the county that is counted. Empty: all of it. */
export interface Place {
  towns: readonly string[];
  villages: readonly string[]; // beside the towns, not within them
  /** The town that the villages are in, where several have villages of that name. */
  within?: string | undefined;
  /** Only the households of this helper (帮扶责任人). */
  helper?: string | undefined;
  /** Towns and villages of it that are left out. */
  except?: { towns: readonly string[]; villages: readonly string[] } | undefined;
  /** As the answer calls it: 石桥村, 全县, 您包的户. */
  title: string;
}

/** Days, both included; as the answer calls them in `title`. */
export interface StatusPeriod {
  from: string; // YYYY-MM-DD
  to: string;
  title: string; // 本周, 上月, 5月
}

export type Dimension = 'town' | 'village' | 'group' | 'category';

/** A condition on one field; a field is a column of the source or a value of its record (`data.stage`). */
export interface Condition {
  field: string;
  in?: readonly string[] | undefined;
  not?: readonly string[] | undefined;
  like?: string | undefined; // a regular expression
  atLeast?: number | undefined;
  above?: number | undefined;
  below?: number | undefined;
  atMost?: number | undefined;
  belowField?: string | undefined; // below another figure of the same row
  atLeastField?: string | undefined; // as much as that, or more
  share?: number | undefined; // of belowField or atLeastField: this part of it (0.02: 2%) instead of all
  repeated?: number | undefined; // so many rows of the source say the same in so many words
  copied?: boolean | undefined; // an item says what a plan that was read says, one of other origin than its own
  present?: boolean | undefined;
  light?: readonly Light[] | undefined; // how an item stands against its plan, by `pace`, on the day of the query
  pace?: PaceRule | undefined;
  blankAmong?: readonly string[] | undefined; // this or one of these fields says nothing
  orBlank?: boolean | undefined; // or says nothing: not known to be otherwise
}

/** What a metric counts from. `latest`: of each thing only the last word on it. `duty`: the reports it asks of units. */
export type Source =
  | { records: string; latest?: boolean | undefined }
  | { households: true }
  | { items: string }
  | { duty: string; reporting?: readonly Reporting[] | undefined };

/** How a report that a duty asks of a unit stands: in by its deadline, in after it, in but not signed, not in. */
export const REPORTING = ['submitted', 'late', 'unsigned', 'missing'] as const;
export type Reporting = (typeof REPORTING)[number];

export interface Measure {
  /** rows: records, households or items; households, villages: different ones among the records; sum, average: of a field; mean: weighted. */
  count?: 'rows' | 'households' | 'villages' | undefined;
  sum?: string | undefined;
  average?: string | undefined;
  /** Of a field, each row as often as the other says: 人均收入 by the people of a household. */
  mean?: { of: string; weight: string } | undefined;
}

/** One number, defined: the same words give the same SQL for every place and period. */
export interface Count {
  source: Source;
  only: readonly Condition[];
  /** households without such a record in the period. */
  without?: { records: string; only: readonly Condition[] } | undefined;
  /** households with so many such records in the period. */
  times?:
    | {
        records: string;
        only: readonly Condition[];
        atLeast?: number | undefined;
        below?: number | undefined;
      }
    | undefined;
  measure: Measure;
  /** Which day of a row must lie in the period; none: as things stand now. */
  day: 'occurred' | 'opened' | 'closed' | 'due' | 'none';
}

/** A count to be made. */
export interface CountQuery {
  count: Count;
  place: Place;
  period?: StatusPeriod | undefined;
  filter: readonly Condition[];
  by?: Dimension | undefined;
  /** Only what was known by then: reports that came in later do not count. */
  until?: Date | undefined;
  /** What counts as today for plans (`light`): YYYY-MM-DD; without it the day of `until`, else the database's. */
  on?: string | undefined;
}

export interface Counted {
  /** undefined where nothing was said: a sum of no figures is not zero. */
  value: number | undefined;
  /** Rows that were counted but did not say the figure that is summed. */
  unknown: number;
  /** By the dimension asked for, in the register's order; '' for rows that have none. */
  parts: { name: string; value: number }[];
}

/** One line of the list behind a number. */
export interface Listed {
  title: string;
  place: string;
  day?: string | undefined; // YYYY-MM-DD
  by?: string | undefined; // who said so
  messageId?: string | undefined;
  recordId?: string | undefined;
  itemId?: string | undefined;
  householdCode?: string | undefined;
  /** Of a tracked thing: its ledger, its state as the definition calls it, and whether it is nobody else's business. */
  ledger?: string | undefined;
  state?: string | undefined;
  discreet?: boolean | undefined;
}

/** The last word on a named thing: a project and where it stands, an action and who answers for it. */
export interface LastWord {
  name: string;
  village: string;
  day: string; // YYYY-MM-DD
  by: string;
  messageId: string;
  data: Record<string, unknown>;
}

/** What a duty's reports are computed from. */
export interface DutyLedger {
  officials(): Promise<Official[]>;
  proofs(query: ProofQuery): Promise<Proof[]>;
  /** The first day somebody answered for something: YYYY-MM-DD. */
  since(): Promise<string | undefined>;
}

/** What answering may look at. */
export interface StatusLedger {
  count(query: CountQuery): Promise<Counted>;
  /** The rows behind a number, at most 200. */
  list(query: CountQuery): Promise<Listed[]>;
  duties: DutyLedger;
  /** Of things that reports name, or of a ledger's items; of those nothing that is discreet. */
  lastWords(of: { records: string } | { items: string }, place: Place): Promise<LastWord[]>;
  /** The last record of a kind about a household, by its code. */
  lastOf(kind: string, code: string): Promise<LastWord | undefined>;
  /** Officials whose name a text has. */
  peopleNamed(text: string): Promise<Person[]>;
  /** The official behind a contact; undefined where nobody is bound. */
  person(contactId: string): Promise<Person | undefined>;
  /** Whether an official of that name helps any household. */
  helps(name: string): Promise<boolean>;
  /** What the last status answer to this person in this conversation was about, as it was kept in its cause. */
  lastAnswer(conversationId: string, contactId: string, since: Date): Promise<unknown>;
}

/** Somebody asks where things stand. */
export interface StatusQuestion {
  text: string;
  conversationId: string;
  conversationKind: 'room' | 'private';
  contactId: string;
  direct: boolean; // the bot is spoken to
  now: Date;
}

/** What is answered, where. `declined`: beyond what the asker may see; it is logged. */
export interface StatusAnswer {
  text: string;
  because: object;
  /** A picture, where there are more numbers than one reads at a glance. */
  picture?: OutgoingFile | undefined;
  /** Names of people in hardship are not for the group: this goes to the asker alone. */
  privately?: string | undefined;
  declined?: { person: string; place: string } | undefined;
  /** No number: words were not understood, or the figure is not kept. A policy may answer it instead, where it can be one. */
  unsure?: boolean | undefined;
}

/** Answers questions about where things stand; undefined where none was asked. */
export interface StatusDesk {
  /** "明细" alone, or what the bot declines whoever asks. A cheap look at the words. */
  takesUp(text: string): boolean;
  /** Whether a text asks for a figure of the own county, which no document of another can answer. */
  ownFigure(text: string): boolean;
  answer(question: StatusQuestion, ledger: StatusLedger): Promise<StatusAnswer | undefined>;
}
