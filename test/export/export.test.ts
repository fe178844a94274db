import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import exceljs from '@protobi/exceljs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { exportLedger, type ExportArgs } from '../../src/cli/export.js';
import { newId } from '../../src/core/ids.js';
import { loadExports, readExports } from '../../src/export/index.js';
import { openStore, type Store } from '../../src/store/client.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { seedCounty } from './county.js';

const NOW = new Date('2026-06-01T00:00:00Z');
const { definitions } = loadExports('intents');
let database: TestDatabase;
let store: Store;
let dir: string;
let seeded: Awaited<ReturnType<typeof seedCounty>>;

beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 4);
  dir = await mkdtemp(join(tmpdir(), 'cuncunbao-export-'));
  seeded = await seedCounty(store);
  const { households, contactId, messageId } = seeded;
  const visit = (i: number, extra: object = {}) => ({
    id: newId(), messageId, index: i + 1, kind: 'visit', contactId,
    data: { kind: 'visit', householder: households[i % 4]!.householder, mode: 'phone', problems: ['电话138****0000'] },
    householdId: households[i % 4]!.id, village: households[i % 4]!.village,
    occurredOn: new Date(`2026-05-0${(i % 8) + 1}T00:00:00Z`), ...extra,
  }); // prettier-ignore
  await store.prisma.record.createMany({
    data: [
      ...Array.from({ length: 8 }, (_, i) => visit(i)),
      visit(8, { state: 'retracted' }),
      // No household was found: a village of that name is in two towns, this one belongs to nobody's town but by its words.
      visit(9, {
        householdId: null,
        village: '石桥村',
        data: { kind: 'visit', householder: '=cmd', town: '云岭镇' },
      }),
    ],
  });
  await store.prisma.item.createMany({
    data: [
      { id: newId(), ledger: 'problems', key: '1', number: 1, title: '甲', state: 'open', town: '清溪镇', openedAt: new Date('2026-04-30T16:30:00Z') },
      { id: newId(), ledger: 'problems', key: '2', number: 2, title: '乙', state: 'closed', town: '云岭镇', openedAt: new Date('2026-03-01T00:00:00Z'), closedAt: new Date('2026-04-30T15:59:00Z') },
    ],
  }); // prettier-ignore
}, 60_000);

afterAll(async () => {
  await store.close();
  await database.drop();
  await rm(dir, { recursive: true, force: true });
});

const run = (args: Partial<ExportArgs>) =>
  exportLedger(
    { ledger: 'visits', format: 'csv', by: '书记', file: join(dir, 'out.csv'), ...args },
    { prisma: store.prisma, definitions, clock: { now: () => NOW }, progress() {} },
  );
/** Householders in the file, sorted. */
async function names(args: Partial<ExportArgs>): Promise<string[]> {
  const { rows } = await run(args);
  const lines = (await readFile(join(dir, 'out.csv'), 'utf8')).trim().split('\r\n').slice(1);
  expect(lines).toHaveLength(rows);
  return lines.map((line) => line.split(',')[5]!).sort();
}

