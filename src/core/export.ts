import type { OutgoingFile } from './chat.js';
import type { FileRef } from './files.js';
import type { Person } from './household.js';
import type { Counted, CountQuery, Place } from './status.js';

/** Handing out a ledger as a file, in plain data. */

/** Which rows: of what, of where, of which days (both included). */
export interface ExportQuery {
  from:
    { records: string } | { items: string } | { questions: true } | { people: true } | { households: true };
  place: Place;
  period?: { from: string; to: string } | undefined; // YYYY-MM-DD
}

/** What handing out may look at, and where it puts the file. */
export interface ExportStore {
  person(contactId: string): Promise<Person | undefined>;
  rows(query: ExportQuery): AsyncIterable<Readonly<Record<string, unknown>>>;
  count(query: CountQuery): Promise<Counted>;
  keep(file: OutgoingFile): Promise<FileRef>;
}

export interface ExportAnswer {
  text: string;
  file?: FileRef | undefined;
  because: object;
  /** For the audit: what was handed out, or refused, to whom. */
  audit?:
    | { actor: string; action: 'export' | 'export.declined' | 'draw' | 'draw.declined'; detail: object }
    | undefined;
}

export interface ExportDesk {
  /** The ledger that a text asks for, as a file or with the reason why not; undefined where it asks for none. */
  answer(
    request: { text: string; contactId: string; messageId: string; now: Date },
    store: ExportStore,
  ): Promise<ExportAnswer | undefined>;
}
