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
