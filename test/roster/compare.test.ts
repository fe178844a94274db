import { mkdtempSync, existsSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from '@protobi/exceljs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { compareCommand, distinctNames } from '../../src/cli/roster-compare.js';
import { alike, numberIn } from '../../src/roster/alike.js';
import { readColumns } from '../../src/roster/columns.js';
import { compareLists, REGISTER, type FullHousehold } from '../../src/roster/compare.js';
import { readRosterFile } from '../../src/roster/file.js';
import { readRosterList } from '../../src/roster/list.js';
import { openStore, type Store } from '../../src/store/client.js';
import { importRoster } from '../../src/store/roster.js';
import { createSealer } from '../../src/store/seal.js';
import { testDatabase, type TestDatabase } from '../support/database.js';

const columns = readColumns();
const now = new Date('2026-11-20T08:00:00Z');
const bytes = (text: string) => new TextEncoder().encode(text);
const list = (text: string, name = '手册.csv') => readRosterList({ name, bytes: bytes(text) }, columns);

const home = (code: string, householder: string, more: Partial<FullHousehold> = {}): FullHousehold => ({
  code,
  town: '清溪镇',
  village: '石磨村',
  group: '一组',
  householder,
  aliases: [],
  category: '脱贫户',
  monitorKind: '',
  population: 3,
  helper: '甲一',
  guarantor: '',
  attributes: { 年人均纯收入: '12000' },
  private: {},
  ...more,
});

const REGISTERED = [
  home('Q1', '何伟'),
  home('Q2', '邓满仓', { group: '三组', population: 4, private: { 身份证号: '990000198802290011' } }),
  home('Q3', '解小军'),
  home('Q4', '解小军', { group: '二组' }),
];

describe('lists that share a file name', () => {
  it('go by as much of their paths as tells them apart', () => {
    const names = distinctNames([
      '/a/枫林/手册.xlsx',
      '/a/石桥/手册.xlsx',
      '/b/石桥/手册.xlsx',
      '/b/明白卡.xlsx',
    ]);
    expect([...names.values()]).toEqual([
      '枫林/手册.xlsx',
      'a/石桥/手册.xlsx',
      'b/石桥/手册.xlsx',
      '明白卡.xlsx',
    ]);
  });
});

describe('whether two lists say the same', () => {
  it.each([
    ['人口', '4人', '4', true],
    ['年总收入', '1.2万元', '12,000', true],
    ['年总收入', '12000', '12001', false],
    ['组', '3组', '三组', true],
    ['村', '石磨村委会', '石磨村', true],
    ['户主', '何　伟', '何伟', true],
    ['帮扶措施', '养牛、公益岗', '养牛，公益岗', true],
    ['身份证号', '990000198802290011', '990000198802290012', false],
    ['编号', '000000000123', '123', false],
    ['人口', '', '4', false],
  ])('%s: %s and %s', (title, a, b, same) => {
    expect(alike(title, a, b)).toBe(same);
    expect(alike(title, b, a)).toBe(same);
  });

  it('reads a number with its unit, and nothing else as one', () => {
    expect([numberIn('1.2万'), numberIn('￥3'), numberIn('四')]).toEqual([12000, undefined, undefined]);
  });
});

describe('lists laid beside the register', () => {
  it('says what differs, with what each source says and in which row; what agrees is not mentioned', async () => {
    const handbook = await list(
      '镇,村,组,户主,人口,年人均纯收入\n清溪镇,石磨村,1组,何伟,5,1.2万\n清溪镇,石磨村,三组,邓满仓,4人,9800',
    );
    const card = await list('村,户主,家庭人口,小组\n石磨村,何伟,3,一组', '明白卡.csv');
    const { differences } = compareLists(REGISTERED, [handbook, card], columns);
    expect(differences.map(({ household, title, values }) => [household.code, title, values])).toEqual([
      [
        'Q1',
        '人口',
        [
          { source: REGISTER, rows: [], value: '3' },
          { source: '手册.csv', rows: [2], value: '5' },
          { source: '明白卡.csv', rows: [2], value: '3' },
        ],
      ],
      [
        'Q2',
        '年人均纯收入',
        [
          { source: REGISTER, rows: [], value: '12000' },
          { source: '手册.csv', rows: [3], value: '9800' },
        ],
      ],
    ]);
  });

  it('also compares two lists under a head that the register does not have', async () => {
    const a = await list('村,组,户主,产业奖补\n石磨村,一组,何伟,3000', '甲.csv');
    const b = await list('村,组,户主,产业奖补\n石磨村,一组,何伟,5000', '乙.csv');
    expect(compareLists(REGISTERED, [a, b], columns).differences).toMatchObject([
      {
        title: '产业奖补',
        values: [
          { source: '甲.csv', value: '3000' },
          { source: '乙.csv', value: '5000' },
        ],
      },
    ]);
    expect(compareLists(REGISTERED, [a], columns).differences).toEqual([]);
  });

  it('a name that fits two households, sounds like another or is unknown fits none', async () => {
    const { unknown, differences, lists } = compareLists(
      REGISTERED,
      [await list('村,组,户主,人口\n石磨村,,解小军,9\n石磨村,一组,何威,9\n石磨村,一组,翟永年,9')],
      columns,
    );
    expect(unknown.map(({ row, cause }) => [row, cause])).toEqual([
      [2, '花名册里有2户叫这个名字'],
      [3, '花名册里只有相近的何伟'],
      [4, '花名册里没有这户'],
    ]);
    expect([differences, lists[0]!.matched]).toEqual([[], 0]);
  });

  it('by its code a household is found under another name, which then is the difference; another code is doubted', async () => {
    const { differences, unknown } = compareLists(
      REGISTERED,
      [await list('户编码,村,户主\nQ1,石磨村,何炜\nQ9,石磨村,邓满仓')],
      columns,
    );
    expect(differences).toMatchObject([{ household: { code: 'Q1' }, title: '户主' }]);
    expect(unknown).toMatchObject([{ row: 3, cause: '户编码Q9不在花名册，同名的户编码是Q2' }]);
  });

  it('counts the rows of a list of persons as 人口, and compares nothing that is said of a person', async () => {
    const members = await list(
      '户编码,村,户主姓名,姓名,与户主关系,人口,学历\nQ1,石磨村,何伟,何伟,户主,3,初中\nQ1,石磨村,何伟,何小妹,女,,高中\nQ2,石磨村,邓满仓,邓满仓,户主,4,小学',
      '成员.csv',
    );
    const { differences, lists } = compareLists(REGISTERED.slice(0, 2), [members], columns);
    expect(lists).toMatchObject([{ members: true, rows: 3, matched: 2 }]);
    expect(
      differences.map(({ household, title, values }) => [household.code, title, values.map((v) => v.value)]),
    ).toEqual([
      ['Q1', '人口', ['3', '3', '2']],
      ['Q2', '人口', ['4', '4', '1']],
    ]);
  });

  it('never shows an identity number, and says that two of them differ', async () => {
    const other = await list('户编码,村,户主,身份证号\nQ2,石磨村,邓满仓,990000198802290028');
    const { differences } = compareLists(REGISTERED, [other], columns);
    expect(differences).toHaveLength(1);
    const shown = JSON.stringify(differences.map(({ values }) => values));
    expect(shown).toContain('隐去处不同');
    expect(shown).not.toMatch(/\d{4}/);
  });

  it('misses a household only in a list of its whole village', async () => {
    const most = await list('户编码,村,户主\nQ1,石磨村,何伟\nQ2,石磨村,邓满仓\nQ3,石磨村,解小军');
    expect(compareLists(REGISTERED, [most], columns)).toMatchObject({
      absent: [{ household: { code: 'Q4' } }],
      partial: [],
    });
    const some = await list('户编码,村,户主\nQ1,石磨村,何伟');
    expect(compareLists(REGISTERED, [some], columns)).toMatchObject({
      absent: [],
      partial: [{ place: '清溪镇石磨村', absent: 3 }],
    });
  });
});

describe('roster --compare', () => {
  const sealer = createSealer(Buffer.alloc(32, 7));
  const folder = mkdtempSync(join(tmpdir(), 'compare-'));
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await testDatabase();
    store = openStore(database.url, 4);
    const text =
      '镇,村,组,户编码,户主,人口,身份证号\n清溪镇,石磨村,一组,Q1,何伟,3,990000198802290011\n清溪镇,石磨村,一组,Q2,邓满仓,4,990000198802290011';
    const parsed = await readRosterFile({ name: '册.csv', bytes: bytes(text) });
    expect(parsed.warnings).toEqual(['身份证号相同：第2行、第3行，请核对']);
    await importRoster(store.prisma, sealer, parsed, { actor: 'test', now });
  });
  afterAll(async () => {
    await store.close();
    await database.drop();
  });

  async function run(text: string, output?: string) {
    const file = join(folder, '手册.csv');
    writeFileSync(file, text);
    const out: string[] = [];
    const err: string[] = [];
    const status = await compareCommand(
      { files: [file], output },
      {
        clock: { now: () => now },
        actor: 'cli',
        withStore: (work) => work({ prisma: store.prisma, sealer }),
        out: (line) => out.push(line),
        err: (line) => err.push(line),
      },
    );
    return { status, out, err };
  }

  it('prints and writes the differences, changes nothing in the register, and is in the audit', async () => {
    const before = await store.prisma.household.findMany({ orderBy: { code: 'asc' } });
    const output = join(folder, '差异.xlsx');
    const { status, out } = await run('户编码,村,户主,人口\nQ1,石磨村,何伟,5\nQ2,石磨村,邓满仓,4', output);
    expect(status).toBe(1);
    expect(JSON.parse(out[0]!)).toMatchObject({
      kind: 'comparison',
      register: { households: 2, file: '册.csv', imported: '2026-11-20' },
      lists: [{ file: '手册.csv', rows: 2, matched: 2 }],
      differences: [{ code: 'Q1', title: '人口' }],
      twice: [{ title: '身份证号', households: [{ code: 'Q1' }, { code: 'Q2' }] }],
    });
    expect(out.join()).not.toContain('9900001988');
    const book = new ExcelJS.Workbook();
    await book.xlsx.load((await readFile(output)) as unknown as ExcelJS.Buffer);
    const row = book.getWorksheet('不一致')!.getRow(2).values as string[];
    expect(row.slice(1, 9)).toEqual(['Q1', '清溪镇', '石磨村', '一组', '何伟', '人口', '3', '5（第2行）']);
    expect(await store.prisma.household.findMany({ orderBy: { code: 'asc' } })).toEqual(before);
    expect(await store.prisma.auditEntry.findMany({ where: { action: 'roster.compare' } })).toMatchObject([
      { actor: 'cli', detail: { differences: '1' } },
    ]);
  });

  it('exits with 2 where a list cannot be used, before anything is opened', async () => {
    const { status, out, err } = await run('姓名,单位\n何伟,清溪镇政府', join(folder, '无.xlsx'));
    expect([status, out]).toEqual([2, []]);
    expect(err).toEqual([expect.stringContaining('a list of officials')]);
    expect(existsSync(join(folder, '无.xlsx'))).toBe(false);
  });
});
