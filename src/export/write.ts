import { renderCsv, renderXlsx, type Row, type Sheet } from '../render/index.js';
import { cellsOf, type SourceRow } from './cells.js';
import type { ExportDefinition } from './schema.js';

export type ExportFormat = 'xlsx' | 'csv';

/** A ledger as a file in pieces. Rows are read as they are needed; `counted` hears how many there are so far. */
export function writeExport(
  definition: ExportDefinition,
  rows: AsyncIterable<SourceRow>,
  format: ExportFormat,
  counted: (count: number) => void = () => {},
): AsyncIterable<Uint8Array | string> {
  const { title, columns } = definition;
  const sheet: Sheet = {
    name: title,
    columns: columns.map(({ title, type, width }) => ({ title, type, ...(width ? { width } : {}) })),
    rows: cells(definition, rows, counted),
  };
  return format === 'csv' ? renderCsv(sheet) : renderXlsx([sheet]);
}

async function* cells(
  definition: ExportDefinition,
  rows: AsyncIterable<SourceRow>,
  counted: (count: number) => void,
): AsyncGenerator<Row> {
  let count = 0;
  for await (const row of rows) {
    counted(++count);
    yield cellsOf(definition, row);
  }
}
