import { before, bornIn, isCode } from './around.js';
import type { SensitiveSpan } from './types.js';

/** Whatever is called the number of a passport or permit; else E12345678, EA1234567, G12345678: ordinary passports of China. */
const PASSPORT =
  /(?:护照|通行证|台胞证|回乡证)[^，。,;；、\n\dA-Za-z０-９*]{0,8}(?<called>\p{Script=Latin}{0,2}[ -]?[\d０-９](?:[ -]?[\d０-９]){6,9})(?![\d０-９*])|(?<![\p{Script=Latin}\d０-９*])(?:[EG][\d０-９]{8}|E[A-HJ-NP-Z][\d０-９]{7})(?![\p{Script=Latin}\d０-９*])/gu;

/** Numbers of passports and travel permits in a text, left to right. */
export function passports(text: string): SensitiveSpan[] {
  const found: SensitiveSpan[] = [];
  for (const match of text.matchAll(PASSPORT)) {
    const called = match.groups!['called'];
    const to = match.index + match[0].length;
    const from = to - (called ?? match[0]).length;
    // E20260318 is a code with a day in it.
    if (called === undefined && (isCode(before(text, from)) || bornIn(match[0].slice(1).normalize('NFKC'))))
      continue;
    found.push({ what: 'passport', from, to });
  }
  return found;
}
