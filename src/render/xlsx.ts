import { looksLikeFormula, serialOf, valueOf, type Column, type Row, type Sheet } from './sheet.js';
import { escapeXml } from './svg.js';
import { widthOf } from './wrap.js';
import { STYLE, STYLES } from './xlsx-styles.js';
import { zipped, type Part } from './zip.js';

/** The format's own limits. */
const MOST_ROWS = 1_048_576;
const MOST_CHARS = 32_767;
const NAME_CHARS = 31;
const WIDTHS = { text: 20, date: 13, number: 11, money: 15, percent: 11 };
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

interface Written {
  name: string;
  columns: number;
  rows: number; // with the head
}

/**
 * A workbook in pieces: one sheet a table, with a frozen head that repeats when printed, a filter, real dates and
 * numbers. Rows are read as they are needed, so that its size does not matter; a table too long for one sheet goes on
 * in the next. The same tables give the same bytes.
 */
export function renderXlsx(sheets: readonly Sheet[]): AsyncGenerator<Uint8Array> {
  return zipped(partsOf(sheets));
}

async function* partsOf(sheets: readonly Sheet[]): AsyncGenerator<Part> {
  const written: Written[] = [];
  for (const sheet of sheets) {
    const rows = restartable(sheet.rows);
    let part = 1;
    do {
      const name = sheetName(part === 1 ? sheet.name : `${sheet.name} ${part}`, written);
      const done: Written = { name, columns: sheet.columns.length, rows: 1 };
      yield {
        name: `xl/worksheets/sheet${written.length + 1}.xml`,
        content: sheetXml(sheet.columns, rows, done, written.length === 0),
      };
      written.push(done);
      part++;
    } while (!rows.ended);
  }
  yield { name: 'xl/styles.xml', content: XML + STYLES };
  yield { name: 'xl/workbook.xml', content: workbookXml(written) };
  yield {
    name: 'xl/_rels/workbook.xml.rels',
    content: relations([
      ...written.map((_, i) => [`${OFFICE}/worksheet`, `worksheets/sheet${i + 1}.xml`] as const),
      [`${OFFICE}/styles`, 'styles.xml'],
    ]),
  };
  yield { name: '_rels/.rels', content: relations([[`${OFFICE}/officeDocument`, 'xl/workbook.xml']]) };
  yield { name: '[Content_Types].xml', content: contentTypes(written.length) };
}

/** Rows that several sheets read on from one another. */
interface Rows {
  ended: boolean;
  next(): Promise<Row | undefined>;
}

function restartable(rows: Sheet['rows']): Rows {
  const iterator = Symbol.asyncIterator in rows ? rows[Symbol.asyncIterator]() : rows[Symbol.iterator]();
  let ahead: Promise<IteratorResult<Row>> | undefined;
  const step = async () => iterator.next();
  return {
    ended: false,
    async next() {
      const now = await (ahead ?? step());
      ahead = undefined;
      if (now.done) {
        this.ended = true;
        return undefined;
      }
      // One row ahead: whether this was the last decides if another sheet is needed.
      ahead = step();
      if ((await ahead).done) this.ended = true;
      return now.value;
    },
  };
}

