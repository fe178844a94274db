import { sounds } from './sound.js';
import { isHan } from './text.js';

const LONGEST = 5;

/**
 * Words that decide what a question is about, where they are miswritten by sound: 低宝, 建裆立卡, 幼而园. A word is only put
 * right where what stands there is unknown, sounds the same and shares a character with it.
 */
export class Slips {
  readonly #bySound = new Map<string, string[]>();

  constructor(
    words: Iterable<string>,
    private readonly known: (pair: string) => boolean,
  ) {
    for (const word of words) {
      if (word.length < 2 || word.length > LONGEST || ![...word].every((c) => isHan(c.charCodeAt(0))))
        continue;
      for (const heard of sounds(word)) {
        const some = this.#bySound.get(heard);
        if (some === undefined) this.#bySound.set(heard, [word]);
        else if (!some.includes(word)) some.push(word);
      }
    }
  }

  mend(text: string): string {
    let out = text;
    for (let from = 0; from + 1 < out.length; from++) {
      if (this.#fine(out, from)) continue;
      // The unknown pair is the start, the middle or the end of the word.
      out = this.#around(out, from) ?? out;
    }
    return out;
  }

  #fine(text: string, at: number): boolean {
    return (
      !isHan(text.charCodeAt(at)) || !isHan(text.charCodeAt(at + 1)) || this.known(text.slice(at, at + 2))
    );
  }

  #around(text: string, pair: number): string | undefined {
    for (let length = LONGEST; length >= 2; length--) {
      for (let from = Math.max(0, pair + 2 - length); from <= pair && from + length <= text.length; from++) {
        const written = text.slice(from, from + length);
        const meant = this.#meant(written);
        if (meant !== undefined) return text.slice(0, from) + meant + text.slice(from + length);
      }
    }
    return undefined;
  }

  #meant(written: string): string | undefined {
    for (const heard of sounds(written))
      for (const word of this.#bySound.get(heard) ?? []) {
        const alike = [...word].filter((c, i) => c === written[i]).length;
        if (alike < word.length && alike * 2 >= word.length) return word;
      }
    return undefined;
  }
}
