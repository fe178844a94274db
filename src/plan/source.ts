import { AppError } from '../core/errors.js';

/** A paragraph, a line of text, or a row of a table. */
export interface Line {
  number: number; // 1-based, as in the file
  text: string; // half width and simplified; what was read is the plain text with its marks of damage gone
  cells?: string[]; // of a table's row
  last?: number; // where a row was laid out over several lines
}

/** Something about the text itself that a reader must know. */
export interface Damage {
  line: number;
  code: 'unreadable' | 'recovered' | 'notes-removed';
  words: string;
}

/** A document as lines, before anything in it is understood. */
export interface Source {
  file: string;
  lines: Line[];
  damage: Damage[];
}

/** One line as it came out of the file. */
export interface RawLine {
  text: string;
  cells?: string[];
}

/** What is wrong with a file as a whole, in one line. */
export function unreadable(name: string, why: string): AppError {
  return new AppError('file-unreadable', `${name}: ${why}; expected a plan as .docx, .txt or .md`);
}
