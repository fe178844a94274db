import type { Definitions } from '../intents/schema.js';

/** The terms whose slips are looked for, and the labels and titles that may stand beside them. */
export function vocabularyOf(definitions: Definitions): Set<string> {
  const all = new Set(definitions.words.terms);
  for (const kind of definitions.kinds) {
    for (const word of [...kind.titles, ...Object.values(kind.fields).flatMap((f) => f.labels)])
      if (/^[\u4e00-\u9fff]{2,}$/.test(word)) all.add(word);
  }
  return all;
}
