/** A table for `.xlsx` and `.csv`. */

export interface Sheet {
  name: string;
  columns: readonly Column[];
  rows: Iterable<Row> | AsyncIterable<Row>;
}

export interface Column {
  title: string;
  /**
   * - `date`: `YYYY-MM-DD`, or `YYYY-MM-DDTHH:mm`, Asia/Shanghai
   * - `money`: yuan
   * - `percent`: in percent, 60 is 60%
   */
  type: 'text' | 'date' | 'number' | 'money' | 'percent';
  width?: number; // in characters of a digit's width
}

/** Cells in the order of the columns. What is not of its column's type (a date that says 长期) is written as text. */
export type Row = readonly Cell[];
export type Cell = string | number | null | undefined;

/** What a cell holds once its column's type is applied. */
export type Value =
  | { type: 'text'; text: string }
  | { type: 'day' | 'minute'; text: string }
  | { type: 'number' | 'money' | 'percent'; number: number };

const DAY = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}))?$/;
/** Programs for tables take a text that begins like this for a formula. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

export function valueOf(cell: Cell, type: Column['type']): Value | undefined {
  if (cell === null || cell === undefined || cell === '') return undefined;
  if (typeof cell === 'number') {
    if (!Number.isFinite(cell)) return undefined;
    return type === 'text' || type === 'date' ? { type: 'text', text: String(cell) } : { type, number: cell };
  }
  if (type === 'date' && serialOf(cell) !== undefined)
    return { type: cell.length > 10 ? 'minute' : 'day', text: cell };
  return { type: 'text', text: cell };
}

/** Days since the beginning of spreadsheet time (1900), or undefined where the text is no real day. */
export function serialOf(text: string): number | undefined {
  const [, day, clock] = DAY.exec(text) ?? [];
  if (day === undefined) return undefined;
  const moment = new Date(`${day}T${clock ?? '00:00'}:00Z`);
  if (Number.isNaN(moment.getTime()) || !moment.toISOString().startsWith(day)) return undefined;
  // Day 60 of that time is a 29 February 1900 that never was; what is after it counts from 30 December 1899.
  const serial = (moment.getTime() - Date.UTC(1899, 11, 30)) / 86_400_000;
  return serial > 60 ? serial : undefined;
}

export function looksLikeFormula(text: string): boolean {
  return FORMULA.test(text);
}
