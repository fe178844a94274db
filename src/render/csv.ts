import { looksLikeFormula, valueOf, type Row, type Sheet } from './sheet.js';

const LINES = 500; // a piece

/**
 * One table as CSV in pieces: UTF-8 with a byte order mark (without it spreadsheet programs take Chinese for another
 * code), CRLF. A text that would be taken for a formula gets an apostrophe before it.
 */
export async function* renderCsv(sheet: Sheet): AsyncGenerator<string> {
  yield `\ufeff${sheet.columns.map(({ title }) => quoted(safe(title))).join(',')}\r\n`;
  let lines: string[] = [];
  for await (const row of sheet.rows) {
    lines.push(line(row, sheet));
    if (lines.length < LINES) continue;
    yield lines.join('');
    lines = [];
  }
  yield lines.join('');
}

function line(row: Row, { columns }: Sheet): string {
  const cells = columns.map(({ type }, i) => {
    const value = valueOf(row[i], type);
    if (!value) return '';
    if ('number' in value) return value.type === 'percent' ? `${value.number}%` : String(value.number);
    if (value.type === 'text') return quoted(safe(value.text));
    return value.text.replace('T', ' ');
  });
  return `${cells.join(',')}\r\n`;
}

function safe(text: string): string {
  return looksLikeFormula(text) ? `'${text}` : text;
}

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
