/** The characters of Chinese numerals and what they are worth. */

export const DIGITS = new Map<string, number>([
  ...[...'〇一二三四五六七八九'].map((char, value) => [char, value] as const),
  ...[...'零壹贰叁肆伍陆柒捌玖'].map((char, value) => [char, value] as const),
  ['两', 2],
  ['俩', 2],
  ['仨', 3],
]);
export const UNITS = new Map([
  ['十', 10],
  ['拾', 10],
  ['百', 100],
  ['佰', 100],
  ['千', 1000],
  ['仟', 1000],
]);
export const BIG = new Map([
  ['万', 1e4],
  ['萬', 1e4],
  ['亿', 1e8],
  ['億', 1e8],
]);
export const TENS = new Map([
  ['廿', 20],
  ['卅', 30],
]);

export function hanDigit(char: string): number | undefined {
  return DIGITS.get(char);
}
