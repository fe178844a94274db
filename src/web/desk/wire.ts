import type { BulletinFigures, BulletinSection, Correction, Difference } from '../../core/bulletin.js';
import type { Listed } from '../../core/status.js';
import type { Document } from '../../render/document.js';
import type { ItemRow, Listing, RecordRow } from '../../store/clerk/lists.js';
import type { ItemStory, RecordStory } from '../../store/clerk/one.js';
import type {
  DoubtfulDelivery,
  IssueDelivery,
  OpenAskRow,
  UnknownSender,
  WaitingReview,
} from '../../store/clerk/waiting.js';
import type { FailedMessage } from '../../store/inbox.js';
import type { ListedQuestion } from '../../store/questions.js';

/** The JSON of the clerk's pages. The front end imports these types, so the two cannot drift apart. */

/** What JSON makes of a value: moments as text. */
export type Wire<T> = T extends Date
  ? string
  : T extends readonly (infer U)[]
    ? Wire<U>[]
    : T extends object
      ? { [K in keyof T]: Wire<T[K]> }
      : T;

/** Who looks, what there is for them, and how it is called. */
export interface Book {
  viewer: { name: string; unit: string; post: string; role: string; place: string; county: boolean };
  places: { town: string; village: string }[]; // by which lists can be narrowed
  ledgers: {
    id: string;
    title: string;
    word: string;
    open: number;
    shown: number | null; // its place among those that people look for first
    states: { id: string; title: string; closed: boolean }[];
    events: Record<string, string>; // titles
    fields: Record<string, string>;
    export?: string | undefined; // id of the export of this ledger
  }[];
  records: {
    id: string;
    title: string;
    records: number;
    shown: number | null;
    fields: Record<string, string>;
    export?: string | undefined;
  }[];
}

export type RecordList = Wire<Listing<RecordRow>>;
export type ItemList = Wire<Listing<ItemRow>>;
export type RecordPage = Wire<RecordStory>;
export type ItemPage = Wire<ItemStory>;

/** When a bulletin is drafted next. */
export interface Closing {
  kind: string;
  title: string;
  closes: string; // 每周五12:00
  next: Date;
  decides: boolean; // whether the viewer approves it
}

export interface IssueLine {
  id: string;
  kind: string;
  title: string;
  series: string;
  year: number;
  number: number; // that it has, or would get
  from: string; // YYYY-MM-DD
  to: string;
  state: 'draft' | 'returned' | 'approved' | 'withdrawn';
  revision: number;
  approvedBy: string | null;
  approvedAt: Date | null;
  decides: boolean; // whether the viewer may decide about it
  remarks: number; // differences and doubts, for those who decide
}

export interface IssuePage extends IssueLine {
  cutOff: Date;
  source: string;
  text: string; // for the groups
  sections: (BulletinSection & {
    words: string;
    computed: string;
    held: boolean;
    columns: string[]; // the figures of the table, by their metrics
  })[];
  corrections: Correction[];
  differences: Difference[];
  doubts: string[];
  reports: BulletinFigures['reports'] | null;
  document: Document;
  picture: boolean;
  deliveries: IssueDelivery[];
  history: {
    at: string;
    actor: string;
    action: string;
    reason: string | null;
    revision: number | null;
  }[];
}

/** What a figure counts. `now` is the same count made today, still as of the cut-off: another number means something was taken back. */
export interface FigureTrace {
  title: string;
  unit: string;
  place: string;
  source: string;
  from: string;
  to: string;
  standing: boolean; // as things stood, not of a period
  cutOff: Date;
  value: number | null;
  base: number | null;
  baseTitle: string;
  before: number | null;
  unknown: number;
  now: number | null;
  rows: Listed[]; // at most 200
  rowsOf: string; // the part of the county that the viewer may see; '' for none
  stated: {
    unit: string;
    label: string;
    value: number;
    computed: number | null;
    records: string[];
  } | null;
}

/** What waits for a person. */
export interface Waiting {
  today: string;
  decides: boolean; // may settle questions, deliveries and messages that were set aside
  issues: Pick<
    IssueLine,
    'id' | 'state' | 'from' | 'to' | 'revision' | 'title' | 'series' | 'remarks' | 'number'
  >[];
  plans: {
    id: string;
    title: string;
    file: string;
    createdAt: Date;
    actions: number;
    problems: number;
    warnings: { number: number; code: string; detail: string; at: string[]; answer: string | null }[];
  }[];
  reviews: WaitingReview[];
  asks: OpenAskRow[];
  questions: ListedQuestion[];
  deliveries: DoubtfulDelivery[];
  failed: FailedMessage[];
  strangers: UnknownSender[];
}
