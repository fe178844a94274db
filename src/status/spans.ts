/** A part of a text: from, and up to but not with, these places. */
export interface Span {
  from: number;
  to: number;
}

/** The text with these parts blanked out: what stands behind them stays where it is, and nothing is found in them. */
export function without(text: string, spans: readonly Span[]): string {
  let left = text;
  for (const { from, to } of spans) left = left.slice(0, from) + '\0'.repeat(to - from) + left.slice(to);
  return left;
}

/** Words of a list in a text, the longest where they overlap (未脱贫户 is no 脱贫户), in the order of the text. */
export function wordsAt<T>(
  text: string,
  lists: readonly { words: readonly string[]; value: T }[],
): (Span & { value: T })[] {
  const hits = lists.flatMap(({ words, value }) =>
    words.flatMap((word) => {
      const found: (Span & { value: T })[] = [];
      for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
        found.push({ from: at, to: at + word.length, value });
      return found;
    }),
  );
  const kept: (Span & { value: T })[] = [];
  for (const hit of hits.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from))
    if (!kept.some((one) => one.from < hit.to && hit.from < one.to)) kept.push(hit);
  return kept.sort((a, b) => a.from - b.from);
}
