import type { Person } from '../core/household.js';
import type { RosterColumns } from './columns.js';
import type { PersonRow, Rejected } from '../core/roster.js';
import type { Heads } from './heads.js';
import { splitList, tidyName } from './names.js';
import { dataRows, valueOf } from './rows.js';
import { mask } from '../core/sensitive/index.js';

const ROLES = { cadre: '干部', leader: '领导', clerk: '内勤' } as const;

export function readPeople(
  heads: Heads,
  columns: RosterColumns,
  rejected: Rejected[],
  warnings: string[],
): PersonRow[] {
  const people: PersonRow[] = [];
  const rows = new Map<string, number>();
  for (const { head } of heads.other.filter((column) => column.private)) {
    warnings.push(`“${head}”一列未保存：人员名册不保存证件号和电话`);
  }
  for (const reader of dataRows(heads, columns, 'name', warnings)) {
    const name = tidyName(reader.text('name'));
    const unit = mask(reader.text('unit'));
    const role = valueOf(reader.text('role'), columns.values.role) || 'cadre';
    const earlier = rows.get(`${name}|${unit}`);
    const cause =
      name === ''
        ? '缺姓名'
        : !/^\p{L}/u.test(name) || /\d/.test(name) || name.length > 30
          ? `姓名不是姓名（${mask(name).slice(0, 30)}）`
          : earlier !== undefined
            ? `姓名和单位重复（与第${earlier}行相同）`
            : role in ROLES
              ? undefined
              : `角色“${role.slice(0, 20)}”不认识，可填：${Object.values(ROLES).join('、')}`;
    if (cause !== undefined) {
      rejected.push({ row: reader.number, cause });
      continue;
    }
    rows.set(`${name}|${unit}`, reader.number);
    people.push({
      row: reader.number,
      name,
      unit,
      post: mask(reader.text('post')),
      role: role as Person['role'],
      villages: splitList(mask(reader.text('villages'))),
      // As the address book keeps them: a nickname with a telephone number still meets its owner.
      nicknames: splitList(mask(reader.text('nicknames'))),
    });
  }
  return people;
}
