/** One way of asking: a word of each group, none of the others. */
export interface Ask {
  all: readonly (readonly string[])[];
  none: readonly string[];
  beside?: readonly string[] | undefined;
  weak?: boolean | undefined;
}

/**
 * How well a way of asking fits: more groups say more, longer words say it more clearly. 0: not at all. `whole`: the
 * question that the text is a clause of.
 */
export function fit(text: string, ask: Ask, whole = text): number {
  const { beside = [] } = ask;
  if (beside.length > 0 && !beside.some((word) => whole.includes(word))) return 0;
  if (ask.none.some((word) => text.includes(word))) return 0;
  let score = 0;
  for (const group of ask.all) {
    let longest = 0;
    for (const word of group) if (word.length > longest && text.includes(word)) longest = word.length;
    if (longest === 0) return 0;
    score += 10 + longest;
  }
  return score;
}

/** The best of several things that can be asked for; several where they fit alike. `weak`: by words that may mean anything. */
export function best<T extends { ask: readonly Ask[] }>(
  text: string,
  things: Iterable<T>,
  weak = false,
  whole = text,
): { found: T[]; score: number } {
  let found: T[] = [];
  let score = 0;
  for (const thing of things) {
    const own = Math.max(
      0,
      ...thing.ask.map((ask) => ((ask.weak ?? false) === weak ? fit(text, ask, whole) : 0)),
    );
    if (own === 0 || own < score) continue;
    if (own > score) found = [];
    score = own;
    found.push(thing);
  }
  return { found, score };
}

/** Whether the text has one of the words. */
export const says = (text: string, words: readonly string[]): boolean =>
  words.some((word) => text.includes(word));
