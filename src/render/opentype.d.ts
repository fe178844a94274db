/** What we use of opentype.js 1.3. The types of its own package bring those of the browser with them. */
declare module 'opentype.js' {
  interface Path {
    toPathData(decimals: number): string;
  }
  interface Glyph {
    advanceWidth?: number;
    /** `x`, `y`: where the baseline begins, `size` px an em. */
    getPath(x: number, y: number, size: number): Path;
  }
  interface Font {
    unitsPerEm: number;
    charToGlyph(char: string): Glyph;
  }
  /** `lowMemory`: glyphs are read when they are first asked for. */
  const opentype: { parse(bytes: ArrayBuffer, options: { lowMemory: boolean }): Font };
  // eslint-disable-next-line no-restricted-syntax -- the library exports by default
  export default opentype;
  export type { Font, Glyph, Path };
}
