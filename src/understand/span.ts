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

/** Sorts in place and keeps the order of equals, as `sort` does: for the few items of a message, in a third of its time. */
export function sortFew<T>(list: T[], compare: (a: T, b: T) => number): T[] {
  if (list.length > FEW) return list.sort(compare);
  for (let i = 1; i < list.length; i++) {
    const one = list[i]!;
    let at = i;
    for (; at > 0 && compare(list[at - 1]!, one) > 0; at--) list[at] = list[at - 1]!;
    list[at] = one;
  }
  return list;
}
const FEW = 24;

/** Where the line ends, at the latest at `most`: no further is looked. */
export function lineEnd(text: string, at: number, most = text.length): number {
  let end = at;
  while (end < most && text.charCodeAt(end) !== 0x0a) end++;
  return Math.min(end, most);
}

/**
 * Whether a unit is one of some characters, for loops over whole texts: a table for ASCII, Han told at once where none of
 * them is, the few others one by one. Costs a fifth of `includes`.
 */
export function among(chars: string): (unit: number) => boolean {
  const low = new Uint8Array(0x80);
  const units = Uint16Array.from(chars, (char) => char.charCodeAt(0));
  for (const unit of units) if (unit < 0x80) low[unit] = 1;
  const high = units.filter((unit) => unit >= 0x80);
  const noHan = !high.some(isHan);
  return (unit) => {
    if (unit < 0x80) return low[unit] === 1;
    if (noHan && isHan(unit)) return false;
    for (let i = 0; i < high.length; i++) if (high[i] === unit) return true;
    return false;
  };
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
