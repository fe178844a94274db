import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { loadExports } from '../../src/export/index.js';
import { linesOf, outlineOf, sameUnit, unitIn, type About } from '../../src/export/outline.js';
import { packageRoot } from '../../src/files/package-root.js';
import { loadStatus } from '../../src/status/index.js';
import { exportStore } from '../../src/store/exports.js';
import { openStore, type Store } from '../../src/store/client.js';
import { testDatabase, type TestDatabase } from '../support/database.js';
import { seedCounty } from './county.js';

const intents = path.join(packageRoot(), 'intents');
const { outlines } = loadExports(intents);
const { metrics } = loadStatus(intents)!;
const outline = (id: string) => outlines.find((one) => one.id === id)!;
let database: TestDatabase;
let store: Store;

beforeAll(async () => {
  database = await testDatabase();
  store = openStore(database.url, 4);
  const { households, contactId, messageId } = await seedCounty(store);
  const personId = (await store.prisma.person.findFirstOrThrow()).id;
  const record = (index: number, kind: string, data: object, more: object = {}) => ({
    id: newId(), messageId, index, kind, contactId, data: { kind, ...data }, occurredOn: new Date('2026-05-06T00:00:00Z'), ...more,
  }); // prettier-ignore
  const report = (index: number, unit: string, done: string[], more: object = {}) =>
    record(index, 'unit-report', { unit, done, problems: ['水管冻裂'] }, more);
  const signed = report(1, '水利局', ['巡查12处水源']);
  const changed = report(5, '县水利局', ['改过的一条'], { updatedAt: new Date('2026-05-09T00:00:00Z') });
  const rows = [
    signed,
    report(2, '县水利局', ['还没签字的一条']),
    report(3, '县教育局', ['家访30户']),
    report(4, '县水利局', ['上月的'], { occurredOn: new Date('2026-04-06T00:00:00Z') }),
    changed,
    record(6, 'visit', { householder: '赵甲', mode: 'home' }, { householdId: households[0]!.id, village: '石桥村' }),
    record(7, 'visit', { householder: '孙丙', mode: 'home' }, { householdId: households[2]!.id, village: '石桥村' }),
  ]; // prettier-ignore
  await store.prisma.record.createMany({ data: rows });
  await store.prisma.signature.createMany({
    data: [signed, rows[3]!, changed].map(({ id }) => ({
      id: newId(), recordId: id, personId, messageId, at: new Date('2026-05-08T02:00:00Z'), digest: 'x',
    })),
  }); // prettier-ignore
  await store.prisma.record.updateMany({
    where: { id: { not: changed.id } },
    data: { updatedAt: new Date('2026-05-06T02:00:00Z') },
  });
  const item = (ledger: string, number: number, title: string, more: object) => ({
    id: newId(), ledger, key: `${ledger}${number}`, number, title, state: 'open', openedAt: new Date('2026-05-01T00:00:00Z'), ...more,
  }); // prettier-ignore
  await store.prisma.item.createMany({
    data: [
      item('actions', 7, '饮水提升', { leadUnit: '县水利局', nextDue: new Date('2026-08-31T00:00:00Z') }),
      item('actions', 8, '卫生室', { leadUnit: '县卫健局', units: ['县水利局'] }),
      item('actions', 9, '已办完', { leadUnit: '县水利局', closedAt: new Date('2026-05-02T00:00:00Z') }),
      item('problems', 3, '管网老化', { leadUnit: '县教育局' }),
    ],
  });
}, 60_000);
afterAll(async () => {
  await store.close();
  await database.drop();
});

const period = { from: '2026-05-04', to: '2026-05-10', title: '本周' };
const unit: About = { unit: '县水利局', place: { towns: [], villages: [], title: '全县' }, period };

describe('a unit’s outline for its report in person', () => {
  test('has what its leader has signed of this week, and its open tasks; nothing of others', async () => {
    const lines = await Promise.all(
      outline('unit-outline').sections.map((one) =>
        linesOf(one, unit, metrics, exportStore(store.prisma), { today: '2026-05-08' }),
      ),
    );
    expect(lines).toEqual([
      ['巡查12处水源'],
      ['水管冻裂'],
      [],
      ['7号饮水提升（时限2026-08-31）', '8号卫生室'],
    ]);
  });

  test('is a document', async () => {
    const bytes = await outlineOf(
      outline('unit-outline'),
      unit,
      metrics,
      exportStore(store.prisma),
      '2026-05-08',
    );
    expect(Buffer.from(bytes.slice(0, 2)).toString()).toBe('PK');
  });
});

