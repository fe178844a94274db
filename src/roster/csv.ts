import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { AppError, messageOf } from '../core/errors.js';
import type { OpenedFile } from '../files/open.js';
import { cleanText, type Sheet } from './sheet.js';

/** Reads a .csv file in any encoding that office programs write, once for each separator it may use. */
export function readCsv(file: OpenedFile): Sheet[] {
  const text = decode(file);
  const head = text.slice(0, 4000);
  const used = [',', '\t', ';'].filter((separator) => head.includes(separator));
  let failure: unknown;
  const sheets: Sheet[] = [];
  for (const separator of used.length > 0 ? used : [',']) {
    try {
      sheets.push({ name: file.name, rows: rowsOf(text, separator) });
    } catch (error) {
      failure ??= error;
    }
  }
  if (sheets.length === 0)
    throw new AppError('roster-file', `${file.name}: not a readable .csv file (${messageOf(failure)})`);
  return sheets;
}

function rowsOf(text: string, delimiter: string): Sheet['rows'] {
  const records: string[][] = parse(text, {
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: false,
    record_delimiter: ['\r\n', '\n', '\r'],
  });
  return records.map((record, i) => ({
    number: i + 1,
    // ="0012" is how some exports keep Excel from eating the zeros.
    cells: record.map((cell) => ({
      text: cell
        .trim()
        .replace(/^="(.*)"$/, '$1')
        .replace(/^'(?=\d)/, ''),
    })),
  }));
}

/** UTF-8 or UTF-16 with or without a byte order mark, else GB18030, which every byte sequence of a Chinese Windows is. */
export function decode({ name, bytes }: OpenedFile): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf)
    return cleanText(utf8(bytes.subarray(3)) ?? gb18030(name, bytes.subarray(3)));
  if (a === 0xff && b === 0xfe) return cleanText(iconv.decode(Buffer.from(bytes.subarray(2)), 'utf-16le'));
  if (a === 0xfe && b === 0xff) return cleanText(iconv.decode(Buffer.from(bytes.subarray(2)), 'utf-16be'));
  const wide = wideWithoutMark(bytes);
  if (wide) return cleanText(iconv.decode(Buffer.from(bytes), wide));
  return cleanText(utf8(bytes) ?? gb18030(name, bytes));
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function gb18030(name: string, bytes: Uint8Array): string {
  const text = iconv.decode(Buffer.from(bytes), 'gb18030');
  const broken = text.split('\ufffd').length - 1;
  if (broken > text.length / 100) {
    throw new AppError('roster-file', `${name}: unknown encoding; save it as UTF-8, GB18030 or UTF-16 text`);
  }
  return text;
}

/** Commas and line ends of UTF-16 are a zero byte and another one; no other encoding of text has zero bytes. */
function wideWithoutMark(bytes: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  let even = 0;
  let odd = 0;
  for (let i = 0; i < Math.min(bytes.length, 4000); i++) {
    if (bytes[i] !== 0) continue;
    if (i % 2 === 0) even++;
    else odd++;
  }
  if (even + odd < Math.min(bytes.length, 4000) / 50) return undefined;
  return odd > even ? 'utf-16le' : 'utf-16be';
}
