/** How wide text is and where lines may break: enough of Chinese typography for pictures and column widths. */

/** Advance widths of Noto Sans SC in em; everything that is not listed is a full square. */
const NARROW: readonly [RegExp, number][] = [
  [/[0-9]/, 0.56],
  [/[ijlI|!.,:;'`]/, 0.3],
  [/[frt()[\]{}/\\-]/, 0.38],
  [/[mwMW%@]/, 0.9],
  [/[A-Z&#]/, 0.65],
  [/[\u0020\u00a0]/, 0.25],
  [/[\u0021-\u024f]/, 0.56],
];
const WIDTHS = new Map<string, number>();
/** Never at the start of a line. */
const CLOSING = /^[，。、；：？！）〕】》」』”’％%,.;:?!)\]}…·～]/;
/** Never at the end of a line. */
const OPENING = /[（〔【《「『“‘([{¥￥]$/;
/** What is read as one word stays on one line: numbers with their sign and unit of percent, Latin words. */
const ATOMS = /[-+]?[0-9][0-9,.:/-]*%?|[A-Za-z][A-Za-z0-9._-]*|\s+|[\s\S]/gu;

/** The width of a text in em. */
export function widthOf(text: string): number {
  let sum = 0;
  for (const char of text) {
    let width = WIDTHS.get(char);
    if (width === undefined) {
      width = NARROW.find(([pattern]) => pattern.test(char))?.[1] ?? 1;
      WIDTHS.set(char, width);
    }
    sum += width;
  }
  return sum;
}

/** Lines of at most `em` wide, by the rules of Chinese line breaking. A word too long for a line is cut. */
export function wrap(text: string, em: number): string[] {
  return text.split('\n').flatMap((paragraph) => wrapParagraph(paragraph, em));
}

function wrapParagraph(text: string, em: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let width = 0;
  const flush = () => {
    lines.push(line.join('').trimEnd());
    line = [];
    width = 0;
  };
  for (const atom of (text.match(ATOMS) ?? []).flatMap((word) => cut(word, em))) {
    const own = widthOf(atom);
    if (width + own > em && line.length > 0) {
      if (atom.trim() === '') continue;
      const down = carried(line, atom);
      line.length -= down.length;
      flush();
      line = down;
      width = widthOf(down.join(''));
    }
    line.push(atom);
    width += own;
  }
  flush();
  return lines;
}

/** What moves to the next line together with `next`, so that neither line begins or ends with the wrong mark. */
function carried(line: readonly string[], next: string): string[] {
  let at = line.length;
  if (CLOSING.test(next)) {
    do at--;
    while (at > 0 && CLOSING.test(line[at]!));
  }
  while (at > 0 && OPENING.test(line[at - 1]!)) at--;
  return at <= 0 ? [] : line.slice(at);
}

function cut(word: string, em: number): string[] {
  if (widthOf(word) <= em) return [word];
  return [...word];
}