test('a village’s half year has its own numbers; what nobody said is left to be filled in', async () => {
  const place = { towns: [], villages: ['石桥村'], within: '清溪镇', title: '石桥村' };
  const about: About = { place, period: { from: '2026-01-01', to: '2026-06-30', title: '上半年' } };
  const section = (title: string) =>
    outline('village-half-year').sections.find((one) => one.title === title)!;
  const lines = (title: string) =>
    linesOf(section(title), about, metrics, exportStore(store.prisma), { today: '2026-05-08' });
  expect(await lines('走访和问题整改')).toEqual([
    '走访1户（名册1户），走访次数1户次，整改问题0个，已销号0个（问题0个）。',
  ]);
  expect(await lines('金融帮扶')).toEqual(['在贷0笔，在贷金额【待填】元，逾期0笔（在贷0笔）。']);
});

test('papers for a meeting have a line for each town', async () => {
  const about: About = { place: { towns: [], villages: [], title: '全县' }, period };
  const [decisions, towns] = outline('weekly-meeting').sections;
  expect(await linesOf(towns!, about, metrics, exportStore(store.prisma), { today: '2026-05-08' })).toEqual([
    '清溪镇：还没走访1户。',
    '云岭镇：还没走访1户。',
    '没写地方的：没销号1个。',
  ]);
  expect(
    await linesOf(decisions!, about, metrics, exportStore(store.prisma), { today: '2026-05-08' }),
  ).toEqual(['办结的议定事项0项，没办结的议定事项0项，到期的议定事项0项。']);
});

test('a plan spread over the weeks, the worst first, beside what was reported; parts beside their whole', async () => {
  const item = (ledger: string, number: number, title: string, data: object, more: object = {}) => ({
    id: newId(), ledger, key: `plan${ledger}${number}`, number, title, state: 'open', data, openedAt: new Date('2026-01-01T02:00:00Z'), village: '石桥村', ...more,
  }); // prettier-ignore
  const goal = (number: number, data: object) =>
    item('targets', number, '木耳栽植', { name: '木耳栽植', action: 3, measure: '亩', ...data });
  await store.prisma.item.createMany({
    data: [
      item('projects', 1, '产业路', { startedOn: '2026-04-10', plannedFinish: '2026-06-05', percent: 45 }),
      item('projects', 2, '水厂', { startedOn: '2026-04-10', plannedFinish: '2026-06-05', percent: 20 }),
      item('projects', 3, '没报过的桥', { plannedFinish: '2026-05-13' }),
      item('projects', 4, '没有工期的', { percent: 10 }),
      item(
        'projects',
        5,
        '销了号的',
        { plannedFinish: '2026-04-13' },
        { closedAt: new Date('2026-05-02T00:00:00Z') },
      ),
      goal(1, { goal: 800, current: 500 }),
      goal(2, { village: '石桥村', goal: 300, current: 200 }),
      goal(3, { village: '柳湾村', goal: 450 }),
      item('targets', 4, '务工', { name: '务工', village: '石桥村', goal: 60 }),
    ],
  });
  const about: About = { place: { towns: [], villages: [], title: '全县' }, period };
  const section = (id: string, title: string) => outline(id).sections.find((one) => one.title === title)!;
  const lines = (id: string, title: string) =>
    linesOf(section(id, title), about, metrics, exportStore(store.prisma), {
      ledgers: outline(id).ledgers,
      today: '2026-05-08',
    });
  expect(await lines('schedule', '项目')).toEqual([
    '2号水厂：4月10日至6月5日，应到50%，报了20%，落后30个点（红）；往后5月15日62.5%、5月22日75%、5月29日87.5%、6月5日100%',
    '1号产业路：4月10日至6月5日，应到50%，报了45%，落后5个点（绿）；往后5月15日62.5%、5月22日75%、5月29日87.5%、6月5日100%',
    '3号没报过的桥：1月1日至5月13日，应到96.2%（没报过）；往后5月13日100%',
  ]);
  expect(await lines('action-progress', '指标：各村合计与总数')).toEqual([
    '3号行动 木耳栽植：目标800亩，2个合计750亩，对不上，差50亩；完成500亩，2个合计200亩（1个没报），对不上，差300亩',
    '务工：目标1个合计60',
  ]);
});

test.each([
  ['导出县水利局汇报提纲', '县水利局'],
  ['给我一份县委办公室的汇报材料', '县委办公室'],
  ['导出汇报提纲', undefined],
])('%s', (text, expected) => {
  expect(unitIn(text, ['导出', '给我一份', '汇报提纲', '汇报材料'])).toBe(expected);
});

test('one unit by its short name, never another', () => {
  expect([sameUnit('水利局', '县水利局'), sameUnit('县水利局', '临溪县水利局')]).toEqual([true, true]);
  expect([
    sameUnit('县教育局', '县水利局'),
    sameUnit('局', '县水利局'),
    sameUnit(undefined, '县水利局'),
  ]).toEqual([false, false, false]);
});
