import type { Span } from './spans.js';

/** Words so near to each other are said as one. */
const NEAR = 2;
const CONTENT = /[\p{Script=Han}\d\p{L}%]/u;

/** What of a text was read: parts of it, words wherever they stand, titles that a part of may stand for the thing. */
interface ReadAs {
  spans: readonly Span[];
  words: Iterable<string>;
  titles?: readonly string[];
  fillers: Iterable<string>;
}

/**
 * What of a text nobody took for anything: runs of characters beside the spans, the words and the fillers. A number is only
 * said where there are none, for each may be a condition.
 */
export function unreadIn(text: string, { spans, words, titles = [], fillers }: ReadAs): string[] {
  const read = new Uint8Array(text.length);
  for (const { from, to } of spans) read.fill(1, from, to);
  for (const word of words) everywhere(text, word, (at) => read.fill(1, at, at + word.length));
  partsOf(text, titles, (from, to) => read.fill(1, from, to));
  // Fillers are tried longest first on what is left: 有没有 before 没有.
  for (const filler of [...new Set(fillers)].sort((a, b) => b.length - a.length))
    everywhere(text, filler, (at) => {
      if (!read.subarray(at, at + filler.length).includes(1)) read.fill(1, at, at + filler.length);
    });
  const runs: Span[] = [];
  for (let i = 0; i < text.length; i++) {
    if (read[i] === 1 || !CONTENT.test(text[i]!)) continue;
    const last = runs.at(-1);
    if (last && i - last.to <= NEAR && !/[\p{P}\0\n]/u.test(text.slice(last.to, i))) last.to = i + 1;
    else runs.push({ from: i, to: i + 1 });
  }
  return runs.map(({ from, to }) => text.slice(from, to));
}

function everywhere(text: string, word: string, found: (at: number) => void): void {
  if (word === '') return;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found(at);
}

/** Two characters or more that a title has too: 项目 of 没有质量检查的项目. */
function partsOf(text: string, titles: readonly string[], found: (from: number, to: number) => void): void {
  for (let from = 0; from + 2 <= text.length; from++) {
    let to = from + 1;
    while (to < text.length && titles.some((title) => title.includes(text.slice(from, to + 1)))) to++;
    if (to - from >= 2) found(from, to);
  }
}
