import type { RosterColumns } from './columns.js';
import { repeatsHeads, type Heads } from './heads.js';
import type { Cell, SheetRow } from './sheet.js';

/** Reads the cells of one row by what they hold. */
export interface RowReader {
  number: number;
  /** '' where the column is absent, the cell empty, or says "none". */
  text(column: keyof Heads['columns']): string;
  cell(column: number): Cell;
}

const SUM = /^(?:合计|总计|小计|共计)/;

/** The rows below the heads that carry data; what is left out without being an entry is said in `warnings`. */
export function* dataRows(
  heads: Heads,
  columns: RosterColumns,
  key: keyof Heads['columns'],
  warnings: string[],
): Generator<RowReader> {
  const empty = new Set(columns.empty.map((word) => word.trim()));
  for (const row of heads.sheet.rows.slice(heads.at + 1)) {
    const filled = row.cells.filter((cell) => cell.text !== '');
    if (filled.length === 0 || repeatsHeads(row, heads)) continue;
    const reader = readerOf(row, heads, empty);
    const first = filled[0]!.text;
    const single = new Set(filled.map((cell) => cell.text)).size === 1;
    if (reader.text(key) === '' && SUM.test(first))
      warnings.push(`第${row.number}行是“${first.slice(0, 10)}”，略过`);
    // A note or a signature below the table, often over merged cells.
    else if (single && (reader.text(key) === '' || filled.length > 3))
      warnings.push(`第${row.number}行不是数据，略过：${first.slice(0, 20)}`);
    else yield reader;
  }
}

function readerOf(row: SheetRow, heads: Heads, empty: ReadonlySet<string>): RowReader {
  const cell = (column: number): Cell => row.cells[column] ?? { text: '' };
  return {
    number: row.number,
    cell,
    text(name) {
      const column = heads.columns[name];
      const text = column === undefined ? '' : cell(column).text.replace(/\s+/g, ' ');
      return empty.has(text) ? '' : text;
    },
  };
}

/** The value that a cell means: 边缘户 → 边缘易致贫户; the cell itself where no list has it. */
export function valueOf(text: string, values: Partial<Record<string, readonly string[]>>): string {
  const bare = text.replace(/\s+/g, '');
  if (bare in values) return bare;
  return Object.keys(values).find((value) => values[value]?.includes(bare)) ?? bare;
}
