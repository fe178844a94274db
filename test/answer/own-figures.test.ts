import { expect, test } from 'vitest';
import { answerAll } from '../../src/answer/index.js';
import { index, ON } from './base.js';

const entryOf = (text: string) => answerAll(text, index, { on: ON })[0]!.answer?.indexed.entry.id;

/** Figures of the asker's own county: what some document says of another is no answer. */
test.each([
  '脱贫户人均收入是多少',
  '我们镇脱贫户人均收入是多少',
  '自来水通了多少户',
  '村里有几户没通自来水',
  '哪些户房子不安全',
  '哪些村没通动力电',
  '低收入户有几户种了烟叶',
  '石桥村通水泥路了多少户',
  '多少户办了小额信贷',
  '多少户买了防贫保险',
  '我村有几个大学生',
  '今年退出了几个贫困村',
  '贫困发生率现在多少',
  '公益岗安排了多少人',
  '培训了多少人',
  '外出务工的有多少人',
  '合作社带动了多少户',
  '危房改造完成了多少户',
  '安置点入住了多少户',
  '有几户没交医保',
  '几户领了产业奖补',
])('a figure of the own county is in no document: %s', (text) => {
  expect(entryOf(text)).toBeUndefined();
});

test('of how many households an entry that counts villages tells nothing', () => {
  expect(entryOf('供水工程要建多少个村')).toBe('water-works');
  expect(entryOf('供水工程要覆盖多少户')).not.toBe('water-works');
});

test.each([
  ['互助协会入了多少户', 'coop-members'],
  ['元水村新农合参合了多少人', 'yuanshui-insured'],
  ['搬迁集中安置多少户多少人', 'move-count'],
  ['扶贫车间要吸纳多少人', 'workshop-recognise'],
])('what a document counts or sets as a goal is still answered: %s', (text, id) => {
  expect(entryOf(text)).toBe(id);
});

test('people are counted under other names too', () => {
  expect(entryOf('要解决多少人的吃水问题')).toBe('water-people');
});
