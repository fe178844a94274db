import { DIGIT, HAN_DIGIT, HAN_UNIT, is, runEnd } from './chars.js';
import { hanDigit } from './numeral-words.js';

export interface Small {
  value: number;
  to: number;
  length: number; // characters
  han: boolean;
}

/** A number as dates have it: up to eight digits, or 二〇二六, 十八, 二十三, 廿三. */
export function smallAt(text: string, at: number): Small | undefined {
  if (is(text, at, DIGIT)) {
    const to = runEnd(text, at, DIGIT, 9);
    return to - at > 8 ? undefined : { value: +text.slice(at, to), to, length: to - at, han: false };
  }
  if (!is(text, at, HAN_DIGIT | HAN_UNIT)) return undefined;
  const to = runEnd(text, at, HAN_DIGIT | HAN_UNIT, 5);
  if (to - at > 4) return undefined;
  const value = hanSmall(text.slice(at, to));
  return value === undefined ? undefined : { value, to, length: to - at, han: true };
}

const TENS: Record<string, number> = { 十: 1, 廿: 2, 卅: 3 };

function hanSmall(word: string): number | undefined {
  let ten = -1;
  for (let i = 0; i < word.length; i++) if (TENS[word[i]!] !== undefined) ten = i;
  if (ten < 0) {
    let value = 0;
    for (const char of word) {
      const digit = hanDigit(char);
      if (digit === undefined) return undefined;
      value = value * 10 + digit;
    }
    return value;
  }
  const head = word.slice(0, ten);
  const tail = word.slice(ten + 1);
  const tens =
    head === '' ? TENS[word[ten]!] : word[ten] === '十' && head.length === 1 ? hanDigit(head) : undefined;
  const ones = tail === '' ? 0 : tail.length === 1 ? hanDigit(tail) : undefined;
  return tens === undefined || ones === undefined ? undefined : tens * 10 + ones;
}

/** A year as written: four digits of our times, or two (26年) that mean 20xx. */
export function yearFrom(small: Small): number | undefined {
  if (small.length === 4) return small.value >= 1900 && small.value <= 2099 ? small.value : undefined;
  if (small.length === 2 && small.value >= 10 && small.value <= 49 && !small.han) return 2000 + small.value;
  return small.han && small.length === 2 && small.value >= 20 && small.value <= 49
    ? 2000 + small.value
    : undefined;
}

/** Where a date ends whose day may carry 日 or 号. */
export function daySign(text: string, at: number): number {
  return text[at] === '日' || text[at] === '号' ? at + 1 : at;
}
