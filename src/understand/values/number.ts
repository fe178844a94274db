import { CJK, fold, is, isBoundary, LETTER, MEASURE } from './chars.js';
import { type Numeral } from './numerals.js';
import { isWord, nextNumeral, roughly } from './quantity.js';
import type { Found } from './types.js';

/** A numeral as a value: with its sign, unless it is a spread such as 三五 or 十七八. */
function toFound(original: string, text: string, numeral: Numeral): Found<number> | undefined {
  if (numeral.high !== undefined) return undefined;
  let { from } = numeral;
  let { value } = numeral;
  const sign = original[from - 1] === '−' ? '-' : text[from - 1];
  const dash = original[from - 1] !== undefined && '—–―─'.includes(original[from - 1]!);
  if ((sign === '-' || sign === '+') && !dash && isSign(text, from - 1)) {
    from--;
    if (sign === '-') value = -value;
  } else if (sign === '负' && !is(text, from - 2, CJK)) {
    from--;
    value = -value;
  }
  const found: Found<number> = {
    value,
    from,
    to: numeral.to,
    rule: numeral.han ? 'number:chinese' : numeral.lastUnit > 1 ? 'number:mixed' : 'number',
    certainty: 'stated',
  };
  if (numeral.approximate || roughly(text, from, numeral.to)) found.flags = ['approximate'];
  return found;
}

/** A sign, not the dash of a range or a code. */
function isSign(text: string, at: number): boolean {
  const before = text[at - 1];
  return before === undefined || (!/[\d)\-~]/.test(before) && !is(text, at - 1, LETTER));
}

/** The first number of a short span: 12, 1,234.5, 一百二十三, 两千三, 3万2, 十几 (approximate). */
export function readNumber(text: string): Found<number> | undefined {
  const folded = fold(text);
  for (let numeral = nextNumeral(folded, 0); numeral; numeral = nextNumeral(folded, numeral.to)) {
    const whole = numeral.from === 0 && numeral.to === folded.length;
    if (!whole && isWord(folded, numeral)) continue;
    const found = toFound(text, folded, numeral);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** All numbers of a text, in order. Lone Chinese digits count only where they count something (三户), not in names and words. */
export function findNumbers(text: string): Found<number>[] {
  const folded = fold(text);
  const result: Found<number>[] = [];
  for (let numeral = nextNumeral(folded, 0); numeral; numeral = nextNumeral(folded, numeral.to)) {
    if (isWord(folded, numeral)) continue;
    const lone = numeral.han && numeral.to - numeral.from === 1;
    if (lone && !is(folded, numeral.to, MEASURE) && !alone(folded, numeral)) continue;
    const found = toFound(text, folded, numeral);
    if (found !== undefined) result.push(found);
  }
  return result;
}

function alone(text: string, numeral: Numeral): boolean {
  return isBoundary(text, numeral.from - 1) && isBoundary(text, numeral.to);
}
