import type { Span } from './spans.js';

const CONTENT = /[\p{Script=Han}\d\p{L}%]/u;

/**
 * What of a text nobody took for anything: runs of characters beside the spans, the words and the fillers. A number is only
 * said where there are none, for each may be a condition.
 */
export function unreadIn(
  text: string,
  { spans, words, fillers }: { spans: readonly Span[]; words: Iterable<string>; fillers: Iterable<string> },
): string[] {
  const read = new Uint8Array(text.length);
  for (const { from, to } of spans) read.fill(1, from, to);
  for (const word of words) everywhere(text, word, (at) => read.fill(1, at, at + word.length));
  // Fillers are tried longest first on what is left: 有没有 before 没有.
  for (const filler of [...new Set(fillers)].sort((a, b) => b.length - a.length))
    everywhere(text, filler, (at) => {
      if (!read.subarray(at, at + filler.length).includes(1)) read.fill(1, at, at + filler.length);
    });
  const runs: string[] = [];
  let run = '';
  for (let i = 0; i <= text.length; i++) {
    if (i < text.length && read[i] === 0 && CONTENT.test(text[i]!)) run += text[i]!;
    else if (run !== '') {
      runs.push(run);
      run = '';
    }
  }
  return runs;
}

function everywhere(text: string, word: string, found: (at: number) => void): void {
  if (word === '') return;
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) found(at);
}
