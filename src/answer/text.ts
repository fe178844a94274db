import { normalise } from '../understand/normalise.js';

const DIGIT: Record<string, number> = {
  零: 0,
  〇: 0,
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
};
const TENS: Record<string, number> = { 十: 10, 百: 100, 千: 1000, 万: 10_000 };

/** 六十 → 60, 三百五 is left alone (350 or 305); only numerals with 十 to 万 in them, so that 七到户 and 三率 stay names. */
function spelled(numeral: string): string {
  let total = 0;
  let pending = -1;
  for (const c of numeral) {
    const unit = TENS[c];
    if (unit === undefined) {
      if (pending >= 0) return numeral;
      pending = DIGIT[c]!;
    } else if (c === '万') {
      total = (total + Math.max(pending, 0)) * unit;
      pending = -1;
    } else {
      total += (pending < 0 ? 1 : pending) * unit;
      pending = -1;
    }
  }
  if (pending > 0 && total % 100 === 0 && total > 0) return numeral;
  return String(total + Math.max(pending, 0));
}

/** One way to write what can be written in several: simplified, half width, lower case, numerals as digits, no blanks or quotes. */
export function plain(text: string): string {
  return normalise(text)
    .text.toUpperCase()
    .replace(/百分之([零一二两三四五六七八九十百\d]+)/g, '$1%')
    .replace(/[一二两三四五六七八九](?=成(?!立|功|员|熟))/g, (d) => `${DIGIT[d]!}0%`)
    .replace(/(?<=0%)成/g, '')
    .replace(/[一二两三四五六七八九]?[十百千万][零一二两三四五六七八九十百千万]*/g, (n) =>
      /^[万千百]$/.test(n) ? n : spelled(n),
    )
    .replace(/[\s"'“”‘’「」『』《》〈〉【】()（）·—–-]+/g, '');
}

/** Writes a text as it is compared: plain, and dialect as the word lists put it (啥 → 什么). */
export type Write = (text: string) => string;

export function writer(respell: readonly (readonly [string, string])[]): Write {
  const to = new Map(respell.map(([from, written]) => [plain(from), written]));
  if (to.size === 0) return plain;
  const froms = [...to.keys()].sort((a, b) => b.length - a.length);
  const any = new RegExp(froms.map((from) => from.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
  return (text) => plain(text).replace(any, (from) => to.get(from)!);
}

const SENTENCE = /[^?？!！。;；\n]+[?？!！。;；\n]*/g;

/** The sentences of a message. */
export function sentences(text: string): string[] {
  return (text.match(SENTENCE) ?? []).map((s) => s.trim()).filter((s) => s !== '');
}

export function isHan(code: number): boolean {
  return code >= 0x3400 && code <= 0x9fff;
}
