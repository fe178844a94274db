/** A stretch of a text: UTF-16 offsets, `to` excluded. */
export interface Span {
  from: number;
  to: number;
}

export const HAN = /[\u3400-\u9fff]/;
export function isHan(unit: number): boolean {
  return unit >= 0x3400 && unit <= 0x9fff;
}
export function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39;
}

/** The text in front of the first match, all of it where there is none. Costs a tenth of splitting. */
export function upTo(pattern: RegExp, text: string): string {
  const at = text.search(pattern);
  return at < 0 ? text : text.slice(0, at);
}

/** The index of the first of some spans, in order of their places, that begins at `at` or behind it; their number where none does. */
export function firstFrom(spans: readonly Pick<Span, 'from'>[], at: number): number {
  let low = 0;
  let high = spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.from < at) low = middle + 1;
    else high = middle;
  }
  return low;
}
