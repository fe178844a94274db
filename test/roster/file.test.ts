import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ExcelJS from '@protobi/exceljs';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { readColumns } from '../../src/roster/columns.js';
import { readRosterFile, type ParsedRoster } from '../../src/roster/file.js';

const CSV = [
  '镇,村,组,户编码,户主,别名,户类型,监测类型,人口,住房等级,帮扶责任人,包保人,身份证号,备注',
  '清溪镇,石磨村,一组,0001,何伟,,脱贫户,,3,A,甲一,乙一,990000198802290011,',
  '清溪镇,石磨村,三组,0002,"邓满仓","老邓；邓木匠",监测,边缘户,4人,B,甲一,乙一,,电话13900001234',
].join('\r\n');

function households(parsed: ParsedRoster) {
  if (parsed.kind !== 'households') throw new Error(`read as ${parsed.kind}`);
  return parsed.households;
}

const csv = (text: string | Uint8Array, name = '册.csv') =>
  readRosterFile({ name, bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text });

async function xlsx(fill: (book: ExcelJS.Workbook) => void) {
  const book = new ExcelJS.Workbook();
  fill(book);
  return readRosterFile({ name: '册.xlsx', bytes: new Uint8Array(await book.xlsx.writeBuffer()) });
}

describe('a .csv register', () => {
  it('is read with its codes, nicknames, values and private columns', async () => {
    const parsed = await csv(CSV);
    expect(parsed).toMatchObject({ kind: 'households', rejected: [], warnings: [] });
    expect(households(parsed)).toEqual([
      {
        row: 2,
        code: '0001',
        town: '清溪镇',
        village: '石磨村',
        group: '一组',
        householder: '何伟',
        aliases: [],
        category: '脱贫户',
        monitorKind: '',
        population: 3,
        helper: '甲一',
        guarantor: '乙一',
        attributes: { 住房等级: 'A' },
        private: { 身份证号: '990000198802290011' },
      },
      {
        row: 3,
        code: '0002',
        town: '清溪镇',
        village: '石磨村',
        group: '三组',
        householder: '邓满仓',
        aliases: ['老邓', '邓木匠'],
        category: '监测户',
        monitorKind: '边缘易致贫户',
        population: 4,
        helper: '甲一',
        guarantor: '乙一',
        attributes: { 住房等级: 'B', 备注: '电话139******34' },
        private: { 备注: '电话13900001234' },
      },
    ]);
  });

  it.each<[string, Uint8Array]>([
    ['UTF-8 with a mark', Buffer.from('\ufeff' + CSV)],
    ['GB18030', iconv.encode(CSV, 'gb18030')],
    ['UTF-16LE with a mark', iconv.encode(CSV, 'utf-16le', { addBOM: true })],
    ['UTF-16BE with a mark', iconv.encode(CSV, 'utf-16be', { addBOM: true })],
    ['UTF-16LE without', iconv.encode(CSV, 'utf-16le')],
    ['old line ends', Buffer.from(CSV.replaceAll('\r\n', '\r'))],
  ])('in %s is the same', async (_, bytes) => {
    expect(households(await csv(bytes))).toEqual(households(await csv(CSV)));
  });

  it.each([
    [';', CSV.replaceAll(',', ';')],
    ['tab', CSV.replaceAll(',', '\t')],
  ])('separated by %s is the same', async (_, text) => {
    expect(households(await csv(text))).toEqual(households(await csv(CSV)));
  });

  it('lists every rejected row with its number and cause', async () => {
    const parsed = await csv(
      [
        '某县花名册,,,,',
        '村,户编号,户主姓名,人口（人）,组',
        '石磨村,1,何伟,3,1',
        '石磨村,2,,3,1',
        ',3,邓满仓,3,1',
        '石磨村,,解小军,3,1',
        '',
        '石磨村,1,姚桂兰,3,1',
        '石磨村,5,熊长贵,三口,1',
        '石磨村,6,13900001234,3,1',
        '合计,,,12,',
        '填表人：甲,,,,',
      ].join('\n'),
    );
    expect(parsed.rejected).toEqual([
      { row: 4, cause: '缺户主' },
      { row: 5, cause: '缺村' },
      { row: 6, cause: '缺户编码' },
      { row: 8, cause: '户编码重复（与第3行相同）' },
      { row: 9, cause: '人口不是数（三口）' },
      { row: 10, cause: '户主不是姓名（139******34）' },
    ]);
    expect(parsed.warnings).toEqual(['第11行是“合计”，略过', '第12行不是数据，略过：填表人：甲']);
    expect(households(parsed).map((h) => [h.row, h.code, h.group])).toEqual([[3, '1', '1组']]);
  });

  it('keeps numbers of people, formulas and essays out of names and places', async () => {
    const head = '镇,村,组,户编码,户主,别名,帮扶责任人';
    const rows = [
      '甲镇,乙村,一组,A1,=cmd|calc,,',
      '甲镇,乙13900001234村,一组,A2,何伟,,',
      '甲镇,乙村,13900001234,A3,何伟,,',
      '甲镇,乙村,一组,A4,何伟,老何13900001234,',
      `甲镇,乙村,一组,A5,何伟,${'何'.repeat(201)},`,
      '甲镇,乙村,一组,A6,何伟,老何,甲一13900001234',
    ];
    const parsed = await csv([head, ...rows].join('\n'));
    expect(parsed.rejected.map(({ row, cause }) => `${row} ${cause.slice(0, 7)}`)).toEqual([
      '2 户主不是姓名（',
      '3 村里有证件号或',
      '4 组里有证件号或',
      '5 别名里有证件号',
      '6 别名过长（何何',
    ]);
    expect(households(parsed)).toMatchObject([{ code: 'A6', aliases: ['老何'], helper: '甲一139******34' }]);
    expect(JSON.stringify(parsed)).not.toContain('13900001234');
  });

  it('without codes gets stable ones, and refuses namesakes it cannot tell apart', async () => {
    const text = '村,组,户主\n石磨村,一组,何伟\n石磨村,二组,何伟\n石磨村,一组,何 伟\n';
    const [first, second] = [await csv(text), await csv(`${text}花坪村,一组,何伟`)];
    expect(first.rejected).toEqual([{ row: 4, cause: '与第2行同村同组同名，没有户编码分不清' }]);
    expect(first.warnings).toHaveLength(1);
    const codes = households(first).map((h) => h.code);
    expect(new Set(codes).size).toBe(2);
    expect(households(second).map((h) => h.code)).toEqual([
      ...codes,
      expect.stringMatching(/^G-[0-9a-f]{12}$/),
    ]);
  });
});

