import { renderAsync } from '@resvg/resvg-js';
import { chartSvg } from './chart.js';
import { PICTURE_ROWS, PICTURE_WIDTH, type Picture } from './frame.js';
import { outlined } from './outline.js';
import { rect, round, text } from './svg.js';
import { tableSvg } from './table-svg.js';
import { wrap } from './wrap.js';

const MARGIN = 48;
const INNER = PICTURE_WIDTH - 2 * MARGIN;

/** See `renderPicture`. */
export async function drawn(picture: Picture): Promise<Buffer> {
  const image = await renderAsync(outlined(pictureSvg(picture)), { font: { loadSystemFonts: false } });
  return image.asPng();
}

/** The same as SVG. */
export function pictureSvg(picture: Picture): string {
  const { title, subtitle, paragraphs = [], chart, table, foot } = picture;
  if ((table?.rows.length ?? 0) > PICTURE_ROWS)
    throw new RangeError(`a picture holds ${PICTURE_ROWS} rows, this table has ${table!.rows.length}`);
  const parts: string[] = [];
  let y = 44;

  const words = (lines: readonly string[], size: number, color: string, bold: boolean) => {
    for (const line of lines) {
      parts.push(text(MARGIN, y + size * 1.02, line, { size, color, bold }));
      y += size * 1.4;
    }
  };
  words(wrap(title, INNER / 54), 54, '#14324d', true);
  if (subtitle) {
    y += 6;
    words(wrap(subtitle, INNER / 34), 34, '#52647a', false);
  }
  y += 22;
  parts.push(rect(MARGIN, y, 96, 8, '#c0392b'));
  y += 44;
  for (const paragraph of paragraphs) {
    words(wrap(paragraph, INNER / 42), 42, '#1e293b', false);
    y += 24;
  }
  if (chart && chart.categories.length > 0) {
    const drawn = chartSvg(chart, INNER);
    parts.push(`<g transform="translate(${MARGIN} ${round(y)})">${drawn.svg}</g>`);
    y += drawn.height + 32;
  }
  if (table) {
    const drawn = tableSvg(table, MARGIN, y, INNER);
    parts.push(drawn.svg);
    y += drawn.height + 32;
  }
  words(wrap(foot, INNER / 28), 28, '#64748b', false);
  const height = Math.ceil(y + 32);
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${PICTURE_WIDTH}" height="${height}" viewBox="0 0 ${PICTURE_WIDTH} ${height}">${rect(0, 0, PICTURE_WIDTH, height, '#ffffff')}${parts.join('')}</svg>`;
}
