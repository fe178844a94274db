import type { PolicyBase } from '../intents/index.js';
import { sound } from './sound.js';
import { isHan, type Write } from './text.js';

/** A word of the base that stands in a question; `heard` where only its sound does (公一岗). */
export interface Hit {
  word: number;
  from: number;
  to: number;
  heard: boolean;
}

const LONGEST = 14;

/** The words that decide what a question is about, found in one pass, also where they are miswritten by sound. */
export class Words {
  readonly #ids = new Map<string, number>();
  readonly #sounds = new Map<string, number>();
  readonly #texts: string[] = [];
  readonly #longest = new Map<string, number>(); // of the words that start with a character
  readonly #written = new Map<string, number>(); // by the word as it was given

  constructor(private readonly write: Write) {}

  /** The number of a word; the same for the same word. */
  add(word: string): number {
    let id = this.#written.get(word);
    if (id === undefined) this.#written.set(word, (id = this.#addText(this.write(word))));
    return id;
  }

  #addText(text: string): number {
    const known = this.#ids.get(text);
    if (known !== undefined) return known;
    const id = this.#texts.push(text) - 1;
    this.#ids.set(text, id);
    const first = text[0] ?? '';
    this.#longest.set(first, Math.max(this.#longest.get(first) ?? 0, text.length));
    if (text.length >= 3 && [...text].every((c) => isHan(c.charCodeAt(0)))) {
      const heard = sound(text);
      if (!this.#sounds.has(heard)) this.#sounds.set(heard, id);
    }
    return id;
  }

  text(id: number): string {
    return this.#texts[id]!;
  }

  all(): readonly string[] {
    return this.#texts;
  }

  get size(): number {
    return this.#texts.length;
  }

  find(text: string): Hit[] {
    const hits: Hit[] = [];
    for (let from = 0; from < text.length; from++) {
      const longest = this.#longest.get(text[from]!) ?? 0;
      for (let to = from + 1; to <= Math.min(text.length, from + LONGEST, from + longest); to++) {
        const word = this.#ids.get(text.slice(from, to));
        if (word !== undefined) hits.push({ word, from, to, heard: false });
      }
    }
    this.#listen(text, hits);
    return hits;
  }

  /** Words of three characters and more by their sound, where no longer word of the base is written. */
  #listen(text: string, hits: Hit[]): void {
    const syllables: string[] = [];
    for (let i = 0; i < text.length; i++) syllables.push(sound(text[i]!));
    for (let from = 0; from + 3 <= text.length; from++) {
      let heard = syllables[from]! + syllables[from + 1]!;
      for (let to = from + 3; to <= Math.min(text.length, from + 6); to++) {
        heard += syllables[to - 1]!;
        const word = this.#sounds.get(heard);
        if (word !== undefined && !hits.some((h) => h.word === word && h.from === from))
          hits.push({ word, from, to, heard: true });
      }
    }
  }
}

/** What a name in `about` or `not` stands for: itself, and whatever the word lists hold to be the same. */
export function synonyms(terms: PolicyBase['terms']['terms']): (word: string) => string[] {
  const groups = new Map<string, string[]>();
  for (const group of terms)
    for (const word of group) groups.set(word, [...(groups.get(word) ?? []), ...group]);
  return (word) => [...new Set([word, ...(groups.get(word) ?? [])])];
}
