import type { OutgoingFile } from './chat.js';
import type { FileRef } from './files.js';
import type { Dimension } from './status.js';

/** Bulletins (通报) in plain data: figures are computed and frozen, words may be edited. */

/** One number of an issue, with everything that leads back to it. */
export interface Figure {
  id: string; // of the metric
  title: string;
  unit: string;
  value: number | null; // null: nobody stated it
  unknown: number; // rows that were counted but did not state it
  base: number | null;
  baseTitle: string;
  before: number | null; // the same number in the issue before
}

export interface FigureTable {
  by: Dimension;
  head: string[]; // the place, then the figures
  rows: { name: string; values: (number | null)[] }[];
  /** Of the whole, computed on its own and not by adding the rows. */
  total: (number | null)[];
}

export interface BulletinSection {
  id: string;
  title: string;
  figures: Figure[];
  table?: FigureTable | undefined;
}

/** A number of an earlier issue that is another by now: something came in, or was taken back, after its cut-off. */
export interface Correction {
  number: number; // of that issue
  section: string;
  title: string;
  unit: string;
  metric: string;
  was: number | null;
  is: number | null;
}

/** What a unit stated beside what the ledger gives. Told to the clerk, not to the groups. */
export interface Difference {
  unit: string;
  title: string;
  stated: number;
  computed: number | null;
  messageId: string;
}

/** Which units' reports are in. */
export interface ReportsIn {
  submitted: string[];
  late: string[];
  unsigned: string[];
  missing: string[];
}

export interface BulletinFigures {
  sections: BulletinSection[];
  corrections: Correction[];
  differences: Difference[];
  reports?: ReportsIn | undefined;
  /** Totals that their parts do not make up, shares beyond the whole: one line each, for the clerk. */
  doubts: string[];
}

/** An issue as it is kept. */
export interface Issue {
  id: string;
  kind: string;
  year: number;
  number: number; // 0 until it is approved
  revision: number;
  from: string; // YYYY-MM-DD
  to: string;
  cutOff: Date;
  state: 'draft' | 'returned' | 'approved' | 'withdrawn';
  figures: BulletinFigures;
  words: Record<string, string>; // by section: what the clerk wrote instead of the text
  held: string[]; // sections left out
  digest: string; // of what was approved
  approvedBy: string | null;
  approvedAt: Date | null;
}

/** What deciding about issues may look at; rows are locked until the decision is written. */
export interface BulletinLedger {
  /** Issues that are neither withdrawn nor older than a year, oldest first. Locks them. */
  issues(): Promise<Issue[]>;
  /** The revision of an issue that was last shown to a contact; undefined where it never was. */
  shownTo(contactId: string, issueId: string): Promise<number | undefined>;
  /** Active groups whose topic matches the expression. */
  rooms(pattern: string): Promise<{ id: string; topic: string }[]>;
  /** Keeps a file until it is sent; the same bytes are kept once. */
  keep(file: OutgoingFile): Promise<FileRef>;
  /** How the broadcast of an issue stands: rows by state of delivery. */
  deliveries(issueId: string): Promise<{ state: string; count: number; conversations: string[] }[]>;
}

/** A message to the bot in private that may be about an issue. */
export interface BulletinMessage {
  messageId: string;
  contactId: string;
  text: string;
  now: Date;
  /** The revision that was on the page in front of them. */
  seen?: number | undefined;
}

/** The same said by pressing a button on the page: which issue is plain, and which draft was on the screen. */
export interface BulletinOrder {
  issueId: string;
  name: 'approve' | 'return' | 'edit' | 'hold' | 'restore' | 'withdraw';
  rest: string; // a section and its words, a section, a reason
  revision: number; // of the draft that was read
  contactId: string;
  now: Date;
}

/** What is to be done about an issue. `say` goes back to whoever asked; `broadcast` to groups. */
export interface BulletinDecision {
  say: string;
  because: object;
  /** Sent with `say`. */
  files?: FileRef[] | undefined;
  change?:
    | {
        issueId: string;
        set: Partial<
          Pick<
            Issue,
            'state' | 'revision' | 'number' | 'words' | 'held' | 'digest' | 'approvedBy' | 'approvedAt'
          >
        >;
      }
    | undefined;
  broadcast?:
    | {
        key: string;
        text: string;
        rooms: string[];
        issueId: string;
        withdraw: boolean;
        files?: FileRef[] | undefined;
      }
    | undefined;
  audit?: { actor: string; action: string; detail: object } | undefined;
}
