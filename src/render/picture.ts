import { renderAsync } from '@resvg/resvg-js';
import { chartSvg, type Chart } from './chart.js';
import { outlined } from './outline.js';
import { rect, round, text } from './svg.js';
import { tableSvg, type PictureTable } from './table-svg.js';
import { wrap } from './wrap.js';

/** What a picture for a phone shows, from top to bottom. Whoever makes it chooses the words; here they are only set. */
export interface Picture {
  title: string;
  subtitle?: string;
  chart?: Chart;
  table?: PictureTable;
  /** Where the numbers come from: base and cut-off. A number without them is not shown to anybody. */
  foot: string;
}

/** A phone's width at three pixels a point. */
export const PICTURE_WIDTH = 1080;
/** More rows than this make a picture that networks refuse or shrink; such a table belongs into a file. */
export const PICTURE_ROWS = 120;

const MARGIN = 48;
const INNER = PICTURE_WIDTH - 2 * MARGIN;

/** A picture as PNG, 1080 px wide. The same picture gives the same bytes. Throws a RangeError beyond PICTURE_ROWS. */
export async function renderPicture(picture: Picture): Promise<Buffer> {
  const image = await renderAsync(outlined(pictureSvg(picture)), { font: { loadSystemFonts: false } });
  return image.asPng();
}

/** The same as SVG. */
export function pictureSvg(picture: Picture): string {
  const { title, subtitle, chart, table, foot } = picture;
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