async function* sheetXml(
  columns: readonly Column[],
  rows: Rows,
  done: Written,
  first: boolean,
): AsyncGenerator<string> {
  const refs = columns.map((_, i) => columnRef(i));
  const widths = columns.map((column, i) => {
    const width = column.width ?? Math.max(WIDTHS[column.type], widthOf(column.title) * 2 + 5);
    return `<col min="${i + 1}" max="${i + 1}" width="${width}" customWidth="1"/>`;
  });
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView${first ? ' tabSelected="1"' : ''} workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="18"/><cols>${widths.join('')}</cols><sheetData>`;
  yield `<row r="1" ht="24" customHeight="1">${columns
    .map(({ title }, i) => textCell(`${refs[i]!}1`, title, STYLE.head))
    .join('')}</row>`;
  while (!rows.ended && done.rows < MOST_ROWS) {
    const row = await rows.next();
    if (!row) break;
    done.rows++;
    yield `<row r="${done.rows}">${columns.map(({ type }, i) => cellXml(refs[i]! + done.rows, row[i], type)).join('')}</row>`;
  }
  yield `</sheetData><autoFilter ref="A1:${refs.at(-1) ?? 'A'}${done.rows}"/><pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter><oddFooter>&amp;P / &amp;N</oddFooter></headerFooter></worksheet>`;
}

function cellXml(ref: string, cell: Row[number], type: Column['type']): string {
  const value = valueOf(cell, type);
  if (!value) return `<c r="${ref}" s="${STYLE.text}"/>`; // drawn with its lines
  switch (value.type) {
    case 'text':
      return textCell(ref, value.text, looksLikeFormula(value.text) ? STYLE.quoted : STYLE.text);
    case 'day':
    case 'minute':
      return `<c r="${ref}" s="${STYLE[value.type]}"><v>${serialOf(value.text)!}</v></c>`;
    case 'percent':
      return `<c r="${ref}" s="${STYLE.percent}"><v>${Number((value.number / 100).toPrecision(15))}</v></c>`;
    default:
      return `<c r="${ref}" s="${STYLE[value.type]}"><v>${value.number}</v></c>`;
  }
}

function textCell(ref: string, text: string, style: number): string {
  const words = text.length > MOST_CHARS ? `${text.slice(0, MOST_CHARS - 1)}…` : text;
  return `<c r="${ref}" s="${style}" t="inlineStr"><is><t xml:space="preserve">${escapeXml(words)}</t></is></c>`;
}

function columnRef(index: number): string {
  const last = String.fromCharCode(65 + (index % 26));
  return index < 26 ? last : columnRef(Math.floor(index / 26) - 1) + last;
}

/** A name the format allows, and no other sheet has. */
function sheetName(wanted: string, taken: readonly Written[]): string {
  const clean = wanted.replace(/[[\]:*?/\\]/g, ' ').replace(/^'|'$/g, ' ').trim() || 'Sheet'; // prettier-ignore
  const used = new Set(taken.map(({ name }) => name.toLowerCase()));
  for (let n = 1; ; n++) {
    const end = n === 1 ? '' : ` (${n})`;
    const name = clean.slice(0, NAME_CHARS - end.length) + end;
    if (!used.has(name.toLowerCase())) return name;
  }
}

function workbookXml(sheets: readonly Written[]): string {
  const list = sheets.map(
    ({ name }, i) => `<sheet name="${escapeXml(name)}" sheetId="${i + 1}" r:id="rId${i + 1}"/>`,
  );
  const names = sheets.flatMap(({ name, columns, rows }, i) => {
    const sheet = escapeXml(`'${name.replaceAll("'", "''")}'`);
    const last = columnRef(Math.max(0, columns - 1));
    return [
      `<definedName name="_xlnm._FilterDatabase" localSheetId="${i}" hidden="1">${sheet}!$A$1:$${last}$${rows}</definedName>`,
      `<definedName name="_xlnm.Print_Titles" localSheetId="${i}">${sheet}!$1:$1</definedName>`,
    ];
  });
  return `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><bookViews><workbookView/></bookViews><sheets>${list.join('')}</sheets><definedNames>${names.join('')}</definedNames></workbook>`;
}

function relations(targets: readonly (readonly [type: string, target: string])[]): string {
  const list = targets.map(
    ([type, target], i) => `<Relationship Id="rId${i + 1}" Type="${type}" Target="${target}"/>`,
  );
  return `${XML}<Relationships xmlns="${RELATIONS}">${list.join('')}</Relationships>`;
}

function contentTypes(sheets: number): string {
  const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const list = Array.from(
    { length: sheets },
    (_, i) => `<Override PartName="/xl/worksheets/sheet${i + 1}.xml" ContentType="${type}.worksheet+xml"/>`,
  );
  return `${XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${type}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${type}.styles+xml"/>${list.join('')}</Types>`;
}
