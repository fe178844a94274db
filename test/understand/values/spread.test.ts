import { describe, expect, it } from 'vitest';
import { findSpreads } from '../../../src/understand/values/index.js';

const shown = (text: string): string[] => findSpreads(text).map(({ from, to }) => text.slice(from, to));

describe('figures that are no single value', () => {
  it.each([
    ['年收入3到4万', '3到4万'],
    ['5、6口人', '5、6'],
    ['5口人或者6口人', '5口人或者6'],
    ['3/4户', '3/4'],
    ['20-30亩', '20-30'],
    ['60%~70%', '60%~70'],
    ['百分之六十到百分之七十', '六十到百分之七十'],
    ['三五户', '三五'],
    ['八九成', '八九'],
    ['一两万', '一两万'],
    ['十来户', '十来'],
    ['200多元', '200多'],
    ['近百万', '百万'],
    ['不到50%', '50'],
    ['3000元以上', '3000'],
    ['3,5000元', '3,5000'],
    ['1.2.3万', '1.2.3'],
    ['差2户满10户', '2户满10'],
  ])('%s: %s', (text, spread) => expect(shown(text)).toEqual([spread]));

  it.each([
    '年收入3万元',
    '1,234,500元',
    '约65%',
    '12户左右',
    '5月3日到5月8日',
    '2026-06-11',
    '第3户、4口人',
    '3组4户',
    '4口人、2个劳力',
    '附近3户',
    '领不到5000元工资',
    '收入2600元 以上合计49400元',
    '电话0851-2345678',
    '人口3，5000元收入',
    '1-5号问题',
    '一般户',
  ])('none in %s', (text) => expect(findSpreads(text.replace('，', ','), text)).toEqual([]));

  it('says a bound or a range as one figure, so that wordings for it are found', () => {
    const text = '十来口人,收入2到3万元';
    const cuts = findSpreads(text).flatMap((one) => one.cuts);
    expect(cuts.map(({ from, to }) => text.slice(from, to))).toEqual(['来', '2到']);
  });
});