describe('exportLedger', () => {
  test('a leader without places sees the county; what was retracted is not in it; formulas are disarmed', async () => {
    expect(await names({})).toEqual([
      "'=cmd",
      '孙丙',
      '孙丙',
      '李丁',
      '李丁',
      '赵甲',
      '赵甲',
      '钱乙',
      '钱乙',
    ]);
  });

  test.each([
    [{ by: '镇长' }, ['赵甲', '赵甲', '钱乙', '钱乙']],
    [{ by: '镇长', scope: '枫坪村' }, ['钱乙', '钱乙']],
    [{ by: '镇长', scope: '清溪镇/石桥村' }, ['赵甲', '赵甲']],
    [{ by: '村干' }, ['李丁', '李丁']],
    [{ by: '方可' }, ['赵甲', '赵甲', '钱乙', '钱乙']],
    [{ by: '书记', scope: '云岭镇/石桥村' }, ["'=cmd", '孙丙', '孙丙']],
    [{ by: '书记', scope: '清溪镇', from: '2026-05-02', to: '2026-05-05' }, ['赵甲', '钱乙']],
  ])('permissions and scope: %o', async (args, expected) => {
    expect(await names(args)).toEqual(expected);
  });

  test.each([
    [{ by: '镇长', scope: '云岭镇' }, 'export-declined'],
    [{ by: '镇长', scope: '云岭镇/石桥村' }, 'export-declined'],
    [{ by: '村干', scope: '白水村' }, undefined],
    [{ by: '村干', scope: '石桥村' }, 'argument-scope'],
    [{ by: '方可', scope: '枫坪村' }, 'export-declined'],
    [{ by: '无名' }, 'argument-by'],
    [{ scope: '无村' }, 'argument-scope'],
    [{ ledger: '无账' }, 'argument-ledger'],
    [{ from: '2026-02-30' }, 'argument-day'],
    [{ from: '2026-05-02', to: '2026-05-01' }, 'argument-day'],
  ])('%o: %s', async (args, code) => {
    if (code) await expect(run(args)).rejects.toMatchObject({ code });
    else await run(args);
  });

  test('every export and every refusal is written down, before anything leaves', async () => {
    const entries = await store.prisma.auditEntry.findMany({ orderBy: { id: 'asc' } });
    expect(entries.find((one) => one.action === 'export' && one.actor === '村干')?.detail).toMatchObject({
      ledger: 'visits',
      scope: '白水村',
      format: 'csv',
    });
    expect(entries.filter((one) => one.action === 'export.declined').map((one) => one.actor)).toEqual([
      '镇长',
      '镇长',
      '方可',
    ]);
  });

  test('.xlsx has real dates and the words of the definition; half a file is never left', async () => {
    const file = join(dir, 'out.xlsx');
    await run({ format: 'xlsx', file });
    const book = new exceljs.Workbook();
    await book.xlsx.readFile(file);
    const sheet = book.getWorksheet('走访台账')!;
    const head = (sheet.getRow(1).values as string[]).slice(1);
    expect(head).toEqual(definitions.find((d) => d.id === 'visits')!.columns.map((c) => c.title));
    const row = sheet.getRow(2);
    expect(row.getCell(1).value).toEqual(new Date('2026-05-01T00:00:00Z'));
    expect(row.getCell(head.indexOf('走访方式') + 1).value).toBe('电话');
    expect(row.getCell(head.indexOf('存在问题') + 1).value).toBe('电话138****0000');
    expect(row.getCell(head.indexOf('上报时间') + 1).value).toEqual(new Date('2026-05-08T09:05:00Z'));
    const broken = { ...definitions[0]!, from: { records: 'visit' }, columns: undefined as never };
    await expect(
      exportLedger(
        { ledger: broken.id, format: 'csv', by: '书记', file: join(dir, 'broken.csv') },
        { prisma: store.prisma, definitions: [broken], clock: { now: () => NOW }, progress() {} },
      ),
    ).rejects.toThrow();
    expect((await readdir(dir)).sort()).toEqual(['out.csv', 'out.xlsx']);
  });

  test('items: what was open on a day of the period, by days of Shanghai', async () => {
    const titles = async (args: Partial<ExportArgs>) => {
      await run({ ledger: '整改台账', ...args });
      return (await readFile(join(dir, 'out.csv'), 'utf8')).trim().split('\r\n').slice(1).map((line) => line.split(',')[1]); // prettier-ignore
    };
    expect(await titles({})).toEqual(['乙', '甲']);
    expect(await titles({ from: '2026-05-01' })).toEqual(['甲']);
    expect(await titles({ to: '2026-04-30' })).toEqual(['乙']);
    expect(await titles({ by: '镇长' })).toEqual(['甲']);
  });

  test('every ledger can be exported, also where it is empty', async () => {
    for (const { id } of definitions) await run({ ledger: id, format: 'xlsx', file: join(dir, 'out.xlsx') });
  });

  test('many pages hold every row once, in order', async () => {
    await store.prisma.$executeRaw`
      INSERT INTO record (id, message_id, index, kind, data, contact_id, occurred_on)
      SELECT gen_random_uuid(), ${seeded.messageId}::uuid, 1000 + n, 'visit', jsonb_build_object('householder', n::text), ${seeded.contactId}::uuid,
        date '2027-01-01' + (n % 3) FROM generate_series(1, 9001) n`;
    const { rows } = await run({ from: '2027-01-01' });
    const lines = (await readFile(join(dir, 'out.csv'), 'utf8'))
      .trim()
      .split('\r\n')
      .slice(1)
      .map((line) => line.split(','));
    expect(rows).toBe(9001);
    expect(new Set(lines.map((line) => line[5])).size).toBe(9001);
    expect(lines.map((line) => line[0])).toEqual(lines.map((line) => line[0]).sort());
  });
});

test('mistakes in a definition are found with their place', () => {
  const kinds = new Map([['visit', ['householder']]]);
  const ledgers = new Map([['problems', ['open', 'new']]]);
  const { findings } = readExports('intents', { kinds, ledgers, metrics: new Set<string>() });
  const messages = findings.map((f) => `${f.file}: ${f.message}`);
  expect(messages).toContainEqual(
    expect.stringContaining('exports/visits.yaml: nothing of this kind has a field "mode"'),
  );
  expect(messages).toContainEqual(
    expect.stringContaining('exports/loans.yaml: there is no ledger "loans"; allowed: problems'),
  );
  expect(messages).toContainEqual(
    expect.stringContaining('exports/problems.yaml: states without a label: new'),
  );
  expect(messages).toContainEqual(
    expect.stringContaining('outlines/unit-report.yaml: the kind "unit-report" has no field "done"'),
  );
  expect(messages).toContainEqual(
    expect.stringContaining('outlines/village-half-year.yaml: there is no metric "visits"'),
  );
  expect(findings.every((f) => f.line > 1)).toBe(true);
});
