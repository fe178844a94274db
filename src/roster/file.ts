import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.js';
import type { ParsedRoster, Rejected } from '../core/roster.js';
import { openFile, type OpenedFile } from '../files/open.js';
import { readColumns, type RosterColumns } from './columns.js';
import { readCsv } from './csv.js';
import { doubled } from './doubled.js';
import { findHeads, type Heads } from './heads.js';
import { readHouseholds } from './household-rows.js';
import { readPeople } from './person-rows.js';
import type { Sheet } from './sheet.js';
import { readXlsx } from './xlsx.js';

export type { ParsedRoster } from '../core/roster.js';

const LARGEST = 100 * 1024 * 1024;

/**
 * Reads a register of households or a list of people from .xlsx or .csv; which of the two it is, its heads say.
 * Throws an AppError `roster-file` where the file as a whole cannot be used.
 */
export async function readRosterFile(
  source: string | OpenedFile,
  columns: RosterColumns = readColumns(),
): Promise<ParsedRoster> {
  const file = typeof source === 'string' ? await openFile(source) : source;
  const { sheets, heads } = await readHeads(file, columns);
  const warnings: string[] = [];
  for (const sheet of sheets) {
    if (sheet.name !== heads.sheet.name && findHeads([sheet], columns))
      warnings.push(`另有工作表“${sheet.name}”未读取`);
  }
  const rejected: Rejected[] = [];
  const sha256 = createHash('sha256').update(file.bytes).digest('hex');
  const parsed = { file: file.name, sha256, sheet: heads.sheet.name, rejected, warnings };
  const read: ParsedRoster =
    heads.kind === 'households'
      ? { ...parsed, kind: 'households', households: readHouseholds(heads, columns, rejected, warnings) }
      : { ...parsed, kind: 'people', people: readPeople(heads, columns, rejected, warnings) };
  if (read.kind === 'households')
    for (const { title, homes } of doubled(read.households, columns.lists.own))
      warnings.push(`${title}相同：${homes.map(({ row }) => `第${row}行`).join('、')}，请核对`);
  const accepted = read.kind === 'households' ? read.households.length : read.people.length;
  if (accepted === 0 && rejected.length === 0)
    throw new AppError('roster-file', `${file.name}: no rows below the heads`);
  return read;
}

/** The sheets of a file, and what the columns of the best of them hold. Throws as `readRosterFile` does. */
export async function readHeads(
  file: OpenedFile,
  columns: RosterColumns,
): Promise<{ sheets: Sheet[]; heads: Heads }> {
  const sheets = await readSheets(file);
  const heads = findHeads(sheets, columns);
  if (heads) return { sheets, heads };
  throw new AppError(
    'roster-file',
    `${file.name}: no known heads in the first 10 rows; a register needs 户主 and 村, a list of people 姓名 and one of 单位, 职务, 角色, 负责村, 微信群昵称`,
  );
}

async function readSheets(file: OpenedFile): Promise<Sheet[]> {
  const { name, bytes } = file;
  if (bytes.length === 0) throw new AppError('roster-file', `${name}: the file is empty`);
  if (bytes.length > LARGEST) throw new AppError('roster-file', `${name}: larger than 100 MB`);
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return readXlsx(file);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) {
    throw new AppError(
      'roster-file',
      `${name}: an old .xls file or one with a password; save it as .xlsx or .csv`,
    );
  }
  if (/\.xlsx$/i.test(name)) throw new AppError('roster-file', `${name}: not a readable .xlsx file`);
  if (!/\.(?:csv|txt|tsv)$/i.test(name)) {
    throw new AppError('roster-file', `${name}: expected an .xlsx or .csv file`);
  }
  return readCsv(file);
}

function startsWith(bytes: Uint8Array, magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte);
}
