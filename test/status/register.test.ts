import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { packageRoot } from '../../src/main/package-root.js';
import { countOf, loadStatus } from '../../src/status/index.js';
import { countStatus, listStatus } from '../../src/store/status.js';
import { openCounty, type Home, type Row, type StatusCounty } from './county.js';

const home = (householder: string, attributes: Record<string, string>, more: Partial<Home> = {}): Home => ({
  town: '云溪镇', village: '石桥村', group: '一组', householder, category: '脱贫户', helper: '沈青', population: 3, active: true, attributes, ...more,
}); // prettier-ignore
const CLEAR = { 致贫原因: '因病', 帮扶措施: '公益岗', 脱贫路径: '务工', 脱贫成效: '稳定' };
const homes = [
  home('甲', { ...CLEAR, 住房等级: 'A级', 水质检测报告: '有' }),
  home('乙', { 致贫原因: '因学', 住房等级: 'D' }, { helper: '' }),
  home('丙', {}, { population: null }),
  home('丁', { ...CLEAR, 住房等级: 'C级' }, { active: false }),
];
const visit = (household: number, measures: string[], mode = 'home', state = 'active'): Row => ({
  kind: 'visit', state, day: '2026-03-02', village: '石桥村', subject: null, household, data: { mode, measures },
}); // prettier-ignore
const rows = [
  visit(0, ['宣传医保政策', '送鸡苗20只']),
  visit(1, ['调解了地界纠纷'], 'phone'),
  visit(2, ['宣传低保政策'], 'home', 'retracted'),
];
const ITEMS = [
  ['leads', 'new', { risk: 'water' }],
  ['leads', 'closed', { risk: 'water' }],
  ['leads', 'assigned', { risk: 'housing' }],
  ['problems', 'closed', { source: '省第三方评估' }],
  ['problems', 'review', { source: '省委巡视' }],
  ['problems', 'open', { source: '中央考核' }],
  ['problems', 'open', {}],
] as const;

let county: StatusCounty;
const { metrics } = loadStatus(path.join(packageRoot(), 'intents'))!;
beforeAll(async () => {
  county = await openCounty(homes, rows);
  await county.store.prisma.item.createMany({
    data: ITEMS.map(([ledger, state, data], i) => ({
      id: newId(), ledger, key: String(i), title: `事${i}`, state, data, openedAt: new Date('2026-03-01T02:00:00Z'),
    })), // prettier-ignore
  });
});
afterAll(() => county.close());

const queryOf = (id: string) => ({
  count: countOf(metrics.get(id)!),
  place: { towns: [], villages: [], title: '全县' },
  filter: [],
});
const count = async (id: string) => (await countStatus(county.store.prisma, queryOf(id))).value;
const names = async (id: string) =>
  (await listStatus(county.store.prisma, queryOf(id))).map((row) => row.title).sort();

test.each([
  ['housing-graded', ['甲', '乙']],
  ['housing-ungraded', ['丙']],
  ['housing-sound', ['甲']],
  ['housing-unsound', ['乙']],
  ['water-reported', ['甲']],
  ['water-report-left', ['丙', '乙']],
  ['five-clear', ['甲']],
  ['cause-blank', ['丙']],
  ['measure-blank', ['丙', '乙']],
  ['route-blank', ['丙', '乙']],
  ['result-blank', ['丙', '乙']],
  ['helper-blank', ['乙']],
  ['population-blank', ['丙']],
])('%s: what the register says or leaves blank, of households that are there', async (id, expected) => {
  expect(await names(id)).toEqual([...expected].sort());
  expect(await count(id)).toBe(expected.length);
});

test.each([
  ['doorstep-policy', ['乙', '丙']], // what was recalled was not said
  ['doorstep-industry', ['乙', '丙']],
  ['doorstep-dispute', ['甲', '丙']],
  ['doorstep-menu', ['甲', '乙', '丙']],
  ['doorstep-benefits', ['甲', '乙', '丙']],
  ['doorstep-survey', ['乙', '丙']], // a call is no visit
])('%s: households of which no visit says it', async (id, expected) => {
  expect(await names(id)).toEqual([...expected].sort());
});

test.each([
  ['leads-water-open', 1],
  ['leads-housing-open', 1],
  ['leads-medical-open', 0],
  ['problems-province', 2],
  ['problems-province-closed', 1],
  ['problems-central', 1],
  ['problems-central-closed', 0],
  ['problems-nation', 0],
])('%s', async (id, expected) => {
  expect(await count(id)).toBe(expected);
});
