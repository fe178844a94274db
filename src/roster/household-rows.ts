import { createHash } from 'node:crypto';
import isIdentityCard from 'validator/lib/isIdentityCard.js';
import type { RosterColumns } from './columns.js';
import type { HouseholdRow, Rejected } from '../core/roster.js';
import type { Heads } from './heads.js';
import { splitList, tidyName } from './names.js';
import { dataRows, valueOf, type RowReader } from './rows.js';
import { mask } from '../core/sensitive/index.js';

export function readHouseholds(
  heads: Heads,
  columns: RosterColumns,
  rejected: Rejected[],
  warnings: string[],
): HouseholdRow[] {
  const households: HouseholdRow[] = [];
  const rows = new Map<string, number>();
  const coded = heads.columns.code !== undefined;
  if (!coded) warnings.push('没有“户编码”一列：按镇、村、组、户主生成编码；以后改用户编码导入会成为另一户');
  for (const reader of dataRows(heads, columns, 'householder', warnings)) {
    const read = householdOf(reader, heads, columns, warnings);
    const cause = 'cause' in read ? read.cause : duplicate(read, rows, coded);
    if (cause !== undefined) rejected.push({ row: reader.number, cause });
    else if (!('cause' in read)) {
      rows.set(read.code, read.row);
      households.push(read);
    }
  }
  return households;
}

function duplicate(
  read: HouseholdRow,
  rows: ReadonlyMap<string, number>,
  coded: boolean,
): string | undefined {
  const earlier = rows.get(read.code);
  if (earlier === undefined) return undefined;
  return coded ? `户编码重复（与第${earlier}行相同）` : `与第${earlier}行同村同组同名，没有户编码分不清`;
}

function householdOf(
  reader: RowReader,
  heads: Heads,
  columns: RosterColumns,
  warnings: string[],
): HouseholdRow | { cause: string } {
  const householder = tidyName(reader.text('householder'));
  if (householder === '') return { cause: '缺户主' };
  if (!/^\p{L}/u.test(householder) || /\d/.test(householder) || householder.length > 30)
    return { cause: `户主不是姓名（${mask(householder).slice(0, 30)}）` };
  const village = squeeze(reader.text('village'));
  if (village === '') return { cause: '缺村' };
  const place = {
    town: squeeze(reader.text('town')),
    village,
    group: groupName(squeeze(reader.text('group'))),
  };
  const odd = oddCell(reader);
  if (odd !== undefined) return { cause: odd };
  const code = codeOf(reader, heads, place, householder);
  if (typeof code === 'object') return code;
  const population = countOf(reader.text('population'));
  if (population === undefined)
    return { cause: `人口不是数（${mask(reader.text('population')).slice(0, 30)}）` };
  const { attributes, secret } = otherColumns(reader, heads, warnings);
  return {
    row: reader.number,
    code,
    ...place,
    householder,
    aliases: splitList(reader.text('aliases')).filter(
      (alias) => alias !== householder && !columns.empty.includes(alias),
    ),
    category: valueOf(reader.text('category'), columns.values.category),
    monitorKind: valueOf(reader.text('monitorKind'), columns.values.monitorKind),
    population,
    helper: mask(reader.text('helper')),
    guarantor: mask(reader.text('guarantor')),
    attributes,
    private: secret,
  };
}

/** Names and places are short and public: they stand in receipts, links and exports. */
const SHORT = {
  town: '镇',
  village: '村',
  group: '组',
  aliases: '别名',
  helper: '帮扶责任人',
  guarantor: '包保人',
} as const;
const LONGEST = 200;
const PUBLIC = new Set<keyof typeof SHORT>(['town', 'village', 'group', 'aliases']);

function oddCell(reader: RowReader): string | undefined {
  for (const column of Object.keys(SHORT) as (keyof typeof SHORT)[]) {
    const text = reader.text(column);
    if (text.length > LONGEST) return `${SHORT[column]}过长（${mask(text.slice(0, 20))}…）`;
    if (PUBLIC.has(column) && mask(text) !== text)
      return `${SHORT[column]}里有证件号或电话（${mask(text).slice(0, 30)}）`;
  }
  return undefined;
}

function codeOf(
  reader: RowReader,
  heads: Heads,
  place: { town: string; village: string; group: string },
  householder: string,
): string | { cause: string } {
  const column = heads.columns.code;
  if (column === undefined) {
    const key = [place.town, place.village, place.group, householder].join('|');
    return `G-${createHash('sha256').update(key).digest('hex').slice(0, 12)}`;
  }
  const code = squeeze(reader.text('code'));
  if (code === '') return { cause: '缺户编码' };
  if (code.length > 64) return { cause: `户编码过长（${code.slice(0, 20)}…）` };
  // An identity number is no code: codes stand in links, logs and exports.
  if (isIdentityCard.default(code, 'zh-CN')) return { cause: '户编码是身份证号，请另编' };
  if (reader.cell(column).damaged) return { cause: '户编码超过15位又按数字保存，末位已失真，请改为文本格式' };
  return code;
}

function otherColumns(reader: RowReader, heads: Heads, warnings: string[]) {
  const attributes: Record<string, string> = {};
  const secret: Record<string, string> = {};
  for (const { column, head, private: isPrivate } of heads.other) {
    const { text, damaged } = reader.cell(column);
    if (text === '') continue;
    if (damaged) {
      warnings.push(`第${reader.number}行“${head}”超过15位又按数字保存，末位已失真，未保存`);
    } else if (isPrivate) {
      secret[head] = text;
    } else {
      // A number in a remark is no less private than one in its own column.
      attributes[head] = mask(text);
      if (attributes[head] !== text) secret[head] = text;
    }
  }
  return { attributes, secret };
}

/** null where nothing is said, undefined where it is no number of people. */
function countOf(text: string): number | null | undefined {
  if (text === '') return null;
  const match = /^(\d{1,2})(?:\.0+)?[人口]?$/u.exec(text.normalize('NFKC'));
  return match ? Number(match[1]) : undefined;
}

/** Group "3" of a column 组 is 3组. */
function groupName(group: string): string {
  return /^(?:第)?(?:\d{1,3}|[一二三四五六七八九十]{1,3})$/u.test(group) ? `${group}组` : group;
}

function squeeze(text: string): string {
  return text.replace(/\s+/g, '');
}
