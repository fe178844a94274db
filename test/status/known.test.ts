import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openAskedCounty, type AskedCounty } from './asked.js';
import type { Home, Row } from './county.js';

/** A blank is not a no: what nobody filled in is in no number, in no base and on no list. */

const home = (village: string, householder: string, attributes?: Record<string, string>): Home => ({
  town: '枫林镇', village, group: '一组', householder, category: '脱贫户', helper: '', population: 3, active: true, ...(attributes && { attributes }),
}); // prettier-ignore
const homes = [
  home('梨坪村', '甲'),
  home('梨坪村', '乙', { 参保: '' }),
  home('槐树村', '丙', { 参保: '已参保', 利益联结: '无', 劳动力: '2', 易地搬迁: '是' }),
  home('槐树村', '丁', { 参保: '未参保', 劳动力: '1', 就业人数: '0', 易地搬迁: '是', 实际入住: '是' }),
  home('槐树村', '戊', { 劳动力: '0', 易地搬迁: '否' }),
  home('柏岭村', '己', { 劳动力: '0', 参保: '否', 饮水方式: '自来水' }),
];
const project = (village: string, subject: string, data: Row['data']): Row => ({
  kind: 'project', state: 'active', day: '2026-05-02', village, subject, household: null, data: { project: subject, ...data },
}); // prettier-ignore
const rows = [
  project('梨坪村', '梨坪村水池', { percent: 60 }),
  project('槐树村', '槐树村便道', { percent: 10 }),
  project('槐树村', '槐树村冷库', { stage: '在建', percent: 30 }),
  project('槐树村', '槐树村大棚', { stage: '未开工' }),
];

let county: AskedCounty;
beforeAll(async () => {
  county = await openAskedCounty(homes, rows);
});
afterAll(() => county.close());
beforeEach(() => county.be('leader', ['枫林镇'], '应岚'));
const said = async (text: string) => (await county.ask(text))!.text.split('\n截至')[0];

describe('of households', () => {
  test.each([
    ['梨坪村参保率多少', '梨坪村：医保参保：名册里都没有填，2户'],
    ['梨坪村哪些户还没参保', '梨坪村：医保没参保：名册里都没有填，2户'],
    ['梨坪村利益联结率多少', '梨坪村：有利益联结：名册里都没有填，2户'],
    ['梨坪村签约医生的签约率多少', '梨坪村：有签约医生：名册里都没有填，2户'],
    ['梨坪村还有哪些零就业户', '梨坪村：有劳动力没人就业：名册里都没有填，2户'],
    ['梨坪村自来水普及率多少', '梨坪村：用自来水：名册里都没有填，2户'],
  ])('where all are blank there is no number: %s', async (text, expected) => {
    expect(await said(text)).toBe(expected);
  });

  test.each([
    ['槐树村参保率多少', '槐树村：医保参保1户（名册已填2户，50%）；另有1户没填，不在内'],
    ['槐树村利益联结率多少', '槐树村：有利益联结0户（名册已填1户，0%）；另有2户没填，不在内'],
    // 丙 has no word on jobs; 戊 has nobody who could work, whatever else is blank.
    ['槐树村还有几户零就业', '槐树村：有劳动力没人就业1户（有劳动力已填1户，100%）；另有1户没填，不在内'],
    ['槐树村还有几户搬迁户没入住', '槐树村：没有实际入住0户（搬迁户已填1户，0%）；另有1户没填，不在内'],
    ['柏岭村参保率多少', '柏岭村：医保参保0户（名册1户，0%）'],
    // Of nobody who can work nothing is left open.
    ['柏岭村还有几户零就业', '柏岭村：有劳动力没人就业0户（有劳动力0户）'],
  ])('those that are blank are said apart and are not in the base: %s', async (text, expected) => {
    expect(await said(text)).toBe(expected);
  });

  test('nobody is listed as not insured of whom nothing is written', async () => {
    const { text } = (await county.ask('枫林镇哪些户还没参保'))!;
    expect(text).toContain('医保没参保2户（名册已填3户，66.7%）；另有3户没填，不在内');
    expect(text.match(/^[甲乙丙丁戊己]/gmu)).toEqual(['丁', '己']);
  });
});

test('a project without a stage is neither being built nor not', async () => {
  expect(await said('槐树村项目开工率多少')).toBe('槐树村：在建1个（项目2个，50%）；另有1个没写阶段，不在内');
  expect(await said('梨坪村有几个项目停工了')).toBe('梨坪村：停工没有人报过；另有1个没写阶段，不在内');
  expect(await said('梨坪村项目情况')).toContain('在建没有人报过');
});
