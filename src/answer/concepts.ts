/** A word of a concept where it stands in a text. */
export interface Meant {
  concept: number;
  from: number;
  to: number;
}

/** Concepts by their words: 娃, 伢, 学生 are one; a word may belong to several (危房 is a house, and a dangerous one). */
export class Concepts {
  readonly #byWord = new Map<string, number[]>();
  readonly #longest = new Map<string, number>(); // of the words that start with a character

  /** `groups`: words that mean about the same, as they are compared. */
  constructor(groups: readonly (readonly string[])[]) {
    for (const [concept, words] of groups.entries())
      for (const word of words) {
        const known = this.#byWord.get(word);
        if (known === undefined) this.#byWord.set(word, [concept]);
        else if (!known.includes(concept)) known.push(concept);
        this.#longest.set(word[0]!, Math.max(this.#longest.get(word[0]!) ?? 1, word.length));
      }
  }

  get words(): Iterable<string> {
    return this.#byWord.keys();
  }

  /** Every word of two characters and more; single ones only outside of longer words (水 is not in 水平). */
  find(text: string): Meant[] {
    const found: Meant[] = [];
    const inside = new Uint8Array(text.length);
    for (let from = 0; from < text.length; from++) {
      const longest = this.#longest.get(text[from]!) ?? 1;
      for (let to = Math.min(text.length, from + longest); to >= from + 2; to--) {
        const concepts = this.#byWord.get(text.slice(from, to));
        if (concepts === undefined) continue;
        inside.fill(1, from, to);
        for (const concept of concepts) found.push({ concept, from, to });
      }
    }
    for (let at = 0; at < text.length; at++) {
      if (inside[at] === 1) continue;
      for (const concept of this.#byWord.get(text[at]!) ?? []) found.push({ concept, from: at, to: at + 1 });
    }
    return found;
  }
}

/** How a concept is written among the grams. */
export const conceptGram = (concept: number): string => `#${concept}`;
