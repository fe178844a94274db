import { numeralValue } from '../core/numerals.js';
import type { Vocabulary } from './vocabulary.js';

/** How a heading is numbered. Whoever comes first in a document stands above whoever comes later. */
export type Style =
  'part' | 'cn-dot' | 'cn-paren' | 'dot' | 'paren' | 'half-paren' | 'circle' | 'multi' | 'named';

export interface Mark {
  style: Style;
  value: number;
  /** As it is printed: （十五）, 3. */
  shown: string;
  /** Where the words begin. */
  to: number;
  /** 行动, 问题… of a heading that says what it numbers. */
  named?: string;
}

const CN = '[一二三四五六七八九十百]{1,4}';
const MARKS: readonly { style: Style; pattern: RegExp }[] = [
  { style: 'part', pattern: new RegExp(`^第(${CN}|\\d{1,2})(?:章|部分|篇|编) ?[:、.]? ?`, 'u') },
  { style: 'cn-paren', pattern: new RegExp(`^\\((${CN})\\) ?[、.,:]? ?`, 'u') },
  { style: 'cn-dot', pattern: new RegExp(`^(${CN})(?:、|\\. ?|．| (?=[\\u4e00-\\u9fff“]))`, 'u') },
  {
    style: 'multi',
    pattern: /^\d{1,2}[.．](\d{1,2})(?:[.、 ]|(?=[\u4e00-\u9fff“]))(?![年月日个户人万亿%公米元])/u,
  },
  { style: 'dot', pattern: /^(\d{1,3})(?:[.．、] ?(?!\d)|[.、] (?=\S))/u },
  { style: 'paren', pattern: /^\((\d{1,3})\) ?[、.]? ?/u },
  { style: 'half-paren', pattern: /^(\d{1,3})\) ?/u },
  { style: 'circle', pattern: /^([①-⑳]) ?/u },
];

/** The number in front of a paragraph, if there is one. */
export function markOf(text: string, vocabulary: Vocabulary): Mark | undefined {
  const named = vocabulary.named.exec(text);
  if (named)
    return {
      style: 'named',
      value: valueOf(named[1]!),
      shown: named[0].replace(/[ :、.,]+$/, ''),
      to: named[0].length,
      named: named[0].slice(0, named[0].indexOf(named[1]!)).trim(),
    };
  for (const { style, pattern } of MARKS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const value = valueOf(match[1]!);
    if (value < 1 || value > 299) continue;
    return { style, value, shown: shownAs(style, match[0].trim()), to: match[0].length };
  }
  return undefined;
}

function shownAs(style: Style, mark: string): string {
  const bare = mark.replace(/[、.．,: ]+$/, '');
  return style === 'paren' || style === 'cn-paren' ? bare.replace('(', '（').replace(')', '）') : bare;
}

/** 一 to 九十九, 3, ③; 0 where it is no number. */
export function valueOf(text: string): number {
  const circle = text.codePointAt(0)! - 0x2460;
  return circle >= 0 && circle < 20 ? circle + 1 : (numeralValue(text) ?? 0);
}
