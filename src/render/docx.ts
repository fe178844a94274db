import { blockXml } from './docx-blocks.js';
import { FONT_TABLE, footer, SECTION, SETTINGS, STYLES } from './docx-styles.js';
import { TEXT_WIDTH } from './docx-page.js';
import { footTable, paragraph, run, SIZE } from './docx-xml.js';
import { documentDate, documentNumber, signatureIndents, type Document } from './document.js';
import { escapeXml } from './svg.js';
import { widthOf } from './wrap.js';
import { collect, zipped, type Part } from './zip.js';

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const WORD = 'application/vnd.openxmlformats-officedocument.wordprocessingml';
const RED = 'E60012';
/** 35 mm from the top of the text to the red head (7.2.4). */
const ABOVE_HEAD = 1984;
const LARGEST_HEAD = 120; // half points

/** A document as `.docx`. The same document gives the same bytes. */
export function renderDocx(document: Document): Promise<Buffer> {
  const pictures: Uint8Array[] = [];
  const body = bodyXml(document, (png) => {
    pictures.push(png);
    return { id: `rId${FIXED.length + pictures.length}`, n: pictures.length };
  });
  return collect(zipped(parts(document, body, pictures)));
}

function bodyXml(document: Document, image: Parameters<typeof blockXml>[1]): string {
  const { addressee, blocks, annexes = [], signature, date } = document;
  const signed = signatureXml(signature, date);
  const all = [
    ...headXml(document),
    paragraph(run(document.title), { style: 'Title' }),
    paragraph(''),
    ...(addressee ? [paragraph(run(`${addressee}：`))] : []),
    // No signature stands on a page by itself: the last words go with it (7.3.5.5).
    ...blocks.flatMap((block, i) =>
      block.type === 'signature'
        ? signed
        : [blockXml(block, image, i === blocks.length - 1 || blocks[i + 1]?.type === 'signature')],
    ),
    ...annexesXml(annexes),
    ...(blocks.some((block) => block.type === 'signature') ? [] : signed),
    ...imprintXml(document.imprint),
  ];
  return `<w:body>${all.join('')}${SECTION}</w:body>`;
}

/** Red head, number two lines below, red line 4 mm below that, and two lines to the title (7.2.4 to 7.3.1). */
function headXml({ head, number }: Document): string[] {
  const numbered = number ? documentNumber(number) : '';
  if (!head) return numbered ? [paragraph(run(numbered), { align: 'center' })] : [];
  const size = Math.min(LARGEST_HEAD, Math.floor((TEXT_WIDTH / 10 / widthOf(head)) * 0.98));
  return [
    paragraph(run(head, { font: 'xiaobiaosong', size, color: RED }), {
      align: 'center',
      free: true,
      before: ABOVE_HEAD,
    }),
    paragraph(''),
    paragraph(''),
    paragraph(run(numbered), {
      align: 'center',
      border: `<w:bottom w:val="single" w:sz="16" w:space="11" w:color="${RED}"/>`,
    }),
    paragraph(''),
    paragraph(''),
  ];
}

function annexesXml(annexes: readonly string[]): string[] {
  if (annexes.length === 0) return [];
  const lines = annexes.map((name, i) => {
    const number = annexes.length === 1 ? '' : `${i + 1}.`;
    return paragraph(run(i === 0 ? `附件：${number}${name}` : `${number}${name}`), { left: i === 0 ? 2 : 5 });
  });
  return [paragraph(''), ...lines];
}

function signatureXml(signature: string | undefined, date: string | undefined): string[] {
  if (!signature && !date) return [];
  const day = date ? documentDate(date) : '';
  const indents = signatureIndents(widthOf(signature ?? ''), widthOf(day));
  return [
    paragraph('', { keepNext: true }),
    ...(signature
      ? [paragraph(run(signature), { align: 'right', right: indents.signature, keepNext: true })]
      : []),
    ...(day ? [paragraph(run(day), { align: 'right', right: signature ? indents.date : 4 })] : []),
  ];
}

/** At the foot of the last page, between lines; left and right one character in (7.4). */
function imprintXml(imprint: Document['imprint']): string[] {
  if (!imprint) return [];
  const { copies, office, date } = imprint;
  const lines = [
    ...(copies ? [`抄送：${copies.replace(/[。.]?$/, '。')}`] : []),
    `${office}\t${documentDate(date)}印发`,
  ];
  const words = lines.map((line) =>
    paragraph(run(line), {
      style: 'Imprint',
      tabs: `<w:tab w:val="right" w:pos="${RIGHT}"/>`,
      align: 'left',
      left: 1,
    }),
  );
  return [paragraph(''), footTable(words), paragraph('', { style: 'End' })];
}

/** Where the day of printing ends: a character from the edge. */
const RIGHT = TEXT_WIDTH - SIZE.four * 10;

/** Relations of the document that are always there, in the order of their ids. */
const FIXED = [
  ['styles', 'styles.xml'],
  ['settings', 'settings.xml'],
  ['fontTable', 'fontTable.xml'],
  ['footer', 'footer1.xml'],
  ['footer', 'footer2.xml'],
] as const;

function parts(document: Document, body: string, pictures: readonly Uint8Array[]): Part[] {
  const relations = [
    ...FIXED.map(([type, target]) => [`${OFFICE}/${type}`, target] as const),
    ...pictures.map((_, i) => [`${OFFICE}/image`, `media/image${i + 1}.png`] as const),
  ];
  return [
    { name: '[Content_Types].xml', content: CONTENT_TYPES },
    {
      name: '_rels/.rels',
      content: relationsXml([
        [`${OFFICE}/officeDocument`, 'word/document.xml'],
        [
          'http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties',
          'docProps/core.xml',
        ],
      ]),
    },
    { name: 'docProps/core.xml', content: coreXml(document) },
    {
      name: 'word/document.xml',
      content: `${XML}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="${OFFICE}" xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">${body}</w:document>`,
    },
    { name: 'word/styles.xml', content: XML + STYLES },
    { name: 'word/settings.xml', content: XML + SETTINGS },
    { name: 'word/fontTable.xml', content: XML + FONT_TABLE },
    { name: 'word/footer1.xml', content: XML + footer('right') },
    { name: 'word/footer2.xml', content: XML + footer('left') },
    { name: 'word/_rels/document.xml.rels', content: relationsXml(relations) },
    ...pictures.map((png, i) => ({ name: `word/media/image${i + 1}.png`, content: png })),
  ];
}

function relationsXml(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${list.join('')}</Relationships>`;
}

/** The document's own date stands for when it was made: the clock would make every copy another file. */
function coreXml({ title, signature, date }: Document): string {
  const created = date
    ? `<dcterms:created xsi:type="dcterms:W3CDTF">${date}T00:00:00Z</dcterms:created>`
    : '';
  return `${XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>${escapeXml(title.replaceAll('\n', ''))}</dc:title>${signature ? `<dc:creator>${escapeXml(signature)}</dc:creator>` : ''}${created}</cp:coreProperties>`;
}

const CONTENT_TYPES = `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/><Override PartName="/word/document.xml" ContentType="${WORD}.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="${WORD}.styles+xml"/><Override PartName="/word/settings.xml" ContentType="${WORD}.settings+xml"/><Override PartName="/word/fontTable.xml" ContentType="${WORD}.fontTable+xml"/><Override PartName="/word/footer1.xml" ContentType="${WORD}.footer+xml"/><Override PartName="/word/footer2.xml" ContentType="${WORD}.footer+xml"/></Types>`;
