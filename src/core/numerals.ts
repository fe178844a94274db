const DIGITS = '零一二三四五六七八九';
const ALSO: Record<string, number> = { 〇: 0, 两: 2 };
const UNITS: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

/** One numeral alone, in digits or Chinese: "12", 十二, 两百零三. Undefined where it is none, or could be two (三百五). */
export function numeralValue(text: string): number | undefined {
  if (/^\d+$/.test(text)) return Number(text);
  let total = 0;
  let digit: number | undefined;
  let last = Infinity;
  for (const char of text) {
    const unit = UNITS[char];
    if (unit === undefined) {
      const next = ALSO[char] ?? DIGITS.indexOf(char);
      if (next < 0 || (digit !== undefined && digit > 0)) return undefined;
      if (next === 0) last = 10; // 三百零五: what follows is plain
      digit = next;
    } else {
      if (unit === 10_000) total = (total + (digit ?? 0)) * unit;
      else if (unit >= last || (unit > 10 && !digit)) return undefined;
      else total += (digit || 1) * unit;
      if (total === 0) return undefined;
      [digit, last] = [undefined, unit];
    }
  }
  if (text === '' || (digit && last > 10 && last < Infinity)) return undefined;
  return total + (digit ?? 0);
}

/** 1 to 999 in Chinese: 十九, 二十, 一百零三. */
export function numeral(n: number): string {
  if (n === 0) return DIGITS[0]!;
  const [tens, ones] = [Math.floor((n % 100) / 10), n % 10];
  const hundreds = n < 100 ? '' : `${DIGITS[Math.floor(n / 100)]!}百`;
  const high =
    tens > 1 || (tens === 1 && n >= 100) ? DIGITS[tens]! : tens === 0 && n > 100 && ones > 0 ? '零' : '';
  return `${hundreds}${high}${tens > 0 ? '十' : ''}${ones > 0 ? DIGITS[ones]! : ''}`;
}
