import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { openAskedCounty, type AskedCounty } from './asked.js';
import type { Home, Row } from './county.js';

/** What was last said of each figure, up to the day that is asked about; what nobody said is said to be unsaid. */

const VILLAGES = ['桂花沟村', '大樟村', '竹园村'];
const homes: Home[] = VILLAGES.map((village, i) => ({
  town: '云溪镇', village, group: '一组', householder: `甲${i}`, category: '脱贫户', helper: '沈青', population: 3, active: true,
})); // prettier-ignore
const told = (kind: string, village: string, subject: string, day: string, data: Row['data']): Row => ({
  kind, state: 'active', day, village, subject, household: null, data,
}); // prettier-ignore
const facts = (village: string, day: string, data: Row['data']) =>
  told('village-facts', village, village, day, data);
const road = (day: string, data: Row['data']) => told('project', '桂花沟村', '产业路', day, data);
const rows = [
  facts('桂花沟村', '2026-03-10', { collectiveIncome: 0 }),
  facts('桂花沟村', '2026-04-20', { exitMet: 6 }), // silent on the income
  facts('大樟村', '2026-03-12', { collectiveIncome: 0 }),
  facts('大樟村', '2026-05-06', { collectiveIncome: 52000 }),
  facts('竹园村', '2026-05-02', { exitMet: 7 }), // never said the income
  road('2026-04-10', { stage: '在建', fundsReceived: 300000, investmentTotal: 500000 }),
  road('2026-05-06', { percent: 70 }),
];

let county: AskedCounty;
beforeAll(async () => {
  county = await openAskedCounty(homes, rows);
  const target = (number: number, title: string, data: object) => ({
    id: newId(), ledger: 'targets', key: title, number, title, state: 'open', village: '桂花沟村', openedAt: new Date('2026-03-01T00:00:00Z'), data,
  }); // prettier-ignore
  await county.store.prisma.item.createMany({
    data: [
      target(1, '脱贫人口', { goal: 120, current: 75 }),
      target(2, '务工', { goal: 50 }),
      target(3, '木耳', { goal: 8, current: 8 }),
    ],
  });
});
afterAll(() => county.close());
beforeEach(() => county.be('leader', ['云溪镇'], '应岚'));
const textOf = async (text: string) => (await county.ask(text))!.text;

test('a form that is silent on a figure does not take back what an earlier one stated', async () => {
  expect(await textOf('云溪镇还有几个空壳村')).toMatch(/空壳村1个（行政村3个，33.3%）/);
  expect(await textOf('还有哪些空壳村')).toContain('桂花沟村');
  expect(await textOf('云溪镇在建项目几个')).toMatch(/在建1个/);
  expect(await textOf('哪些项目没报到位资金')).toMatch(/没报过到位资金0个/);
});

test('as of an earlier day it is what was said by then', async () => {
  expect(await textOf('云溪镇上个月有几个空壳村')).toMatch(/空壳村2个（行政村3个，66.7%）/);
});

test('a target that nobody reported on is neither met nor missed: it is said to be unreported', async () => {
  const silent = '；另有没报进展的任务指标1项，不在内';
  expect(await textOf('云溪镇任务指标没完成的有几项')).toContain(
    `没完成的任务指标1项（任务指标3项，33.3%）${silent}`,
  );
  expect(await textOf('云溪镇任务指标完成率多少')).toContain(
    `完成的任务指标1项（任务指标3项，33.3%）${silent}`,
  );
});
