import { fold, skipSpaces } from './chars.js';
import { numeralAt } from './numerals.js';
import { inRange, numerals, roughly } from './quantity.js';
import type { Found } from './types.js';

/** Square metres of each unit; 15 mu are one hectare exactly. */
const MU = 10000 / 15;
const UNITS: [RegExp, number, string][] = [
  [/亩(?!产|均)/y, MU, 'mu'],
  [/分(?:地|田|水田|旱地|菜地|薄田)/y, MU / 10, 'fen'],
  [/公顷/y, 10000, 'hectare'],
  [/平方公里|平方千米|km²|km2/y, 1e6, 'square-kilometre'],
  [
    /个?平方米|个?平米|个?平方(?!公里|千米|厘米|分米)|平(?![方米房地整均安台衡稳凡常时价])|㎡|m²|m2/y,
    1,
    'square-metre',
  ],
];

function square(value: number): number {
  return Math.round(value * 100) / 100;
}

/** The first area of a span in square metres (6亩 is 4000); the rule tells the unit it was written in. */
export function readArea(text: string): Found<number> | undefined {
  const folded = fold(text);
  const half = /半亩/.exec(folded);
  for (const numeral of numerals(folded)) {
    if (half !== null && half.index < numeral.from) break;
    if (numeral.high !== undefined || inRange(folded, numeral.from, numeral.to)) continue;
    const at = skipSpaces(folded, numeral.to);
    for (const [pattern, size, name] of UNITS) {
      pattern.lastIndex = at;
      if (!pattern.test(folded)) continue;
      const rest = name === 'mu' ? fenAfter(folded, pattern.lastIndex) : { value: 0, to: pattern.lastIndex };
      const found: Found<number> = {
        value: square((numeral.value + rest.value) * size),
        from: numeral.from,
        to: rest.to,
        rule: `area:${name}`,
        certainty: 'stated',
      };
      if (numeral.approximate || roughly(folded, numeral.from, rest.to)) found.flags = ['approximate'];
      return found;
    }
  }
  if (half === null) return undefined;
  return {
    value: square(MU / 2),
    from: half.index,
    to: half.index + 2,
    rule: 'area:mu',
    certainty: 'stated',
  };
}

/** "一亩三分地", "两亩半": tenths of a mu after it. */
function fenAfter(text: string, at: number): { value: number; to: number } {
  if (text[at] === '半') return { value: 0.5, to: at + 1 };
  const fen = numeralAt(text, at);
  if (fen === undefined || text[fen.to] !== '分' || fen.value >= 10) return { value: 0, to: at };
  return { value: fen.value / 10, to: '地田'.includes(text[fen.to + 1] ?? '\n') ? fen.to + 2 : fen.to + 1 };
}
