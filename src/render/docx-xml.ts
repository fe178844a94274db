import { LINE, PAGE, TEXT_WIDTH } from './docx-page.js';
import { escapeXml } from './svg.js';

/** Pieces of WordprocessingML as text. The order of elements is the schema's; Word refuses another. */

export interface ParagraphStyle {
  style?: string; // id of docx-styles
  align?: 'left' | 'center' | 'right' | 'both';
  /** In characters, which Word and LibreOffice keep when the font changes. */
  firstLine?: number;
  right?: number;
  left?: number;
  before?: number; // twips
  after?: number; // twips
  keepNext?: boolean;
  /** Lines as high as what is in them (pictures); else 28.95 pt, 22 to a page. */
  free?: boolean;
  border?: string; // edges, as XML
  tabs?: string; // as XML
}

export interface RunStyle {
  font?: Font;
  size?: number; // half points
  color?: string; // rrggbb
  bold?: boolean;
  /** Tighter (or wider) than set, in twips a character. */
  spacing?: number;
}

export type Font = 'fangsong' | 'heiti' | 'kaiti' | 'xiaobiaosong' | 'songti';

/**
 * 小标宋, 仿宋, 黑体, 楷体 belong to the office's computer; none is embedded. Where one is missing, the next of its line is
 * taken (altName of the font table): a document must not look ransomed, and fonts must not be passed on without licence.
 */
export const FONTS: Record<Font, { name: string; instead: string; family: 'roman' | 'modern' | 'swiss' }> = {
  fangsong: { name: '仿宋', instead: '仿宋_GB2312,FangSong,STFangsong,Noto Serif CJK SC', family: 'modern' },
  heiti: { name: '黑体', instead: 'SimHei,STHeiti,Noto Sans CJK SC', family: 'swiss' },
  kaiti: { name: '楷体', instead: '楷体_GB2312,KaiTi,STKaiti,Noto Serif CJK SC', family: 'modern' },
  xiaobiaosong: {
    name: '方正小标宋简体',
    instead: '方正小标宋_GBK,华文中宋,宋体,Noto Serif CJK SC',
    family: 'roman',
  },
  songti: { name: '宋体', instead: 'SimSun,STSong,Noto Serif CJK SC', family: 'roman' },
};

/** 2号, 3号, 4号 and 五号 in half points. */
export const SIZE = { two: 44, three: 32, four: 28, five: 21 };

export function run(text: string, style: RunStyle = {}): string {
  const words = (part: string) => part && `<w:t xml:space="preserve">${part}</w:t>`;
  const inner = escapeXml(text)
    .split('\n')
    .map((line) => line.split('\t').map(words).join('<w:tab/>'))
    .join('<w:br/>');
  return `<w:r>${runProperties(style)}${inner}</w:r>`;
}

export function runProperties({ font, size, color, bold, spacing }: RunStyle): string {
  const parts = [
    font ? fonts(font) : '',
    bold ? '<w:b/>' : '',
    color ? `<w:color w:val="${color}"/>` : '',
    spacing ? `<w:spacing w:val="${spacing}"/>` : '',
    size ? `<w:sz w:val="${size}"/><w:szCs w:val="${size}"/>` : '',
  ].join('');
  return parts && `<w:rPr>${parts}</w:rPr>`;
}

export function fonts(font: Font): string {
  const { name } = FONTS[font];
  return `<w:rFonts w:ascii="${name}" w:hAnsi="${name}" w:eastAsia="${name}" w:cs="${name}" w:hint="eastAsia"/>`;
}

export function paragraph(runs: string, style: ParagraphStyle = {}): string {
  const { before, after, free, left, right, firstLine } = style;
  const spacing = [
    before === undefined ? '' : ` w:before="${before}"`,
    after === undefined ? '' : ` w:after="${after}"`,
    free ? ' w:line="240" w:lineRule="auto"' : '',
  ].join('');
  const indent = [indents('left', left), indents('right', right), indents('firstLine', firstLine)].join('');
  const parts = [
    style.style ? `<w:pStyle w:val="${style.style}"/>` : '',
    style.keepNext ? '<w:keepNext/>' : '',
    style.border ? `<w:pBdr>${style.border}</w:pBdr>` : '',
    style.tabs ? `<w:tabs>${style.tabs}</w:tabs>` : '',
    free ? '<w:snapToGrid w:val="0"/>' : '',
    spacing && `<w:spacing${spacing}/>`,
    indent && `<w:ind${indent}/>`,
    style.align ? `<w:jc w:val="${style.align}"/>` : '',
  ].join('');
  return `<w:p>${parts && `<w:pPr>${parts}</w:pPr>`}${runs}</w:p>`;
}

/** Both ways of saying it: by characters for Word, in twips of 3号 for what does not know characters. */
function indents(side: 'left' | 'right' | 'firstLine', chars: number | undefined): string {
  if (chars === undefined) return '';
  return ` w:${side}Chars="${Math.round(chars * 100)}" w:${side}="${Math.round(chars * 316)}"`;
}

export function cell(content: string, width: number): string {
  return `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${content}</w:tc>`;
}

export function table(rows: readonly string[], widths: readonly number[], borders: string): string {
  const total = widths.reduce((sum, one) => sum + one, 0);
  const grid = widths.map((width) => `<w:gridCol w:w="${width}"/>`).join('');
  return `<w:tbl><w:tblPr><w:tblW w:w="${total}" w:type="dxa"/><w:jc w:val="center"/><w:tblBorders>${borders}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="80" w:type="dxa"/><w:right w:w="80" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid>${grid}</w:tblGrid>${rows.join('')}</w:tbl>`;
}

/**
 * Lines at the foot of the text of the last page, one a row, between rules of 0.35 mm around and 0.25 mm between (7.4.1).
 * LibreOffice 7 does not float a table as wide as the text: there it stands right after the words.
 */
export function footTable(lines: readonly string[]): string {
  const top = PAGE.height - PAGE.bottom - lines.length * LINE;
  const rule = (edge: string, size: number) =>
    `<w:${edge} w:val="single" w:sz="${size}" w:space="0" w:color="000000"/>`;
  const rows = lines.map(
    (line) =>
      `<w:tr><w:trPr><w:trHeight w:val="${LINE}" w:hRule="exact"/></w:trPr><w:tc><w:tcPr><w:tcW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>${line}</w:tc></w:tr>`,
  );
  return `<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page" w:tblpX="${PAGE.left}" w:tblpY="${top}"/><w:tblW w:w="${TEXT_WIDTH}" w:type="dxa"/><w:tblBorders>${rule('top', 8)}${rule('bottom', 8)}${rule('insideH', 6)}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblGrid><w:gridCol w:w="${TEXT_WIDTH}"/></w:tblGrid>${rows.join('')}</w:tbl>`;
}
