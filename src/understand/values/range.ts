import { DIGIT, fold, is, skipSpaces } from './chars.js';
import { numeralAt, type Numeral } from './numerals.js';
import { numerals } from './quantity.js';
import type { Flag, Found } from './types.js';

const LINK = /\s?(?:万|亿)?(?:元|亩|户|人|个|名|次|天|%|成|年)?\s?(?:-{1,2}|~|至|到)\s?/y;
const YEARS = /(?<!\d)(20\d{2})(20\d{2})年/;

/**
 * A range of numbers: 1-2个, 3至5户, 2-3万 (20000–30000), 200万—600万元, 三五个. Where the hyphen was lost (200万600万元, 20192023年)
 * it is flagged: query it, do not use it.
 */
export function readRange(text: string): Found<{ from: number; to: number }> | undefined {
  const folded = fold(text);
  const years = YEARS.exec(folded);
  if (years !== null && +years[1]! < +years[2]!) {
    const ends = { from: +years[1]!, to: +years[2]! };
    return found(ends, years.index, years.index + 8, 'range:years', ['range-lost-hyphen']);
  }
  for (const numeral of numerals(folded)) {
    const range = rangeAt(folded, numeral);
    if (range !== undefined) return range;
  }
  return undefined;
}

function rangeAt(text: string, low: Numeral): Found<{ from: number; to: number }> | undefined {
  if (low.high !== undefined) {
    return found({ from: low.value, to: low.high }, low.from, low.to, 'range:spoken', ['approximate']);
  }
  LINK.lastIndex = low.to;
  const linked = LINK.test(text);
  if (linked) {
    const high = numeralAt(text, LINK.lastIndex);
    if (high === undefined || high.high !== undefined) return undefined;
    if ('月日号'.includes(text[skipSpaces(text, high.to)] ?? '\n') || is(text, low.from - 1, DIGIT))
      return undefined;
    if (text[low.from - 1] === '-' || text[high.to] === '-') return undefined; // telephone numbers and dates
    // "2-3万": the first end shares the multiplier.
    const shared =
      high.big && low.lastUnit === 1 && !low.big && text[low.to] !== '元' && low.value < high.value;
    const scale = shared && low.value * high.lastUnit <= high.value ? high.lastUnit : 1;
    const ends = { from: low.value * scale, to: high.value };
    if (ends.from > ends.to) return undefined;
    const flags: Flag[] = low.approximate || high.approximate ? ['approximate'] : [];
    return found(ends, low.from, high.to, 'range:stated', flags);
  }
  if (!low.big) return undefined;
  const unit = skipSpaces(text, low.to);
  const at = text[unit] === '元' ? unit + 1 : low.to;
  const high = numeralAt(text, at);
  if (high === undefined || !high.big || high.value <= low.value) return undefined;
  return found({ from: low.value, to: high.value }, low.from, high.to, 'range:lost-hyphen', [
    'range-lost-hyphen',
  ]);
}

function found(
  value: { from: number; to: number },
  from: number,
  to: number,
  rule: string,
  flags: Flag[],
): Found<{ from: number; to: number }> {
  const result: Found<{ from: number; to: number }> = { value, from, to, rule, certainty: 'stated' };
  if (flags.length > 0) result.flags = flags;
  return result;
}
