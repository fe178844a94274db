import { numeral } from '../core/numerals.js';
import type { Align } from './table-svg.js';

/** An official document as plain data. All words are the caller's; the layout is GB/T 9704—2012's. */
export interface Document {
  /** The issuing office's red head (发文机关标志), e.g. 某县巩固衔接工作领导小组办公室文件. Without it there is no red line either. */
  head?: string;
  /** 文号 with or without the right brackets, or 第3期. Normalised by `documentNumber`. */
  number?: string;
  /** 标题. Lines are broken where the text has line breaks, else by the width. */
  title: string;
  /** 主送机关, without the colon. */
  addressee?: string;
  blocks: readonly Block[];
  /** 附件说明: names of what is attached. */
  annexes?: readonly string[];
  /** 发文机关署名. */
  signature?: string;
  /** 成文日期, YYYY-MM-DD. */
  date?: string;
  /** 版记: 抄送, and by whom and on which day (YYYY-MM-DD) it was printed. */
  imprint?: { copies?: string; office: string; date: string };
}

export type Block =
  | { type: 'heading'; level: 1 | 2 | 3 | 4; text: string }
  | { type: 'paragraph'; text: string; align?: 'center' | 'right'; indent?: false }
  | {
      type: 'table';
      caption?: string;
      head?: readonly string[]; // repeated on every page; a table without one is a form to fill in, in larger letters
      rows: readonly (readonly string[])[];
      align?: readonly Align[];
    }
  | { type: 'picture'; png: Uint8Array; caption?: string }
  /** Signature and date stand here instead of at the end: something to tear off follows. */
  | { type: 'signature' }
  /** Begins a new page. */
  | { type: 'page' };

/** 一、（一）1.（1）: the number before a heading of that level. `n` from 1 to 99. */
export function headingNumber(level: 1 | 2 | 3 | 4, n: number): string {
  if (level === 1) return `${numeral(n)}、`;
  if (level === 2) return `（${numeral(n)}）`;
  return level === 3 ? `${n}.` : `（${n}）`;
}

/** 某办(2026)第005号 → 某办〔2026〕5号: hexagonal brackets, no 第, no zeros in front (7.2.5). */
export function documentNumber(text: string): string {
  return text.replace(
    /[([（［【〔]\s*(\d{4})\s*[)\]）］】〕]\s*第?\s*0*(\d+)\s*号/g,
    (_, year: string, n: string) => `〔${year}〕${n}号`,
  );
}

/** 2026-05-08 → 2026年5月8日. */
export function documentDate(day: string): string {
  const [year, month, date] = day.split('-').map(Number);
  return `${year!}年${month!}月${date!}日`;
}

/**
 * How many characters the signature and the date stand from the right edge: the signature two, the date below it, two
 * characters further in than the signature begins; a date longer than the signature stands two from the edge instead,
 * and the signature moves (7.3.5.2, without a seal). Widths in characters.
 */
export function signatureIndents(signature: number, date: number): { signature: number; date: number } {
  const under = 2 + signature - 2 - date;
  return under >= 2 ? { signature: 2, date: under } : { signature: 4 + date - signature, date: 2 };
}
