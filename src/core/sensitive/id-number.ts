import { before, bornIn, isAccount, isCode, partOfWord, touchesStar } from './around.js';
import type { DigitGroup } from './digits.js';
import type { SensitiveHit } from './types.js';

const ID_LABEL =
  /(?:身份证|身份号|证件|证号|残疾证|身份|\bid|\bsfz)(?:号码|号|号为|号是|是|为|no\.?)*[\s:：(（=]*$/i;

/**
 * Nothing is checked against a checksum: people mistype numbers that are no less private for it. Numbers of 18 digits
 * count as identity numbers unless they are labelled as something else and hold no date of birth.
 */
export function idNumber(text: string, run: DigitGroup[], at: number): SensitiveHit | undefined {
  const { from, to, digits } = run[at]!;
  if (partOfWord(text, from) || touchesStar(text, from, to)) return undefined;
  const words = before(text, from);
  const labelled = ID_LABEL.test(words);
  const other = isCode(words) || isAccount(words);
  const check = checkLetter(text, to);
  const hit = (end: number, groups: number): SensitiveHit => ({ what: 'id-number', from, to: end, groups });
  if (digits.length === 18 && (bornIn(digits.slice(6, 14)) || labelled || !other)) return hit(to, 1);
  if (digits.length === 17 && check > 0 && (bornIn(digits.slice(6, 14)) || labelled))
    return hit(to + check, 1);
  if (digits.length === 15 && (bornIn(`19${digits.slice(6, 12)}`) || labelled) && !other) return hit(to, 1);
  // A digit too few or too many under a label; a disability card has the identity number and two digits more.
  if (labelled && digits.length >= 14 && digits.length <= 20) return hit(to + check, 1);
  return separatedId(text, run, at);
}

/** 110000 19650505 123X: only with a date of birth in its place. */
function separatedId(text: string, run: DigitGroup[], at: number): SensitiveHit | undefined {
  let digits = '';
  for (let i = at; i < run.length && run[i]!.gap !== 'bracket'; i++) {
    digits += run[i]!.digits;
    const groups = i - at + 1;
    if (digits.length > 18 || (groups > 6 && digits.length > groups)) return undefined;
    if (digits.length < 17 || groups === 1 || !bornIn(digits.slice(6, 14))) continue;
    const end = run[i]!.to;
    const check = checkLetter(text, end);
    if (digits.length === 17 && check === 0) continue;
    return { what: 'id-number', from: run[at]!.from, to: end + (digits.length === 17 ? check : 0), groups };
  }
  return undefined;
}

/** How many characters the final X of an identity number takes after `at`: 0 where there is none. */
function checkLetter(text: string, at: number): number {
  const skip = /^[ -]$/.test(text[at] ?? '') ? 1 : 0;
  const letter = /^[xXｘＸ×]$/.test(text[at + skip] ?? '');
  return letter && !/[\p{Script=Latin}\d]/u.test(text[at + skip + 1] ?? '') ? skip + 1 : 0;
}
