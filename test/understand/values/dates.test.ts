import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findDates, readDate, readDeadline } from '../../../src/understand/values/index.js';
import type { Lean } from '../../../src/understand/values/index.js';

interface Case {
  text: string;
  sentAt: string;
  lean?: Lean;
  value: string | null;
}

const file = new URL('./dates.cases.jsonl', import.meta.url);
const cases = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);

const WEDNESDAY = { sentAt: '2026-03-18T20:14' };
const values = (text: string, ref = WEDNESDAY, lean?: Lean): string[] =>
  findDates(text, ref, lean === undefined ? {} : { lean }).map((found) => found.value);
const words = (text: string, ref = WEDNESDAY): string[] =>
  findDates(text, ref).map((found) => text.slice(found.from, found.to));

describe('readDate', () => {
  it('has at least 250 cases, each text once per send time and lean', () => {
    const keys = cases.map((c) => `${c.sentAt} ${c.lean ?? ''} ${c.text}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.length).toBeGreaterThanOrEqual(250);
  });

  it.each(cases)('$text ($sentAt $lean) is $value', ({ text, sentAt, lean, value }) => {
    expect(readDate(text, { sentAt }, lean === undefined ? {} : { lean })?.value ?? null).toBe(value);
  });

  it.each([
    ['3月18日', ['year-assumed']],
    ['2026年3月18日', undefined],
    ['昨天', undefined],
    ['上周五', undefined],
    ['18号', ['month-assumed', 'year-assumed']],
    ['3月初', ['year-assumed', 'approximate']],
    ['3月18日（周五）', ['year-assumed', 'weekday-mismatch']],
    ['3月18日（周三）', ['year-assumed']],
    ['半年前', ['approximate']],
  ])('flags of %s', (text, flags) => {
    expect(readDate(text, WEDNESDAY)?.flags).toEqual(flags);
  });

  it('doubts the year of a deed that would lie ahead, and of a deadline that has passed', () => {
    expect(readDate('3月20日', WEDNESDAY, { lean: 'past' })).toMatchObject({
      value: '2026-03-20',
      flags: ['year-assumed', 'year-doubtful'],
    });
    expect(readDate('2月底前', WEDNESDAY, { lean: 'future' })).toMatchObject({
      value: '2026-02-28',
      flags: ['year-assumed', 'year-doubtful'],
    });
  });

  it.each([
    ['2026年3月18日', 'date:full'],
    ['3月18日', 'date:month-day'],
    ['20260318', 'date:compact'],
    ['昨天', 'date:relative-day'],
    ['3天前', 'date:days-ago'],
    ['上周五', 'date:weekday'],
    ['月底', 'date:month-end'],
    ['3月中旬', 'date:ten-day'],
    ['国庆节', 'date:named'],
    ['腊月二十三', 'date:lunar'],
    ['刚才', 'date:part-of-day'],
  ])('%s is read by %s and stated', (text, rule) => {
    expect(readDate(text, WEDNESDAY)).toMatchObject({ rule, certainty: 'stated' });
  });

  it('refuses a send time that is none', () => {
    expect(() => readDate('今天', { sentAt: 'yesterday' })).toThrow(RangeError);
    expect(() => readDate('今天', { sentAt: '2026-02-30T10:00' })).toThrow(RangeError);
  });
});

describe('findDates', () => {
  it.each<[string, string[]]>([
    [
      '昨天和前天跑了四组，前天是老郑家，昨天是何家',
      ['2026-03-17', '2026-03-16', '2026-03-16', '2026-03-17'],
    ],
    ['3月16日、18日、20日三次入户', ['2026-03-16', '2026-03-18', '2026-03-20']],
    ['4月20日至24日共走访41户', ['2026-04-20', '2026-04-24']],
    ['3月18-20日入户', ['2026-03-18', '2026-03-20']],
    ['12.29-1.4周报', ['2025-12-29', '2026-01-04']],
    ['公示期3.16—3.22', ['2026-03-16', '2026-03-22']],
    ['2025年12月30日、1月2日', ['2025-12-30', '2026-01-02']],
    ['开工时间：2026.2.20 计划竣工：2026.5.31', ['2026-02-20', '2026-05-31']],
    ['周一、周三、周五入户', ['2026-03-16', '2026-03-18', '2026-03-20']],
    ['上周一至周五', ['2026-03-09', '2026-03-13']],
    ['3月18日 周三 上午开会，下午入户', ['2026-03-18']],
    ['上午入户，下午开会', ['2026-03-18', '2026-03-18']],
    ['序号\t户主\t日期\n1\t丁一\t2026/3/16\n2\t冯二\t2026/3/17', ['2026-03-16', '2026-03-17']],
    ['1. 3.16 丁家\n2. 3.17 冯家', ['2026-03-16', '2026-03-17']],
    ['1.3.16走访丁家\n2.3.17走访冯家', ['2026-03-16', '2026-03-17']],
    ['🌟3.18 入户✅', ['2026-03-18']],
  ])('%s', (text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it.each([
    '周三强家、王五一家都没困难。',
    '老周一家三口，周二妹家五口',
    '秦国庆、李元旦、马春节三户',
    '张三家4.3万元，李四家5.2万，王五家1.5亩',
    '完成3/5，还剩2/5；青石 6/6 石桥 4/5 高坪 10/12',
    '电话13812340000，尾号0318，身份证号110101199003070000',
    '二组12户，三组8户，住3号楼2单元501',
    '户主65岁，老伴63岁，孙子12岁',
    '形象进度60%，支付率55.5%，占3.18%',
    '每月5日前报、每周三例会、每天上午打卡',
    '12号问题、15号问题已整改',
    '第3次走访，第2户',
    '报告第3.1节，单价3.18元/斤',
    '近3日气温低，连续5日降雨，15日内答复',
    '五保户2户，三八红旗手1人，八一村五一路',
    '上周一共去了12户，本周三户，下周五户',
    '一般户，一直在家，三保障达标',
    '1.2.3项已完成',
    '走访12-15户，发放3-5袋，每户2-3次',
    '海拔1200-1500米，3.5-4公里',
    '今后每年，以前天天来，目前日均20人',
    'K3+500至K5+200段，合同编号2026-3-A',
    '雨水多，大雪封路，小满家，白露去了县城',
    '国庆家现在没人',
  ])('finds none in: %s', (text) => {
    expect(words(text)).toEqual([]);
  });

  it('says where each was found, on full-width text too', () => {
    const text = '３月１６日（周一）至４月２日走访，昨天下午补录';
    expect(words(text)).toEqual(['３月１６日（周一）', '４月２日', '昨天']);
  });

  it('goes on with the year of the date before', () => {
    const found = findDates('2025年3月1日至3月15日', WEDNESDAY);
    expect(found.map((f) => [f.value, f.flags])).toEqual([
      ['2025-03-01', undefined],
      ['2025-03-15', undefined],
    ]);
  });
});

describe('terms that are no single day', () => {
  it.each([
    ['一季度末', '2026-02-20T09:00', '2026-03-31'],
    ['二季度末前', '2026-05-20T09:00', '2026-06-30'],
    ['三季度末', '2026-08-20T09:00', '2026-09-30'],
    ['四季度末', '2026-10-20T09:00', '2026-12-31'],
    ['上半年', '2026-03-20T09:00', '2026-06-30'],
    ['明年上半年', '2026-10-20T09:00', '2027-06-30'],
    ['明年一季度', '2026-10-20T09:00', '2027-03-31'],
    ['10天内', '2026-11-20T18:00', '2026-11-30'],
    ['本周内', '2026-11-20T18:00', '2026-11-22'],
    ['年内', '2026-11-20T18:00', '2026-12-31'],
    ['元月5日前', '2026-12-20T09:00', '2027-01-05'],
    ['11月底前', '2026-10-20T09:00', '2026-11-30'],
  ])('%s (%s) is due on %s', (text, sentAt, due) => {
    expect(readDeadline(text, { sentAt })?.value.due).toBe(due);
  });
});