describe('an .xlsx register', () => {
  it('with a title, two head rows, merged cells, zeros, dates and a repeated head', async () => {
    const parsed = await xlsx((book) => {
      book.addWorksheet('说明').addRow(['填表说明']);
      const sheet = book.addWorksheet('花名册');
      sheet.addRow(['某县农户花名册']);
      sheet.mergeCells('A1:F1');
      sheet.addRow(['镇', '村', '户编码', '户主', '家庭情况', '']);
      sheet.addRow(['', '', '', '', '人口', '识别时间']);
      for (const column of 'ABCD') sheet.mergeCells(`${column}2:${column}3`);
      sheet.mergeCells('E2:F2');
      sheet.addRow(['清溪镇', '石磨村', '0007', '何伟', 3, new Date(Date.UTC(2024, 4, 6))]);
      sheet.addRow(['', '', 8, '邓满仓', { formula: '1+1', result: 2 }, '']);
      sheet.mergeCells('A4:A5');
      sheet.mergeCells('B4:B5');
      sheet.getCell('C5').numFmt = '0000';
      sheet.addRow(['镇', '村', '户编码', '户主', '人口', '识别时间']);
      sheet.addRow(['清溪镇', '花坪村', { richText: [{ text: '00' }, { text: '09' }] }, '解小军', '', '']);
      sheet.addRow(['清溪镇', '花坪村', '0009', '姚桂兰', 1, '']);
      sheet.addRow(['清溪镇', '花坪村', 1234567890123456, '熊长贵', 1, '']);
    });
    expect(parsed.sheet).toBe('花名册');
    expect(
      households(parsed).map((h) => [h.row, h.code, h.village, h.householder, h.population, h.attributes]),
    ).toEqual([
      [4, '0007', '石磨村', '何伟', 3, { 识别时间: '2024-05-06' }],
      [5, '0008', '石磨村', '邓满仓', 2, {}],
      [7, '0009', '花坪村', '解小军', null, {}],
    ]);
    expect(parsed.rejected).toEqual([
      { row: 8, cause: '户编码重复（与第7行相同）' },
      { row: 9, cause: '户编码超过15位又按数字保存，末位已失真，请改为文本格式' },
    ]);
  });

  it('does not keep an identity number that the spreadsheet has damaged', async () => {
    const parsed = await xlsx((book) => {
      const sheet = book.addWorksheet('1');
      sheet.addRow(['村', '户编码', '户主', '身份证号']);
      sheet.addRow(['石磨村', 'A1', '何伟', 990000198802290011]);
    });
    expect(households(parsed)[0]?.private).toEqual({});
    expect(parsed.warnings).toEqual(['第2行“身份证号”超过15位又按数字保存，末位已失真，未保存']);
  });

  it('says which further sheet it left', async () => {
    const parsed = await xlsx((book) => {
      for (const name of ['甲', '乙']) {
        const sheet = book.addWorksheet(name);
        sheet.addRow(['村', '户编码', '户主']);
        sheet.addRow(['石磨村', name, '何伟']);
      }
    });
    expect(households(parsed).map((h) => h.code)).toEqual(['甲']);
    expect(parsed.warnings).toEqual(['另有工作表“乙”未读取']);
  });
});

