import { shareWidth } from './columns.js';
import type { Block } from './document.js';
import { cell, paragraph, run, SIZE, table } from './docx-xml.js';
import { TEXT_WIDTH } from './docx-page.js';
import { widthOf } from './wrap.js';

const EMU = 635; // a twip
const LINES = ['top', 'left', 'bottom', 'right', 'insideH', 'insideV']
  .map((side) => `<w:${side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>`)
  .join('');
const CHAR = SIZE.five * 10; // twips of a character of a table
const PADDING = 240;
const SHORT = 5; // characters: words that do not wrap
const BLANK = 8; // characters: what is left to be filled in by hand
const LONGEST = 24; // characters: a longer text wraps in any case

/** A block as XML; `keepNext`: a paragraph goes to the next page with what follows. `image` takes a picture into the package and returns its relation's id. */
export function blockXml(
  block: Exclude<Block, { type: 'signature' }>,
  image: (png: Uint8Array) => { id: string; n: number },
  keepNext = false,
): string {
  switch (block.type) {
    case 'heading':
      return paragraph(run(block.text), { style: `Heading${block.level}` });
    case 'paragraph':
      return paragraph(run(block.text), {
        style: block.align || block.indent === false ? 'Normal' : 'Body',
        ...(block.align ? { align: block.align } : {}),
        keepNext,
      });
    case 'table':
      return tableXml(block);
    case 'picture':
      return pictureXml(block, image(block.png));
    case 'page':
      return '<w:p><w:r><w:br w:type="page"/></w:r></w:p>';
  }
}

function tableXml({ caption, head, rows, align = [] }: Block & { type: 'table' }): string {
  const columns = Math.max(head?.length ?? 0, ...rows.map((row) => row.length));
  if (columns === 0) return '';
  const widths = share(columns, head ? [head, ...rows] : rows, align, head ? 0 : BLANK);
  const line = (cells: readonly string[], isHead: boolean) => {
    const content = widths.map((width, i) =>
      cell(
        paragraph(run(cells[i] ?? '', isHead ? { font: 'heiti' } : {}), {
          style: head ? 'Cell' : 'Form',
          align: isHead ? 'center' : (align[i] ?? 'left'),
        }),
        width,
      ),
    );
    return `<w:tr><w:trPr><w:cantSplit/>${isHead ? '<w:tblHeader/>' : ''}</w:trPr>${content.join('')}</w:tr>`;
  };
  const above = caption
    ? paragraph(run(caption, { font: 'heiti', size: SIZE.four }), {
        align: 'center',
        before: 120,
        keepNext: true,
      })
    : '';
  const all = [...(head ? [line(head, true)] : []), ...rows.map((row) => line(row, false))];
  // A table needs a paragraph after it, which also keeps two tables apart.
  return above + table(all, widths, LINES) + paragraph('', { style: 'End', before: 160 });
}

/** Whole twips that add up to the width of the text. */
function share(
  columns: number,
  rows: readonly (readonly string[])[],
  align: readonly (string | undefined)[],
  least: number,
): number[] {
  const want = Array.from({ length: columns }, (_, i) => {
    const widths = rows.map((row) => widthOf(row[i] ?? ''));
    return Math.max(least, Math.min(Math.max(...widths), LONGEST)) * CHAR + PADDING;
  });
  const stiff = want.map((one, i) => align[i] === 'right' || one <= SHORT * CHAR + PADDING);
  const shared = shareWidth(want, stiff, TEXT_WIDTH).map(Math.floor);
  shared[columns - 1]! += TEXT_WIDTH - shared.reduce((sum, one) => sum + one, 0);
  return shared;
}

function pictureXml(
  { png, caption }: Block & { type: 'picture' },
  { id, n }: { id: string; n: number },
): string {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  // As wide as the text, but never taller than a page with its caption.
  const scale = Math.min((TEXT_WIDTH * EMU) / width, (11_500 * EMU) / height);
  const size = `cx="${Math.round(width * scale)}" cy="${Math.round(height * scale)}"`;
  const drawing = `<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent ${size}/><wp:docPr id="${n}" name="Picture ${n}"/><a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr><pic:cNvPr id="${n}" name="image${n}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="${id}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext ${size}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>`;
  const below = caption ? paragraph(run(caption, { size: SIZE.four }), { align: 'center' }) : '';
  return paragraph(drawing, { align: 'center', free: true, keepNext: Boolean(caption) }) + below;
}
