import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '../../src/core/ids.js';
import { packageRoot } from '../../src/files/package-root.js';
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

describe('what more columns of the register say', () => {
  const one = (householder: string, attributes: Record<string, string>, category = '脱贫户'): Home =>
    home(householder, attributes, { category });
  const more = [
    one('甲', { 劳动力: '2人', 就业人数: '0', 产业项目数: '1个', 利益联结: '无', 年人均纯收入: '12,000元', 易地搬迁: '是', 搬迁补助兑付: '未兑付', 交钥匙: '是', 实际入住: '是', 旧房拆除: '未拆', 致贫原因: '因病', 帮扶措施: '送鸡苗', 三单一卡: '缺一卡' }),
    one('乙', { 劳动力: '0', 就业人数: '', 产业项目数: '0', 年人均纯收入: '2800', 参保: '未参保', 附加标签: '残', 四有情况: '有车', 致贫原因: '因病', 帮扶措施: '大病救助', 享受政策: '产业奖补' }),
    one('丙', { 劳动力: '1', 就业人数: '1', 产业项目数: '3', 利益联结: '入股合作社', 年人均纯收入: '1.2万', 易地搬迁: '是', 搬迁补助兑付: '已兑付', 危房改造: '是', 危改完工: '是', 危改入住: '否', 危改补助兑付: '', 评级: 'AA', 授信: '50000', 获贷: '是', 技能: '砌墙', 三单一卡: '齐全', 脱贫时间: '2019', 参保: '已参保', 签约医生: '田医生', 疾病筛查: '是', 饮水方式: '水窖', 双超: '是' }),
    one('丁', { 劳动力: '0人', 产业项目数: '无', 就业人数: '无', 年人均纯收入: '3500' }, '低保户'),
    one('戊', { 劳动力: '0人', 年人均纯收入: '3500', 致贫原因: '因学', 帮扶措施: '公益岗', 授信: '0', 评级: '无' }),
  ]; // prettier-ignore
  let registered: StatusCounty;
  beforeAll(async () => {
    registered = await openCounty(more, []);
  });
  afterAll(() => registered.close());

  test.each([
    ['industry-few', '甲乙'],
    ['industry-blank', '戊'],
    ['linked', '丙'],
    ['linked-left', '甲'],
    ['labour', '丙甲'],
    ['jobless', '甲'],
    ['jobs-blank', '乙戊'],
    ['idle', '丁'],
    ['skilled', '丙'],
    ['unskilled', ''],
    ['work-places-left', '丙'],
    ['relocated', '丙甲'],
    ['relocated-paid-left', '甲'],
    ['relocated-keys-left', ''],
    ['relocated-moved-left', ''],
    ['relocated-built-left', ''],
    ['old-house-left', '甲'],
    ['relocated-jobless', '甲'],
    ['relocated-no-industry', ''],
    ['over-limit', '丙'],
    ['cards-left', '甲'],
    ['rebuilt', '丙'],
    ['rebuilt-finished-left', ''],
    ['rebuilt-moved-left', '丙'],
    ['rebuilt-paid-left', ''],
    ['insured', '丙'],
    ['insured-left', '乙'],
    ['doctor-left', ''],
    ['screened', '丙'],
    ['rated', '丙'],
    ['credited', '丙'],
    ['lent', '丙'],
    ['tagged', '乙'],
    ['four-have', '乙'],
    ['doubt-allowance', '乙戊'],
    ['edge-uncovered', ''],
    ['cistern', '丙'],
    ['income-low', '乙'],
    ['income-high', ''],
    ['income-blank', ''],
    ['ill-unmet', '甲'],
    ['school-unmet', '戊'],
    ['disabled-unmet', ''],
    ['out-of-poverty-blank', '乙戊甲'],
  ])('%s', async (id, expected) => {
    const query = queryOf(id);
    const listed = await listStatus(registered.store.prisma, query);
    expect(
      listed
        .map((row) => row.title)
        .sort()
        .join(''),
    ).toBe([...expected].sort().join(''));
    expect((await countStatus(registered.store.prisma, query)).value).toBe(expected.length);
  });
});