describe('a list of people', () => {
  it('is told from a register by its heads', async () => {
    const parsed = await csv(
      [
        '姓名,单位,职务,角色,负责村,微信群昵称,联系电话',
        '甲一,清溪镇政府,驻村干部,cadre,石磨村；花坪村,石磨-甲一,13900001234',
        '乙二,清溪镇政府,副镇长,领导,清溪镇,,',
        '丙三,清溪镇政府,,,,,',
        '甲一,清溪镇政府,,,,,',
        ',清溪镇政府,干事,,,,',
        '丁四,县局,,经理,,,',
      ].join('\n'),
    );
    expect(parsed).toMatchObject({
      kind: 'people',
      people: [
        { row: 2, name: '甲一', role: 'cadre', villages: ['石磨村', '花坪村'], nicknames: ['石磨-甲一'] },
        { row: 3, name: '乙二', role: 'leader', villages: ['清溪镇'], nicknames: [] },
        { row: 4, name: '丙三', role: 'cadre' },
      ],
      rejected: [
        { row: 5, cause: '姓名和单位重复（与第2行相同）' },
        { row: 6, cause: '缺姓名' },
        { row: 7, cause: '角色“经理”不认识，可填：干部、领导、内勤' },
      ],
      warnings: ['“联系电话”一列未保存：人员名册不保存证件号和电话'],
    });
    expect(JSON.stringify(parsed)).not.toContain('13900001234');
  });

  it('keeps a nickname as the address book does: its number masked', async () => {
    const parsed = await csv(
      '姓名,单位,职务,微信群昵称\n何伟,某局,干事,何伟13900001234\n13900001234,某局,干事,',
    );
    expect(parsed).toMatchObject({ people: [{ nicknames: ['何伟139******34'] }], rejected: [{ row: 3 }] });
  });
});

describe('a wrong file', () => {
  it.each<[string, string, Uint8Array, RegExp]>([
    ['empty', 'a.csv', new Uint8Array(), /a\.csv: the file is empty/],
    ['text named .xlsx', 'a.xlsx', Buffer.from('户主,村'), /a\.xlsx: not a readable \.xlsx/],
    ['a torn .xlsx', 'a.xlsx', Buffer.from('PK\u0003\u0004garbage'), /a\.xlsx: not a readable \.xlsx/],
    [
      'an old .xls',
      'a.xls',
      Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0, 0]),
      /old \.xls file or one with a password/,
    ],
    ['no known heads', 'a.csv', Buffer.from('a,b\n1,2'), /no known heads/],
    ['a picture', 'a.png', Buffer.from([0x89, 0x50, 0x4e, 0x47]), /expected an \.xlsx or \.csv/],
    [
      'noise',
      'a.csv',
      Buffer.from(Array.from({ length: 999 }, (_, i) => 128 + ((i * 7919) % 128))),
      /a\.csv: /,
    ],
    [
      'an open quote',
      'a.csv',
      Buffer.from('村,户编码,户主\n"石磨村,1,何伟\n石磨村,2,何伟'),
      /a\.csv: .*(quote|Quote)/,
    ],
  ])('%s', async (_, name, bytes, message) => {
    await expect(readRosterFile({ name, bytes })).rejects.toMatchObject({
      name: 'AppError',
      code: 'roster-file',
      message: expect.stringMatching(message),
    });
  });

  it('without a single row', async () => {
    await expect(csv('镇,村,户编码,户主\n')).rejects.toThrow('册.csv: no rows below the heads');
  });
  it('that is not there', async () => {
    await expect(readRosterFile('/nowhere/a.csv')).rejects.toThrow(/\/nowhere\/a\.csv: cannot be read/);
  });
});

describe('the columns', () => {
  it('that ship are sound, and no head means two things', () => {
    const { households, people } = readColumns();
    for (const part of [households, people]) {
      const words = Object.values(part).flat();
      expect(new Set(words).size).toBe(words.length);
    }
  });

  it('with a mistake say file, line and column', () => {
    const path = join(mkdtempSync(join(tmpdir(), 'columns-')), 'roster.yaml');
    writeFileSync(path, 'kind: roster-columns\nhouseholds:\n  town: 镇\n');
    expect(() => readColumns(path)).toThrow(new RegExp(`${path}:3:3 households\\.town: `));
    writeFileSync(path, 'kind: [\n');
    expect(() => readColumns(path)).toThrow(/roster\.yaml:\d+:\d+ /);
    expect(() => readColumns(`${path}.none`)).toThrow(/cannot be read/);
  });
});

const shared = new URL('../../../shared/examples/', import.meta.url);
describe.skipIf(!existsSync(shared))(
  'the example files beside the checkout (skipped where there are none)',
  () => {
    it('are read whole', async () => {
      const [register, people] = await Promise.all(
        ['roster.csv', 'people.csv'].map((f) => readRosterFile(new URL(f, shared).pathname)),
      );
      expect(register).toMatchObject({ kind: 'households', rejected: [], warnings: [] });
      expect(people).toMatchObject({ kind: 'people', rejected: [], warnings: [] });
    });
  },
);
