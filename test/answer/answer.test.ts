import { describe, expect, test } from 'vitest';
import { answerAll, answerData, answerOne, type AskOptions } from '../../src/answer/index.js';
import { index, ON } from './base.js';

const ask = (text: string, options: Partial<AskOptions> = {}) =>
  answerOne(text, index, { on: ON, ...options });
const id = (text: string, options: Partial<AskOptions> = {}) => ask(text, options).answer?.indexed.entry.id;

describe('however it is typed', () => {
  test.each([
    ['traditional', '貸款能不能蓋房', 'loan-use-then'],
    ['full width and blanks', ' 公益岗 一个月 最少 几天 ？？', 'welfare-post'],
    ['by sound', '公一岗一个月最少上几天', 'welfare-post'],
    ['by sound, the anchor', '七道户指的是哪七样', 'visit-seven'],
    ['dialect', '周报礼拜五啥时辰前要交', 'weekly-paper'],
    ['numerals spelled out', '到期六十天前提醒三十天前书面通知，贷款啥时候提醒', 'loan-reminder-then'],
    ['八成 for 80%', '贫困户进基地带动是不是要八成', 'base-coverage'],
    ['inside a report', '今天走访3户，都正常。请问公益岗一个月最少要上几天？', 'welfare-post'],
  ])('%s', (_, text, expected) => {
    expect(answerAll(text, index, { on: ON })[0]!.answer?.indexed.entry.id).toBe(expected);
  });

  test('several questions in one message are answered one by one', () => {
    const ids = answerAll('周报几点前交？四有户是哪四有？', index, { on: ON }).map(
      (a) => a.answer?.indexed.entry.id,
    );
    expect(ids).toEqual(['weekly-paper', 'four-haves']);
  });

  test('what only makes sense after the question before it', () => {
    expect(id('那四级呢')).toBeUndefined();
    expect(id('那四级呢', { previous: '一二级残疾人参保费谁出' })).toBe('disabled-insurance');
  });
});

describe('by what is meant, without the words of the entry', () => {
  test.each([
    ['the key word left out', '扫大街这活，一个月出几天工算够', 'welfare-post'],
    ['a story around it', '我舅在村里看林子，上个月只去了三天，一月起码得去几天呀', 'welfare-post'],
    ['miswritten by sound', '吃低宝的老人过了八十，另外有啥津贴', 'welfare-list'],
    ['by the numbers it quotes', '那908户到底几月验收', 'rebuild-count'],
    ['for a part', '前头是漏评率和错退率，还有一个率叫什么', 'three-rates'],
  ])('%s', (_, text, expected) => expect(id(text)).toBe(expected));

  test.each([
    ['the same words, said for fun', '五重保障不如老婆管饭'],
    ['how it stands with somebody', '老孙家的危改款到账了没'],
    ['what one pays oneself', '拉三相电自己要出多少'],
    ['what is near, of somebody else', '民办高中一个学生公用经费多少'],
  ])('not answered: %s', (_, text) => expect(id(text)).toBeUndefined());
});

describe('conditions that change the answer', () => {
  test('a place that a follow-up names takes the place of the one before', () => {
    expect(id('云南呢', { previous: '贵州监测线多少' })).toBe('monitor-line-yunnan-2024');
    expect(id('那甘肃呢', { previous: '安徽监测对象认定要几天' })).toBe('recognise-days-gansu');
  });

  test('clauses that each ask are questions of their own, and what somebody asked is taken out of a report', () => {
    const ids = (text: string) =>
      answerAll(text, index, { on: ON }).map((one) => one.answer?.indexed.entry.id);
    expect(ids('请问三率是哪三率，两完善又是啥')).toEqual(['three-rates', 'two-perfect']);
    expect(ids('今天走访了4户，群众问雨露计划一年补多少')).toEqual(['rain-dew-now']);
    expect(ids('我想搞个小作坊，招十来个人，能算扶贫车间不')).toEqual(['workshop-recognise']);
  });

  test('an amount of one place is given to nobody else', () => {
    expect(id('监测收入线是多少')).toBeUndefined();
    expect(id('监测收入线是多少', { region: '河南省洛阳市孟津区' })).toBe('monitor-line-mengjin-2023');
    expect(id('孟津监测收入线是多少')).toBe('monitor-line-mengjin-2023');
    expect(id('江苏监测收入线是多少')).toBeUndefined();
  });

  test('another year, another place, another stage of school', () => {
    expect(id('2025年周报什么时候报')).toBeUndefined();
    expect(id('隔壁县周报几点交')).toBeUndefined();
    expect(id('公办高中生均公用经费多少')).toBe('high-school-funds');
    expect(id('小学生均公用经费多少')).toBeUndefined();
  });

  test('a document that is not out yet is not quoted', () => {
    expect(id('周报几点前交', { on: '2018-05-01' })).toBeUndefined();
    expect(id('周报几点前交', { on: '2018-07-01' })).toBe('weekly-paper');
  });

  test('what has run out says so', () => {
    const status = (on: string) => answerData(ask('小额信贷能贷多少', { on }), on).status;
    expect(status('2025-06-01')).toBe('current');
    expect(status('2026-06-01')).toBe('expired');
  });
});

describe('what is asked for must be what the entry tells', () => {
  test.each([
    ['the amount, where only the days are known', '公益岗一个月给多少钱'],
    ['the papers, where only the threshold is known', '扶贫车间认定要交哪些材料'],
    ['the penalty, where only the time is known', '周报没按时交会扣几分'],
    ['a matter that no entry is about', '小额信贷能不能续贷两次'],
    ['the state of affairs, not the rule', '我们镇危改完成多少户了'],
    ['a comparison', '今年监测线比去年高多少'],
    ['a person', '老王家那笔贷款啥时候到期'],
    ['an opinion', '谁是咱镇最懒的干部'],
  ])('%s', (_, text) => {
    expect(id(text)).toBeUndefined();
  });

  test('never more than three choices, none of them the answer', () => {
    for (const text of ['贷款', '危房', '低保', '监测户', '雨露计划补多少', '']) {
      const { answer, choices } = ask(text);
      expect(choices.length).toBeLessThanOrEqual(3);
      expect(choices.map((c) => c.indexed)).not.toContain(answer?.indexed);
    }
  });
});

test('every figure of an answer is of its document: place and year go with it', () => {
  const data = answerData(ask('周报几点前交'), ON);
  expect(data).toMatchObject({ place: '陇县', year: '2018年', status: 'local-then', clause: '四（二）' });
});

test('what one place paid is not told to another as if it were theirs', () => {
  expect(id('公办高中生均公用经费多少')).toBe('high-school-funds');
  expect(id('公办高中生均公用经费多少', { region: '广西壮族自治区' })).toBe('high-school-funds');
  expect(id('公办高中生均公用经费多少', { region: '某省临溪县' })).toBeUndefined();
  expect(id('四个不放过是哪四个', { region: '某省临溪县' })).toBe('four-not');
});

describe('how a ledger is to be kept is in no document', () => {
  test.each([
    '建立问题台账有什么要求',
    '贷款台账由谁来建',
    '我们村问题台账该怎么建才合格',
    '台账的建立有啥规定',
  ])('%s', (text) => {
    expect(id(text)).toBeUndefined();
  });

  test('what a document says of its own is still told', () => {
    expect(id('文旅局问题台账几月建')).toBe('culture-schedule');
    expect(id('突发困难要建台账吗')).toBe('sudden-hardship');
  });
});
