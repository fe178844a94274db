import { shareWidth } from './columns.js';
import { rect, text } from './svg.js';
import { widthOf, wrap } from './wrap.js';

export type Align = 'left' | 'center' | 'right';

export interface PictureTable {
  head: readonly string[];
  rows: readonly (readonly string[])[];
  align: readonly Align[]; // one a column
  /** Rows from the end that sum up: set in bold under a line. */
  totals?: number;
}

const INK = '#1e293b';
const HEAD_INK = '#ffffff';
const HEAD = '#24527a';
const STRIPE = '#f4f7fa';
const TOTAL = '#e3ecf5';
const LINE = '#d5dee8';
const LARGEST = 34;
const SMALLEST = 26; // px: below that a phone is no longer readable
const GAP = 28; // between columns
const MOST_LINES = 3;
const SHORT = 5; // em: words that do not wrap

/** A table as SVG of `width` px from `x`, `y`, and the height it needs. Letters shrink and cells wrap until it fits. */
export function tableSvg(
  table: PictureTable,
  x: number,
  y: number,
  width: number,
): { svg: string; height: number } {
  const { size, columns } = fit(table, width);
  const parts: string[] = [];
  let top = y;
  const row = (cells: readonly string[], fill: string | undefined, color: string, bold: boolean) => {
    const lines = columns.map((column, i) => wrap(cells[i] ?? '', (column - GAP) / size + 0.01));
    const count = Math.max(1, ...lines.map((one) => one.length));
    const height = count * size * 1.3 + size * 0.95;
    if (fill) parts.push(rect(x, top, width, height, fill));
    let left = x;
    columns.forEach((column, i) => {
      const align = table.align[i] ?? 'left';
      const at = { left: left + GAP / 2, center: left + column / 2, right: left + column - GAP / 2 }[align];
      const anchor = { left: 'start', center: 'middle', right: 'end' } as const;
      const down = (count - lines[i]!.length) / 2;
      lines[i]!.forEach((line, n) => {
        const base = top + size * 0.475 + (n + down) * size * 1.3 + size * 1.02;
        parts.push(text(at, base, line, { size, color, bold, anchor: anchor[align] }));
      });
      left += column;
    });
    top += height;
    parts.push(rect(x, top - 1, width, 1, LINE));
  };
  row(table.head, HEAD, HEAD_INK, true);
  const sums = table.rows.length - (table.totals ?? 0);
  table.rows.forEach((cells, i) => {
    const total = i >= sums;
    row(cells, total ? TOTAL : i % 2 === 1 ? STRIPE : undefined, INK, total);
  });
  return { svg: parts.join(''), height: top - y };
}

/** The largest letters with which every column holds its words in a few lines. */
function fit(table: PictureTable, width: number): { size: number; columns: number[] } {
  for (let size = LARGEST; size > SMALLEST; size -= 2) {
    const columns = share(table, width, size);
    const enough = table.head.every((_, i) =>
      cellsOf(table, i).every((cell) => wrap(cell, (columns[i]! - GAP) / size).length <= MOST_LINES - 1),
    );
    if (enough) return { size, columns };
  }
  return { size: SMALLEST, columns: share(table, width, SMALLEST) };
}

/** Columns get what they want where that fits; else numbers get it, and words share the rest. */
function share(table: PictureTable, width: number, size: number): number[] {
  const want = table.head.map((title, i) => {
    const cells = Math.max(0, ...table.rows.map((row) => widthOf(row[i] ?? '')));
    // A long title over short numbers wraps rather than widening its column.
    return Math.max(cells, Math.min(widthOf(title), Math.max(cells, 4))) * size + GAP;
  });
  const stiff = want.map((one, i) => table.align[i] === 'right' || one <= SHORT * size + GAP);
  return shareWidth(want, stiff, width);
}

function cellsOf(table: PictureTable, column: number): string[] {
  return [table.head[column] ?? '', ...table.rows.map((row) => row[column] ?? '')];
}
