import { AppError } from '../core/errors.js';
import type { Rejected } from '../core/roster.js';
import { openFile, type OpenedFile } from '../files/open.js';
import { readColumns, type HouseholdColumn, type RosterColumns } from './columns.js';
import { readHeads } from './file.js';
import { tidyHead, type Heads } from './heads.js';
import { tidyName } from './names.js';
import { dataRows, valueOf, type RowReader } from './rows.js';

/** What a list says of a household under one head. `private`: to be masked wherever it is shown. */
export interface Said {
  text: string; // '' where the cell is empty
  private: boolean;
}

export interface ListRow {
  row: number;
  code: string; // '' where the list has none
  town: string;
  village: string;
  group: string;
  householder: string;
  values: ReadonlyMap<string, Said>; // by the head's title
}

/** Another department's or system's list of households (帮扶手册, 明白卡, 子系统), read to be compared only. */
export interface RosterList {
  file: string;
  sheet: string;
  /** A row for each person: how many rows there are of a household is its 人口. */
  members: boolean;
  titles: readonly string[]; // of the columns that can be compared
  rows: readonly ListRow[];
  rejected: readonly Rejected[];
  warnings: readonly string[];
}

/** Columns that two lists may differ in without being at odds: the code leads to the household, nicknames are many. */
const NOT_COMPARED = new Set<HouseholdColumn>(['code', 'aliases']);

/** What the register calls one of its columns: the first word for it. */
export const titleOf = (column: HouseholdColumn, columns: RosterColumns): string =>
  columns.households[column][0]!;

/** Reads a list of households from .xlsx or .csv. Throws an AppError `roster-file` where it cannot be used as one. */
export async function readRosterList(
  source: string | OpenedFile,
  columns: RosterColumns = readColumns(),
): Promise<RosterList> {
  const file = typeof source === 'string' ? await openFile(source) : source;
  const { heads } = await readHeads(file, columns);
  if (heads.kind !== 'households')
    throw new AppError(
      'roster-file',
      `${file.name}: a list of officials; expected one of households (户主, 村)`,
    );
  const warnings: string[] = [];
  const rejected: Rejected[] = [];
  const members = columns.lists.members.some((word) =>
    heads.other.some(({ head }) => head === tidyHead(word)),
  );
  const known = comparable(heads, columns, members);
  const head = members ? headOfHousehold(heads) : undefined;
  // Of a person's row, what is said of the person is not said of the household.
  const other = members ? [] : heads.other;
  const rows: ListRow[] = [];
  for (const reader of dataRows(heads, columns, 'householder', warnings)) {
    const householder = tidyName(
      head === undefined ? reader.text('householder') : plain(reader.cell(head).text, columns),
    );
    const code = squeeze(reader.text('code'));
    if (householder === '' && code === '') {
      rejected.push({ row: reader.number, cause: '户主、户编码都空着' });
      continue;
    }
    const values = new Map<string, Said>();
    for (const [column, title] of known)
      values.set(title, { text: said(reader, column, columns), private: false });
    for (const { column, head, private: secret } of other)
      values.set(head, { text: plain(reader.cell(column).text, columns), private: secret });
    rows.push({
      row: reader.number,
      code,
      town: squeeze(reader.text('town')),
      village: squeeze(reader.text('village')),
      group: squeeze(reader.text('group')),
      householder,
      values,
    });
  }
  const titles = [...known.values(), ...other.map(({ head }) => head)];
  return { file: file.name, sheet: heads.sheet.name, members, titles, rows, rejected, warnings };
}

function comparable(heads: Heads, columns: RosterColumns, members: boolean): Map<HouseholdColumn, string> {
  const present = Object.keys(heads.columns) as HouseholdColumn[];
  return new Map(
    present
      .filter((column) => !NOT_COMPARED.has(column) && !(members && column === 'householder'))
      .map((column) => [column, titleOf(column, columns)]),
  );
}

/** Of a list of persons: the column with whose household it is (户主姓名), where 姓名 is the person's own. */
const headOfHousehold = (heads: Heads): number | undefined =>
  heads.other.find(({ head }) => head.startsWith('户主'))?.column;

function said(reader: RowReader, column: HouseholdColumn, columns: RosterColumns): string {
  const text = reader.text(column);
  if (column === 'category' || column === 'monitorKind') return valueOf(text, columns.values[column]);
  return column === 'householder' ? tidyName(text) : text;
}

/** 无 and / say no more than an empty cell. */
export const plain = (text: string, columns: RosterColumns): string =>
  columns.empty.includes(text.trim()) ? '' : text.trim();

const squeeze = (text: string): string => text.replace(/\s+/g, '');
