import { newId } from '../../src/core/ids.js';
import type { AskedCounty } from './asked.js';
import type { Home, Row } from './county.js';

/** An invented county of two towns for questions in wording that no definition was written after. Today is Friday, 8 May 2026. */

const CATEGORY = { t: '脱贫户', j: '监测户', d: '低保户', y: '一般户', w: '未脱贫户' } as const;

type Cells = Record<string, string>;

const home = (
  town: string,
  village: string,
  group: string,
  householder: string,
  kind: keyof typeof CATEGORY,
  helper: string,
  population: number | null,
  attributes: Cells = {},
): Home => ({ town, village, group, householder, category: CATEGORY[kind], helper, population, active: true, attributes }); // prettier-ignore

/** In the order of their numbers below. */
export const HOMES: Home[] = [
  home('云溪镇', '石桥村', '一组', '田有根', 't', '沈青', 4, {
    年人均纯收入: '12000',
    饮水方式: '自来水',
    住房等级: 'A级',
    劳动力: '2',
    就业人数: '1',
    致贫原因: '因病',
  }), // 0
  home('云溪镇', '石桥村', '一组', '龚小满', 'j', '沈青', 2, {
    年人均纯收入: '6000',
    饮水方式: '水窖',
    住房等级: 'C级',
    劳动力: '0',
    致贫原因: '因残',
  }), // 1
  home('云溪镇', '石桥村', '二组', '彭水长', 't', '沈青', 5, {
    年人均纯收入: '9000元',
    饮水方式: '集中供水',
    住房等级: 'B级',
    劳动力: '3',
    就业人数: '2',
  }), // 2
  home('云溪镇', '石桥村', '二组', '陆秋生', 'd', '田禾', 1, { 饮水方式: '自来水' }), // 3
  home('云溪镇', '柳湾村', '一组', '卞春来', 't', '田禾', 3, {
    年人均纯收入: '15000',
    住房等级: 'A级',
    易地搬迁: '是',
    实际入住: '是',
  }), // 4
  home('云溪镇', '柳湾村', '一组', '章立群', 'y', '田禾', 6, {
    年人均纯收入: '30000',
    饮水方式: '自来水',
    住房等级: 'B级',
  }), // 5
  home('云溪镇', '柳湾村', '二组', '余国栋', 'w', '田禾', 2, {
    年人均纯收入: '4000',
    饮水方式: '河水',
    住房等级: 'D级',
  }), // 6
  home('双丰镇', '梅坪村', '一组', '毛秀英', 't', '莫愁', 3, {
    年人均纯收入: '8000',
    饮水方式: '自来水',
    住房等级: 'A级',
    易地搬迁: '是',
    实际入住: '否',
  }), // 7
  home('双丰镇', '梅坪村', '二组', '顾长明', 'j', '莫愁', 4, { 饮水方式: '水窖' }), // 8
  home('双丰镇', '青石沟村', '一组', '祝向前', 't', '莫愁', null, { 年人均纯收入: '11000', 住房等级: 'A级' }), // 9
];

const visit = (household: number, day: string, data: Row['data'] = {}): Row => ({ kind: 'visit', state: 'active', day, village: HOMES[household]!.village, subject: null, household, data }); // prettier-ignore
const project = (village: string, subject: string, day: string, data: Row['data']): Row => ({ kind: 'project', state: 'active', day, village, subject, household: null, data: { project: subject, ...data } }); // prettier-ignore
const facts = (village: string, day: string, data: Row['data']): Row => ({ kind: 'village-facts', state: 'active', day, village, subject: village, household: null, data }); // prettier-ignore

export const ROWS: Row[] = [
  // This week: Monday 4 May to today.
  visit(0, '2026-05-04'),
  visit(0, '2026-05-06'),
  visit(0, '2026-05-08'),
  visit(1, '2026-05-07'),
  visit(2, '2026-05-07', { mode: 'phone' }),
  visit(4, '2026-05-08'),
  visit(4, '2026-05-05'),
  visit(6, '2026-05-06', { mode: 'absent' }),
  visit(7, '2026-05-07', { problems: ['屋顶漏雨'] }),
  // Last week, and April.
  visit(1, '2026-04-28'),
  visit(2, '2026-04-29'),
  visit(4, '2026-04-30'),
  visit(5, '2026-04-13'),
  visit(0, '2026-04-02'),
  // A year ago.
  visit(0, '2025-05-06'),
  visit(1, '2025-05-20'),
  visit(9, '2025-03-03'),
  project('石桥村', '产业路', '2026-04-10', { stage: '在建', percent: 40, investmentTotal: 500000, fundsReceived: 300000 }),
  project('石桥村', '产业路', '2026-05-06', { percent: 85 }),
  project('柳湾村', '蓄水池', '2026-05-02', { stage: '在建', percent: 30, investmentTotal: 80000 }),
  project('梅坪村', '便民桥', '2026-03-20', { stage: '完工待验收', percent: 100, investmentTotal: 1200000, fundsReceived: 1200000 }),
  project('青石沟村', '冷库', '2026-05-03', { stage: '未开工' }),
  facts('石桥村', '2026-03-10', { collectiveIncome: 0 }),
  facts('石桥村', '2026-04-20', { exitMet: 6 }),
  facts('柳湾村', '2026-03-12', { collectiveIncome: 0 }),
  facts('柳湾村', '2026-05-06', { collectiveIncome: 52000 }),
]; // prettier-ignore

/** Problems, loans, targets and pupils of the ledgers. */
export async function seedItems({ store: { prisma } }: AskedCounty): Promise<void> {
  const item = (ledger: string, number: number, title: string, state: string, village: string, data: object, more: object = {}) => ({
    id: newId(), ledger, key: `${ledger}${number}`, number, title, state, village, openedAt: new Date('2026-03-02T02:00:00Z'), data, ...more,
  }); // prettier-ignore
  await prisma.item.createMany({
    data: [
      item('problems', 1, '台账不全', 'open', '石桥村', { source: '省级督查' }),
      item('problems', 2, '路灯不亮', 'review', '柳湾村', { source: '自查' }),
      item('problems', 3, '水管冻裂', 'closed', '梅坪村', { source: '中央巡视' }, { closedAt: new Date('2026-05-05T02:00:00Z') }), // prettier-ignore
      item('loans', 1, '田有根', 'open', '石桥村', { amount: 50000 }, { nextDue: new Date('2026-06-10T00:00:00Z') }), // prettier-ignore
      item('loans', 2, '章立群', 'overdue', '柳湾村', { amount: 30000 }, { nextDue: new Date('2026-04-10T00:00:00Z') }), // prettier-ignore
      item('targets', 1, '脱贫人口', 'open', '石桥村', { goal: 120, current: 75 }),
      item('targets', 2, '务工', 'open', '石桥村', { goal: 50 }),
      item('dropouts', 1, '某学生', 'out', '柳湾村', {}, { discreet: true }),
    ],
  });
}
