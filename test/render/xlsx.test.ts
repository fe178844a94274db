import exceljs from '@protobi/exceljs';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { collect, renderCsv, renderXlsx, type Sheet } from '../../src/render/index.js';

const columns: Sheet['columns'] = [
  { title: '户主', type: 'text' },
  { title: '日期', type: 'date' },
  { title: '报告时间', type: 'date', width: 18 },
  { title: '户数', type: 'number' },
  { title: '金额（元）', type: 'money' },
  { title: '完成率', type: 'percent' },
];
const rows = [
  ['某甲', '2026-05-08', '2026-05-08T09:30', 3, 12_345.5, 91.72],
  ['=HYPERLINK("http://x")', '长期', null, -2, 0, 0.1],
  ['@某 <b>&"', '2026-02-30', '', Number.NaN, 1e15, undefined],
];

async function read(sheets: Sheet[]) {
  const bytes = await collect(renderXlsx(sheets));
  const book = new exceljs.Workbook();
  await book.xlsx.load(bytes as never);
  return { bytes, book, files: unzipSync(bytes) };
}

describe('renderXlsx', () => {
  test('dates are dates, numbers are numbers, and what is neither stays text', async () => {
    const { book } = await read([{ name: '台账', columns, rows }]);
    const sheet = book.getWorksheet('台账')!;
    const values = [2, 3, 4].map((n) => columns.map((_, i) => sheet.getRow(n).getCell(i + 1).value));
    expect(values[0]).toEqual([
      '某甲',
      new Date('2026-05-08T00:00:00Z'),
      new Date('2026-05-08T09:30:00Z'),
      3,
      12_345.5,
      0.9172,
    ]);
    expect(values[1]).toEqual(['=HYPERLINK("http://x")', '长期', null, -2, 0, 0.001]);
    expect(values[2]).toEqual(['@某 <b>&"', '2026-02-30', null, null, 1e15, null]);
    expect(sheet.getCell('E2').numFmt).toBe('#,##0.00');
    expect(sheet.getCell('F2').numFmt).toBe('0.00%');
    expect(sheet.getCell('B2').numFmt).toContain('yyyy');
  });

  test('the head is frozen, every table has a filter, and no cell is a formula', async () => {
    const { book, files } = await read([
      { name: '走访', columns, rows },
      { name: '走访', columns, rows: [] },
      { name: '问题/[台账]*'.repeat(5), columns, rows },
    ]);
    expect(book.worksheets.map((sheet) => sheet.name)).toEqual([
      '走访',
      '走访 (2)',
      expect.stringMatching(/^问题  台账/),
    ]);
    for (const sheet of book.worksheets) {
      expect(sheet.name.length).toBeLessThanOrEqual(31);
      expect(sheet.views[0]).toMatchObject({ state: 'frozen', ySplit: 1 });
      expect(sheet.autoFilter).toBe(`A1:F${sheet.rowCount}`);
    }
    const xml = new TextDecoder().decode(files['xl/worksheets/sheet1.xml']);
    expect(xml).not.toContain('<f>');
    expect(xml).toContain('s="3" t="inlineStr"'); // shown as text even after somebody edits the cell
  });

  test('the same tables are the same bytes, whatever the time and the time zone', async () => {
    const one = (await read([{ name: '台账', columns, rows }])).bytes;
    const zone = process.env.TZ;
    process.env.TZ = 'America/New_York';
    const two = (await read([{ name: '台账', columns, rows }])).bytes;
    process.env.TZ = zone ?? '';
    if (zone === undefined) delete process.env.TZ;
    expect(two.equals(one)).toBe(true);
  });

  test('a table longer than a sheet goes on in the next, without holding it in memory', async () => {
    const many = function* () {
      for (let i = 0; i < 1_048_580; i++) yield [i];
    };
    let most = 0;
    let size = 0;
    let second = false;
    const before = process.memoryUsage().rss;
    for await (const piece of renderXlsx([
      { name: '长', columns: [{ title: '号', type: 'number' }], rows: many() },
    ])) {
      size += piece.length;
      second ||= Buffer.from(piece).includes('xl/worksheets/sheet2.xml');
      most = Math.max(most, process.memoryUsage().rss);
    }
    expect(second).toBe(true);
    expect(size).toBeGreaterThan(1_000_000);
    expect((most - before) / 1e6).toBeLessThan(150);
  }, 60_000);

  test('exactly as many rows as a sheet holds make one sheet', async () => {
    const full = function* () {
      for (let i = 1; i < 1_048_576; i++) yield ['x'];
    };
    const bytes = await collect(
      renderXlsx([{ name: '满', columns: [{ title: '号', type: 'text' }], rows: full() }]),
    );
    const sheets = Buffer.from(bytes)
      .toString('latin1')
      .match(/xl\/worksheets\/sheet\d\.xml/g)!;
    expect(new Set(sheets).size).toBe(1);
  }, 60_000);
});

describe('renderCsv', () => {
  test('has a byte order mark, quotes what needs it, and disarms formulas', async () => {
    let text = '';
    for await (const piece of renderCsv({
      name: '台账',
      columns,
      rows: [...rows, ['两\n行,和"引号"', null]],
    }))
      text += piece;
    expect(text).toBe(
      '\ufeff户主,日期,报告时间,户数,金额（元）,完成率\r\n' +
        '某甲,2026-05-08,2026-05-08 09:30,3,12345.5,91.72%\r\n' +
        `"'=HYPERLINK(""http://x"")",长期,,-2,0,0.1%\r\n` +
        `"'@某 <b>&""",2026-02-30,,,1000000000000000,\r\n` +
        '"两\n行,和""引号""",,,,,\r\n',
    );
  });
});
