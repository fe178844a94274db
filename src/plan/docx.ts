import { DOMParser, type Element, type Node } from '@xmldom/xmldom';
import { strFromU8, unzipSync } from 'fflate';
import { readNumbering, type Numbering } from './docx-numbers.js';
import { type RawLine, unreadable } from './source.js';

const LARGEST_PART = 80 * 1024 * 1024;
const PARTS = ['word/document.xml', 'word/numbering.xml', 'word/styles.xml'];

/**
 * The paragraphs of a Word document, table rows as cells, with the numbers that Word itself would show before a paragraph
 * (一、（一）1.) written out. Deleted text, field codes and the second copy of text boxes are left out.
 */
export function readDocx(name: string, bytes: Uint8Array): RawLine[] {
  const parts = unzip(name, bytes);
  const document = parts['word/document.xml'];
  if (document === undefined) throw unreadable(name, 'not a Word document');
  const body = parse(name, document).getElementsByTagName('w:body')[0];
  if (!body) throw unreadable(name, 'a Word document without a body');
  const numbering = readNumbering(
    parts['word/numbering.xml'] && parse(name, parts['word/numbering.xml']),
    parts['word/styles.xml'] && parse(name, parts['word/styles.xml']),
  );
  return blocks(body, numbering);
}

function unzip(name: string, bytes: Uint8Array): Record<string, string> {
  try {
    const files = unzipSync(bytes, {
      filter: (file) => PARTS.includes(file.name) && file.originalSize < LARGEST_PART,
    });
    return Object.fromEntries(Object.entries(files).map(([key, data]) => [key, strFromU8(data)]));
  } catch {
    throw unreadable(name, 'a damaged .docx file');
  }
}

function parse(name: string, xml: string) {
  try {
    return new DOMParser({ onError: () => undefined }).parseFromString(xml, 'text/xml');
  } catch {
    throw unreadable(name, 'a damaged .docx file');
  }
}

const SKIPPED = new Set(['w:del', 'w:moveFrom', 'w:instrText', 'mc:Fallback', 'w:pPr', 'w:rPr', 'w:sdtPr']);

function elements(node: Node): Element[] {
  const found: Element[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling)
    if (child.nodeType === 1) found.push(child as Element);
  return found;
}

/** Paragraphs and rows in order, also from inside content controls and text boxes. */
function blocks(parent: Element, numbering: Numbering): RawLine[] {
  return elements(parent).flatMap((child): RawLine[] => {
    if (SKIPPED.has(child.tagName)) return [];
    if (child.tagName === 'w:p') {
      const text = numbering.labelOf(child) + inline(child);
      return [...text.split('\n').map((part) => ({ text: part })), ...boxes(child, numbering)];
    }
    if (child.tagName === 'w:tbl') return rows(child, numbering);
    return blocks(child, numbering);
  });
}

function boxes(paragraph: Element, numbering: Numbering): RawLine[] {
  return [...paragraph.getElementsByTagName('w:txbxContent')]
    .filter((box) => !within(box, 'mc:Fallback'))
    .flatMap((box) => blocks(box, numbering));
}

function within(node: Node, tag: string): boolean {
  for (let up = node.parentNode; up; up = up.parentNode) if ((up as Element).tagName === tag) return true;
  return false;
}

function inline(node: Element): string {
  return elements(node)
    .map((child) => {
      if (SKIPPED.has(child.tagName) || child.tagName === 'w:txbxContent') return '';
      if (child.tagName === 'w:t') return child.textContent ?? '';
      if (child.tagName === 'w:tab') return ' ';
      if (child.tagName === 'w:br' || child.tagName === 'w:cr') return '\n';
      return inline(child);
    })
    .join('');
}

/** A cell that goes on from the row above repeats its words; one that spans columns takes as many places. */
function rows(table: Element, numbering: Numbering): RawLine[] {
  const above: string[] = [];
  const own = (node: Element, tag: string): Element[] =>
    elements(node).flatMap((e) =>
      e.tagName === tag ? [e] : e.tagName.startsWith('w:sdt') ? own(e, tag) : [],
    );
  return own(table, 'w:tr').map((row) => {
    const cells: string[] = [];
    for (const cell of own(row, 'w:tc')) {
      const merge = property(cell, 'w:vMerge');
      const goesOn = merge !== undefined && merge.getAttribute('w:val') !== 'restart';
      const written = blocks(cell, numbering)
        .map((line) => line.text.trim())
        .filter((text) => text !== '')
        .join('\n');
      const text = goesOn && written === '' ? (above[cells.length] ?? '') : written;
      const span = Number(property(cell, 'w:gridSpan')?.getAttribute('w:val') ?? 1);
      for (let i = 0; i < span; i++) {
        above[cells.length] = text;
        cells.push(i === 0 ? text : '');
      }
    }
    return { text: cells.filter((cell) => cell !== '').join(' '), cells };
  });
}

function property(cell: Element, tag: string): Element | undefined {
  const head = elements(cell).find((e) => e.tagName === 'w:tcPr');
  return head && elements(head).find((e) => e.tagName === tag);
}
