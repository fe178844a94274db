import { numeralValue } from '../core/numerals.js';
import { normalise } from '../understand/normalise.js';

/** One way to write what can be written in several: simplified, half width, lower case, numerals as digits, no blanks or quotes. */
export function plain(text: string): string {
  return normalise(text)
    .text.toUpperCase()
    .replace(/百分之([零一二两三四五六七八九十百\d]+)/g, '$1%')
    .replace(/[一二两三四五六七八九](?=成(?!立|功|员|熟))/g, (d) => `${numeralValue(d)!}0%`)
    .replace(/(?<=0%)成/g, '')
    .replace(/[一二两三四五六七八九]?[十百千万][零一二两三四五六七八九十百千万]*/g, (n) =>
      String(numeralValue(n) ?? n),
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
