import { Converter } from 'opencc-js/t2cn';
import { Sheet } from './sheet.js';
import { isDigit, isHan } from './span.js';

/** The same message twice, both as long as the original, so that offsets mean the same in all three. */
export interface Normalised {
  /** Simplified characters, half width, blanks for what cannot be read: rules work on this. */
  text: string;
  /** Simplified characters in the sender's own punctuation: values are cut from this. */
  plain: string;
}

// The package's own types are those of a script, which cannot be imported.
const simplify = (Converter as (options: { from: string; to: string }) => (text: string) => string)({
  from: 't',
  to: 'cn',
});
/** What each UTF-16 unit becomes, as text and as plain side by side; filled as characters are met. 0: not looked at yet. */
const table = new Uint16Array(2 * 65536);

/** Characters that the converter maps to something of another length stay as they are. */
function simplified(unit: number): number {
  if (unit < 0x3400 || unit > 0x9fff) return unit;
  const out = simplify(String.fromCharCode(unit));
  return out.length === 1 ? out.charCodeAt(0) : unit;
}

const HALF: Record<string, string> = {
  '。': '。',
  '、': '、',
  '〜': '~',
  '～': '~',
  '﹕': ':',
  '︰': ':',
  '‘': "'",
  '’': "'",
  '﹑': '、',
  '〔': '(',
  '〕': ')',
  '｜': '|',
  '│': '|',
  '┃': '|',
  '▏': '|',
  '▎': '|',
  '▕': '|',
  丨: '|',
  '︱': '|',
  '❘': '|',
  '﹪': '%',
};
/** What people put in front of the items of a list: one mark for all of them. */
const BULLETS = '▶►▷▸▹◎⊙◉◈▲▼◆★';
for (const mark of BULLETS) HALF[mark] = '•';

function half(unit: number): number {
  if (unit >= 0xff01 && unit <= 0xff5e) return unit - 0xfee0;
  if (
    unit === 0x3000 ||
    unit === 0xa0 ||
    (unit >= 0x2000 && unit <= 0x200a) ||
    unit === 0x202f ||
    unit === 0x205f
  )
    return 0x20;
  const mapped = HALF[String.fromCharCode(unit)];
  return mapped === undefined ? unit : mapped.charCodeAt(0);
}

/** Zero width, direction marks, controls (but line breaks and tabs), replacement characters. */
function unreadable(unit: number): boolean {
  return (
    (unit < 0x20 && unit !== 0x0a && unit !== 0x09) ||
    (unit >= 0x7f && unit <= 0x9f) ||
    (unit >= 0x200b && unit <= 0x200f) ||
    (unit >= 0x2028 && unit <= 0x202e) ||
    (unit >= 0x2060 && unit <= 0x206f) ||
    unit === 0xfeff ||
    unit === 0xfffd ||
    unit === 0xad
  );
}

function learn(unit: number): void {
  const plain = unreadable(unit) ? 0x20 : simplified(unit);
  table[2 * unit] = half(plain);
  table[2 * unit + 1] = plain;
}

/** Length-preserving cleaning, in one pass. */
export function normalise(original: string): Normalised {
  const { length } = original;
  const text = texts.room(length);
  const plain = plains.room(length);
  let same = true;
  for (let i = 0; i < length; i++) {
    const unit = original.charCodeAt(i);
    let p: number;
    let t: number;
    if (unit >= 0xd800 && unit <= 0xdfff) {
      const paired =
        unit < 0xdc00
          ? (original.charCodeAt(i + 1) & 0xfc00) === 0xdc00
          : i > 0 && (original.charCodeAt(i - 1) & 0xfc00) === 0xd800;
      p = t = paired ? unit : 0x20;
    } else {
      if (table[2 * unit] === 0) learn(unit);
      t = table[2 * unit]!;
      p = table[2 * unit + 1]!;
    }
    if (unit >= 0xd800 && unit <= 0xdfff && p === unit) {
      if (unit < 0xdc00 && opensLine(original, i)) t = 0x2022;
      else if (unit >= 0xdc00 && i > 0 && text[i - 1] === 0x2022) t = 0x20;
    }
    if ((t | 0x20) === 0x77 && isTenThousand(original, i)) t = 0x4e07;
    if (p !== unit) same = false;
    plain[i] = p;
    text[i] = t;
  }
  return { text: texts.text(length), plain: same ? original : plains.text(length) };
}

const texts = new Sheet();
const plains = new Sheet();

/** A picture in front of a line of several is the mark of a list: 🏠某人（三组）. */
function opensLine(text: string, at: number): boolean {
  for (let i = at - 1; i >= 0 && text[i] !== '\n'; i--) if (text[i] !== ' ') return false;
  const next = text.charCodeAt(at + 2);
  return (isDigit(next) || isHan(next)) && text.includes('\n');
}

/** "3w" and "1.5W" are 3万 and 1.5万; "3weeks" is none. */
function isTenThousand(text: string, at: number): boolean {
  return /\d/.test(text[at - 1] ?? '') && !/[A-Za-z]/.test(text[at + 1] ?? '');
}
