import type { Cell, Column, Sheet } from '../render/index.js';
import type { Household } from '../core/household.js';
import { REGISTER, type Comparison, type SourceValue } from '../roster/compare.js';
import type { Doubled } from '../roster/doubled.js';

const text = (title: string, width?: number): Column => ({
  title,
  type: 'text',
  ...(width ? { width } : {}),
});
const HOME = [text('户编码', 16), text('镇', 12), text('村', 14), text('组', 8), text('户主', 12)];
const homeCells = ({ code, town, village, group, householder }: Household): Cell[] => [
  code,
  town,
  village,
  group,
  householder,
];

/** A comparison as a workbook for the clerk: what differs with what each source says and where, and what has no match. */
export function comparisonSheets(
  { lists, differences, unknown, absent, partial }: Comparison,
  twice: readonly Doubled<Household & { private: Readonly<Record<string, string>> }>[],
): Sheet[] {
  const sources = [REGISTER, ...lists.map(({ file }) => file)];
  return [
    {
      name: '不一致',
      columns: [
        ...HOME,
        text('项目', 16),
        ...sources.map((source) => text(source, 22)),
        text('核实后（由人填）', 18),
      ],
      rows: differences.map(({ household, title, values }) => [
        ...homeCells(household),
        title,
        ...sources.map((source) => said(values.filter((one) => one.source === source))),
        '',
      ]),
    },
    {
      name: '花名册对不上',
      columns: [
        text('名单', 22),
        { title: '行', type: 'number' },
        text('户主', 12),
        text('地点', 24),
        text('原因', 40),
      ],
      rows: unknown.map(({ file, row, householder, place, cause }) => [file, row, householder, place, cause]),
    },
    {
      name: '名单没有',
      columns: [text('名单', 22), ...HOME],
      rows: absent.map(({ file, household }) => [file, ...homeCells(household)]),
    },
    {
      name: '名单只有一部分的村',
      columns: [text('名单', 22), text('村', 20), { title: '没有列的户', type: 'number' }],
      rows: partial.map(({ file, place, absent: count }) => [file, place, count]),
    },
    {
      name: '证件号等重复',
      columns: [text('项目', 16), text('号码（已隐去）', 24), ...HOME],
      rows: twice.flatMap(({ title, value, homes }) =>
        homes.map((home) => [title, value, ...homeCells(home)]),
      ),
    },
  ];
}

/** 4（第12行）；5（第30行） */
const said = (values: readonly SourceValue[]): string =>
  values
    .map(
      ({ value, rows }) =>
        `${value === '' ? '（空）' : value}${rows.length > 0 ? `（第${rows.join('、')}行）` : ''}`,
    )
    .join('；');
