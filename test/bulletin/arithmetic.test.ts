import { expect, test } from 'vitest';
import { miscounts } from '../../src/bulletin/index.js';

test.each([
  ['资金到位17.87亿元，支出15.99亿元，支出率91.72%。', 'rate', 91.72, 89.48],
  ['计划投资80万元，已支付30万元，占37.9%', 'rate', 37.9, 37.5],
  ['应走访400户，已走访128户，完成率35%', 'rate', 35, 32],
  ['共核实12100条，其中基础信息6280条、收入数据5024条、学历162条', 'sum', 12100, 11466],
  ['本周走访46户，其中脱贫户30户、监测户12户。', 'sum', 46, 42],
] as const)('finds what the numbers of a sentence contradict: %s', (text, kind, stated, computed) => {
  expect(miscounts(text)).toMatchObject([{ kind, stated, computed }]);
});

test.each([
  '资金到位17.87亿元，支出15.99亿元，支出率89.48%。',
  '共核实12100条以上，其中基础信息6280条、收入数据5024条、学历162条、务工521条、低保126条',
  '本周走访46户，其中脱贫户30户、监测户16户。',
  '走访128户，同比增长12%',
  '全县400户，满意率98%',
  '产业收益的70%用于分红，30%作为村集体收入',
  '本周走访46户，其中监测户12户。',
  '共3个项目，其中甲项目投资20万元、乙项目投资30万元',
])('leaves alone what agrees or is not comparable: %s', (text) => {
  expect(miscounts(text)).toEqual([]);
});
