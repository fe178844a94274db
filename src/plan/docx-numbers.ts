import { numeral } from '../core/numerals.js';
import type { Document, Element } from '@xmldom/xmldom';

export interface Numbering {
  /** What Word writes before this paragraph: "（一）", or nothing. Counts on from call to call. */
  labelOf(paragraph: Element): string;
}

interface Level {
  format: string;
  text: string; // "（%1）"
  start: number;
}

interface NumberedBy {
  list: string;
  level: number;
}

/** The automatic numbers of a Word document, from its numbering and styles parts. */
export function readNumbering(numbering?: Document | '', styles?: Document | ''): Numbering {
  const lists = numbering ? listsOf(numbering) : new Map<string, Level[]>();
  const byStyle = styles ? stylesOf(styles) : new Map<string, NumberedBy>();
  const counters = new Map<string, number[]>();
  return {
    labelOf(paragraph) {
      const by = numberedBy(paragraph) ?? byStyle.get(styleOf(paragraph) ?? '');
      const levels = by && lists.get(by.list);
      const level = by && levels?.[by.level];
      if (!by || !levels || !level) return '';
      const counts = counters.get(by.list) ?? [];
      counters.set(by.list, counts);
      counts[by.level] = (counts[by.level] ?? level.start - 1) + 1;
      counts.length = by.level + 1;
      if (level.format === 'bullet') return '';
      return level.text.replace(/%(\d)/g, (_, n: string) => {
        const i = Number(n) - 1;
        return written(counts[i] ?? levels[i]?.start ?? 1, levels[i]?.format ?? 'decimal');
      });
    },
  };
}

const first = (parent: Element | undefined, tag: string): Element | undefined =>
  parent?.getElementsByTagName(tag)[0];
const valueOf = (element: Element | undefined): string | undefined =>
  element?.getAttribute('w:val') ?? undefined;

function listsOf(document: Document): Map<string, Level[]> {
  const abstracts = new Map<string, Level[]>();
  for (const abstract of [...document.getElementsByTagName('w:abstractNum')]) {
    const levels: Level[] = [];
    for (const level of [...abstract.getElementsByTagName('w:lvl')]) {
      levels[Number(level.getAttribute('w:ilvl') ?? 0)] = {
        format: valueOf(first(level, 'w:numFmt')) ?? 'decimal',
        text: valueOf(first(level, 'w:lvlText')) ?? '',
        start: Number(valueOf(first(level, 'w:start')) ?? 1),
      };
    }
    abstracts.set(abstract.getAttribute('w:abstractNumId') ?? '', levels);
  }
  const lists = new Map<string, Level[]>();
  for (const list of [...document.getElementsByTagName('w:num')]) {
    const levels = abstracts.get(valueOf(first(list, 'w:abstractNumId')) ?? '');
    if (levels) lists.set(list.getAttribute('w:numId') ?? '', levels);
  }
  return lists;
}

function stylesOf(document: Document): Map<string, NumberedBy> {
  const found = new Map<string, NumberedBy>();
  for (const style of [...document.getElementsByTagName('w:style')]) {
    const by = numberedBy(style);
    if (by) found.set(style.getAttribute('w:styleId') ?? '', by);
  }
  return found;
}

function numberedBy(element: Element): NumberedBy | undefined {
  const head = first(first(element, 'w:pPr'), 'w:numPr');
  const list = valueOf(first(head, 'w:numId'));
  if (list === undefined || list === '0') return undefined;
  return { list, level: Number(valueOf(first(head, 'w:ilvl')) ?? 0) };
}

function styleOf(paragraph: Element): string | undefined {
  return valueOf(first(first(paragraph, 'w:pPr'), 'w:pStyle'));
}

function written(n: number, format: string): string {
  if (/chinese|ideographTraditional|japaneseCounting|taiwanese|korean/i.test(format)) return numeral(n);
  if (format === 'decimalEnclosedCircle' || format === 'decimalEnclosedCircleChinese')
    return n >= 1 && n <= 20 ? String.fromCharCode(0x2460 + n - 1) : String(n);
  return String(n);
}
