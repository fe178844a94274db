import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import opentype, { type Font, type Glyph } from 'opentype.js';
import { round } from './svg.js';

/**
 * Words become outlines before the picture is painted: the painter reads the whole font (10 MB) anew for every text
 * element, which took two thirds of a second for one table.
 */

const TEXT = /<text\b([^>]*)>([^<]*)<\/text>/g;
const ATTRIBUTE = /([\w-]+)="([^"]*)"/g;
const ENTITY = /&(?:#(\d+)|#x([\da-f]+)|(amp|lt|gt|quot|apos));/gi;
const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
/** Half the height between the ascent and the descent of Chinese characters, in em: where their middle is. */
const MIDDLE = 0.38;

const require = createRequire(import.meta.url);

class Face {
  readonly #font: Font;
  readonly #glyphs = new Map<string, Glyph>();

  constructor(weight: '400Regular' | '700Bold') {
    const file = require.resolve(`@expo-google-fonts/noto-sans-sc/${weight}/NotoSansSC_${weight}.ttf`);
    const bytes = readFileSync(file);
    const alone = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
    // The glyphs that are drawn, not all thirty thousand: those take 50 MB more a face.
    this.#font = opentype.parse(alone, { lowMemory: true });
  }

  /** The outline of a line of words with its baseline at `y`, as path data. */
  outline(words: string, at: { x: number; y: number; size: number; anchor: string }): string {
    const glyphs = [...words].map((char) => this.#glyph(char));
    const scale = at.size / this.#font.unitsPerEm;
    const width = glyphs.reduce((sum, glyph) => sum + (glyph.advanceWidth ?? 0), 0) * scale;
    let x = at.x - (at.anchor === 'end' ? width : at.anchor === 'middle' ? width / 2 : 0);
    const parts: string[] = [];
    for (const glyph of glyphs) {
      parts.push(glyph.getPath(x, at.y, at.size).toPathData(2));
      x += (glyph.advanceWidth ?? 0) * scale;
    }
    return parts.join('');
  }

  #glyph(char: string): Glyph {
    let glyph = this.#glyphs.get(char);
    if (!glyph) {
      glyph = this.#font.charToGlyph(char);
      this.#glyphs.set(char, glyph);
    }
    return glyph;
  }
}

const faces: { regular?: Face; bold?: Face } = {};

/** The same SVG with every text element as a path. */
export function outlined(svg: string): string {
  return svg.replace(TEXT, (_, attributes: string, content: string) => {
    const given = Object.fromEntries([...attributes.matchAll(ATTRIBUTE)].map((m) => [m[1]!, m[2]!]));
    const style = given['style'] ?? '';
    const size = Number(given['font-size'] ?? /font-size:([\d.]+)px/.exec(style)?.[1] ?? 12);
    const bold = (given['font-weight'] ?? /font-weight:(\w+)/.exec(style)?.[1] ?? '400') !== '400';
    const face = bold ? (faces.bold ??= new Face('700Bold')) : (faces.regular ??= new Face('400Regular'));
    const middle = given['dominant-baseline'] === 'central';
    const data = face.outline(unescape(content), {
      x: Number(given['x'] ?? 0),
      y: round(Number(given['y'] ?? 0) + (middle ? size * MIDDLE : 0)),
      size,
      anchor: given['text-anchor'] ?? 'start',
    });
    const transform = given['transform'] ? ` transform="${given['transform']}"` : '';
    return `<path d="${data}" fill="${given['fill'] ?? '#000000'}"${transform}/>`;
  });
}

function unescape(text: string): string {
  return text.replace(ENTITY, (_, decimal?: string, hex?: string, name?: string) =>
    name ? NAMED[name.toLowerCase()]! : String.fromCodePoint(decimal ? Number(decimal) : parseInt(hex!, 16)),
  );
}
