import type ExcelJS from '@protobi/exceljs';
import { AppError, messageOf } from '../core/errors.js';
import type { OpenedFile } from '../files/open.js';
import { cleanText, type Cell, type Sheet, type SheetRow } from './sheet.js';

/** Reads the visible sheets of an .xlsx file; merged cells all say what the first of them says. */
export async function readXlsx({ name, bytes }: OpenedFile): Promise<Sheet[]> {
  // A third of a second to load, and most files are .csv.
  const { default: excel } = await import('@protobi/exceljs');
  const workbook = new excel.Workbook();
  try {
    // The library declares a Buffer of its own.
    await workbook.xlsx.load(Buffer.from(bytes) as unknown as Parameters<typeof workbook.xlsx.load>[0]);
  } catch (error) {
    throw new AppError('roster-file', `${name}: not a readable .xlsx file (${messageOf(error)})`, {
      cause: error,
    });
  }
  return workbook.worksheets
    .filter((sheet) => sheet.state === 'visible')
    .map((sheet) => {
      const rows: SheetRow[] = [];
      sheet.eachRow((row, number) => {
        const cells: Cell[] = [];
        row.eachCell({ includeEmpty: true }, (cell, column) => {
          cells[column - 1] = cellOf(cell);
        });
        for (let i = 0; i < cells.length; i++) cells[i] ??= { text: '' };
        rows.push({ number, cells });
      });
      return { name: sheet.name, rows };
    });
}

function cellOf(cell: ExcelJS.Cell): Cell {
  const value: unknown = cell.value;
  const result = value !== null && typeof value === 'object' && 'result' in value ? value.result : value;
  if (typeof result === 'number') return numberCell(result, cell.numFmt);
  if (result instanceof Date) return { text: dateText(result) };
  if (typeof result === 'boolean') return { text: result ? '是' : '否' };
  // #REF! and the like say nothing about the household.
  if (result !== null && typeof result === 'object' && 'error' in result) return { text: '' };
  if (value !== null && typeof value === 'object' && 'formula' in value && result === value)
    return { text: '' };
  return { text: cleanText(typeof result === 'string' ? result : cell.text).trim() };
}

function numberCell(value: number, format: string | undefined): Cell {
  // A code kept as a number and shown as 0007 by its format is the code 0007.
  if (format && /^0+$/.test(format) && Number.isInteger(value))
    return { text: String(value).padStart(format.length, '0') };
  if (Math.abs(value) >= 1e15) return { text: BigInt(Math.trunc(value)).toString(), damaged: true };
  return { text: String(Number(value.toPrecision(15))) };
}

/** exceljs gives the wall time of the sheet as if it were UTC. */
function dateText(date: Date): string {
  if (Number.isNaN(date.getTime())) return '';
  const text = date.toISOString();
  return text.endsWith('T00:00:00.000Z') ? text.slice(0, 10) : text.slice(0, 16);
}
