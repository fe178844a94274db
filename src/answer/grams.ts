import { isHan } from './text.js';

/** The pairs and single characters of a text, digits and Latin letters as whole words: what retrieval compares. */
export function grams(text: string): string[] {
  const out = new Set<string>();
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isHan(code)) {
      out.add(text[i]!);
      if (i + 1 < text.length && isHan(text.charCodeAt(i + 1))) out.add(text.slice(i, i + 2));
    } else if (isWord(code)) {
      let to = i + 1;
      while (to < text.length && isWord(text.charCodeAt(to))) to++;
      out.add(text.slice(i, to));
      i = to - 1;
    }
  }
  return [...out];
}

const isWord = (code: number): boolean =>
  (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || code === 37 || code === 46 || code === 58;
