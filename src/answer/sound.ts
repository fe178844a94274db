import { pinyin } from 'pinyin-pro';
import { isHan } from './text.js';

const syllables = new Map<string, string>();
const readings = new Map<string, readonly string[]>();

/** The toneless reading of a character as a southern ear hears it; itself where it has none. */
export function syllable(char: string): string {
  let found = syllables.get(char);
  if (found === undefined) {
    found = isHan(char.charCodeAt(0)) ? loose(pinyin(char, { toneType: 'none' })) : char;
    syllables.set(char, found);
  }
  return found;
}

/** Every reading of a character: 纤 is xian and qian. */
function readingsOf(char: string): readonly string[] {
  let found = readings.get(char);
  if (found === undefined) {
    found = isHan(char.charCodeAt(0))
      ? [...new Set(pinyin(char, { toneType: 'none', multiple: true, type: 'array' }).map(loose))]
      : [char];
    readings.set(char, found);
  }
  return found;
}

/** z/zh, c/ch, s/sh, l/n, h/f before u, and front or back nasals are one. */
function loose(reading: string): string {
  return reading
    .replace(/^([zcs])h/, '$1')
    .replace(/^n(?=.)/, 'l')
    .replace(/([aei])ng$/, '$1n');
}

/** How a text sounds: one syllable after the other. */
export function sound(text: string): string {
  let out = '';
  for (const char of text) out += `${syllable(char)} `;
  return out;
}

const MANY = 8;

/** Every way a word may sound, at most a few. */
export function sounds(text: string): string[] {
  let out = [''];
  for (const char of text)
    out = out.flatMap((so) => readingsOf(char).map((reading) => `${so}${reading} `)).slice(0, MANY);
  return out;
}
