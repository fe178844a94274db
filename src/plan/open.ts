import { decode } from '../roster/csv.js';
import { cleanLines } from './clean.js';
import { readDocx } from './docx.js';
import { type RawLine, type Source, unreadable } from './source.js';

const LARGEST = 50 * 1024 * 1024;

const KINDS: readonly { magic: number[]; what: string }[] = [
  { magic: [0xd0, 0xcf, 0x11, 0xe0], what: 'an old .doc file or one with a password; save it as .docx' },
  { magic: [0x25, 0x50, 0x44, 0x46], what: 'a PDF; save the original as .docx or .txt' },
  { magic: [0x7b, 0x5c, 0x72, 0x74], what: 'an RTF file; save it as .docx' },
];

/**
 * The lines of a plan document: .docx, or text (.txt, .md) in UTF-8, GB18030 or UTF-16.
 * Throws an AppError `file-unreadable`, or `roster-file` for an unknown encoding, with one line that says what to do.
 */
export function openPlan(file: { name: string; bytes: Uint8Array }): Source {
  const { name, bytes } = file;
  if (bytes.length === 0) throw unreadable(name, 'the file is empty');
  if (bytes.length > LARGEST) throw unreadable(name, 'larger than 50 MB');
  for (const { magic, what } of KINDS) if (startsWith(bytes, magic)) throw unreadable(name, what);
  if (startsWith(bytes, [0x50, 0x4b])) return cleanLines(name, readDocx(name, bytes));
  if (/\.docx$/i.test(name)) throw unreadable(name, 'not a readable .docx file');
  const text = textOf(name, bytes);
  if (text.trim() === '') throw unreadable(name, 'the file is empty');
  const lines = text.split(/\r\n|\n|\r|\u2028|\u2029|\f/);
  return cleanLines(name, lines.map(rowOf));
}

function startsWith(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}

/** A few broken bytes do not make a UTF-8 file GB18030: they stay marked as unreadable. */
function textOf(name: string, bytes: Uint8Array): string {
  const lossy = new TextDecoder('utf-8').decode(bytes);
  const broken = lossy.split('\ufffd').length - 1;
  const chinese = lossy.match(/[\u4e00-\u9fff]/g)?.length ?? 0;
  if (broken > 0 && broken * 20 < chinese) return lossy;
  const text = decode({ name, bytes });
  if (/\u0000/.test(text)) throw unreadable(name, 'not a text file');
  return text;
}

/** Markdown's marks away; a row of a table as cells. */
function rowOf(line: string): RawLine {
  const bare = line.replace(/^\s*#{1,6}\s+/, '').replace(/\*\*|__(?=\S)|(?<=\S)__/g, '');
  const piped = /^\s*[|│｜](.*)[|│｜]\s*$/.exec(bare);
  if (piped) {
    if (/^[\s|:\-—─+]+$/.test(piped[1]!)) return { text: '' };
    return rowFrom(piped[1]!.split(/[|│｜]/));
  }
  const tabs = bare.replace(/^\t+/, '').split('\t');
  return tabs.length >= 3 ? rowFrom(tabs) : { text: bare };
}

function rowFrom(cells: string[]): RawLine {
  const trimmed = cells.map((cell) => cell.trim().replace(/<br\s*\/?>/gi, '\n'));
  return { text: trimmed.join(' '), cells: trimmed };
}
