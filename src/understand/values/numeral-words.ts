/** The characters of Chinese numerals and what they are worth. */

export const DIGITS: Record<string, number> = {};
'〇一二三四五六七八九'.split('').forEach((c, i) => (DIGITS[c] = i));
'零壹贰叁肆伍陆柒捌玖'.split('').forEach((c, i) => (DIGITS[c] = i));
Object.assign(DIGITS, { 两: 2, 俩: 2, 仨: 3 });
export const UNITS: Record<string, number> = { 十: 10, 拾: 10, 百: 100, 佰: 100, 千: 1000, 仟: 1000 };
export const BIG: Record<string, number> = { 万: 1e4, 萬: 1e4, 亿: 1e8, 億: 1e8 };
export const TENS: Record<string, number> = { 廿: 20, 卅: 30 };

export function hanDigit(char: string): number | undefined {
  return DIGITS[char];
}
