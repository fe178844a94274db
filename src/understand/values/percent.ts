import { matches } from '../matches.js';
import { fold, is, MEASURE, skipSpaces } from './chars.js';
import { numeralAt, type Numeral, tidy } from './numerals.js';
import { inRange, numerals, roughly } from './quantity.js';
import type { Found } from './types.js';

const OF_HUNDRED = /(百|千|万)分之/g;
const BASE: Record<string, number> = { 百: 1, 千: 10, 万: 100 };
const PARTS = /([二两三四五六七八九十]|百)分之([一二三四五六七八九])(?![十百千\d])/;
/** 成 after a numeral that is no tenth: 三成立, 十成员. */
const NOT_TENTHS = '立员果功本绩就年型片林都人份套品交为熟长效因分批';

function found(
  text: string,
  value: number,
  from: number,
  to: number,
  rule: string,
  rough: boolean,
): Found<number> {
  const result: Found<number> = { value: tidy(value), from, to, rule, certainty: 'stated' };
  if (rough || roughly(text, from, to)) result.flags = ['approximate'];
  return result;
}

function ofHundred(text: string): Found<number> | undefined {
  for (const match of matches(OF_HUNDRED, text)) {
    const at = match.index + match[0].length;
    // 百分之百 and 百分之一百
    const whole =
      match[1] === '百' && text[at] === '百'
        ? { value: 100, to: at + 1, approximate: false, high: undefined }
        : undefined;
    const numeral = whole ?? numeralAt(text, at);
    if (numeral === undefined || numeral.high !== undefined) continue;
    if (inRange(text, match.index, numeral.to)) continue;
    let { value, to } = numeral;
    const decimals = /^点([一二三四五六七八九零〇]{1,4}|\d{1,4})/.exec(text.slice(to, to + 6));
    if (decimals !== null) {
      const digits = [...decimals[1]!].map((c) => numeralAt(c, 0)?.value ?? 0).join('');
      value += +`0.${digits}`;
      to += decimals[0].length;
    }
    return found(text, value / BASE[match[1]!]!, match.index, to, 'percent:words', numeral.approximate);
  }
  return undefined;
}

function atNumeral(text: string, numeral: Numeral): Found<number> | undefined {
  const at = skipSpaces(text, numeral.to);
  const { from } = numeral;
  if (numeral.high !== undefined || inRange(text, from, numeral.to)) return undefined;
  if (text[at] === '%' || text[at] === '﹪' || text[at] === '٪') {
    return found(text, numeral.value, from, at + 1, 'percent:sign', numeral.approximate);
  }
  if (text[at] === '‰')
    return found(text, numeral.value / 10, from, at + 1, 'percent:sign', numeral.approximate);
  if (text[at] !== '成' || at !== numeral.to || numeral.value < 1 || numeral.value > 10) return undefined;
  if (NOT_TENTHS.includes(text[at + 1] ?? '\n')) return undefined;
  const tail = numeralAt(text, at + 1);
  const half = text[at + 1] === '半';
  if (
    tail !== undefined &&
    Number.isInteger(tail.value) &&
    tail.value < 10 &&
    tail.to === at + 2 &&
    !is(text, tail.to, MEASURE)
  ) {
    return found(text, numeral.value * 10 + tail.value, from, tail.to, 'percent:tenths', false);
  }
  return found(
    text,
    numeral.value * 10 + (half ? 5 : 0),
    from,
    half ? at + 2 : at + 1,
    'percent:tenths',
    numeral.approximate || text[at + 1] === '多',
  );
}

/** The first percentage of a span: 60% is 60, 百分之六十, 六成五 is 65, 三分之二 is 66.67. 全部完成 is none; neither is a range. */
export function readPercent(text: string): Found<number> | undefined {
  const folded = fold(text);
  let first = ofHundred(folded);
  for (const numeral of numerals(folded)) {
    if (first !== undefined && numeral.from >= first.from) break;
    const percent = atNumeral(folded, numeral);
    if (percent !== undefined) {
      first = percent;
      break;
    }
  }
  if (first !== undefined) return first;
  const parts = PARTS.exec(folded);
  if (parts !== null && parts[1] !== '百') {
    const whole = numeralAt(parts[1]!, 0)!.value;
    const part = numeralAt(parts[2]!, 0)!.value;
    if (part <= whole) {
      const value = Math.round((part / whole) * 1e4) / 100;
      return found(folded, value, parts.index, parts.index + parts[0].length, 'percent:fraction', true);
    }
  }
  return undefined;
}
