/** Pieces of SVG as text. Numbers are rounded, so that the same picture is the same bytes. */

export const FONT = 'Noto Sans SC';

/** What XML cannot hold is dropped: control characters and half surrogate pairs. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
}

export interface TextStyle {
  size: number; // px
  color: string;
  bold?: boolean;
  anchor?: 'start' | 'middle' | 'end';
}

/** One line of text with its baseline at `y`. */
export function text(x: number, y: number, words: string, style: TextStyle): string {
  const anchor = style.anchor && style.anchor !== 'start' ? ` text-anchor="${style.anchor}"` : '';
  const weight = style.bold ? ' font-weight="700"' : '';
  return `<text x="${round(x)}" y="${round(y)}" font-family="${FONT}" font-size="${style.size}"${weight} fill="${style.color}"${anchor}>${escapeXml(words)}</text>`;
}

export function rect(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" fill="${fill}"/>`;
}

export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
