import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadDefinitions } from '../../src/intents/index.js';
import { readRosterFile } from '../../src/roster/file.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { compile, readAnswer } from '../../src/understand/index.js';

const HERE = import.meta.dirname;
const roster = await readRosterFile(join(HERE, 'truth/roster.csv'));
if (roster.kind !== 'households') throw new Error('roster.csv is no register of households');
const context = {
  definitions: compile(loadDefinitions(join(HERE, '../../intents'))),
  households: createHouseholdIndex(roster.households),
  botNames: ['小助手'],
};

/** 刘海 lives in two villages. */
const WHICH = [{ field: 'village', candidates: ['LX01-0102', 'LX02-0101'] }];
/** Two 李秀兰 in one village, in different groups. */
const WHICH_GROUP = [{ field: 'householder', candidates: ['SL01-0201', 'SL01-0401'] }];

describe('the answer to "which of them?"', () => {
  it.each([
    ['枫树坪的', 'LX01-0102'],
    ['枫树坪村', 'LX01-0102'],
    ['是石门寨的', 'LX02-0101'],
    ['石门寨村那个', 'LX02-0101'],
    ['石门寨一组的刘海', 'LX02-0101'],
    ['刘海 枫树坪村', 'LX01-0102'],
    ['@小助手 枫树坪村的', 'LX01-0102'],
    ['「小助手：刘海是哪个村的？」\n- - - - - - - - - - - - - - -\n石门寨村', 'LX02-0101'],
    ['楓樹坪村', 'LX01-0102'],
    ['村：石门寨', 'LX02-0101'],
    ['临溪镇石门寨村的', 'LX02-0101'],
  ])('%s', (text, code) => {
    expect(readAnswer(text, WHICH, context)).toEqual([
      { field: 'village', value: expect.any(String), householdCode: code },
    ]);
  });

  it.each([
    ['四组的', 'SL01-0401'],
    ['是二组那个', 'SL01-0201'],
    ['2组', 'SL01-0201'],
    ['第四组', 'SL01-0401'],
    ['低保户那家', 'SL01-0201'],
  ])('%s tells two of one village apart', (text, code) => {
    expect(readAnswer(text, WHICH_GROUP, context)).toEqual([
      { field: 'householder', value: '李秀兰', householdCode: code },
    ]);
  });
});

describe('one of those offered is chosen by its place', () => {
  it.each([
    ['第二个', 'LX02-0101'],
    ['第1户', 'LX01-0102'],
    ['2', 'LX02-0101'],
    ['选1', 'LX01-0102'],
    ['就是第二个吧', 'LX02-0101'],
    ['２。', 'LX02-0101'],
    ['后面那个', 'LX02-0101'],
    ['前一户', 'LX01-0102'],
  ])('%s', (text, code) => {
    expect(readAnswer(text, WHICH, context)).toEqual([
      { field: 'village', value: expect.any(String), householdCode: code },
    ]);
  });

  it.each(['第三个', '2户', '两个', '2个都是', '0'])('%s chooses none', (text) => {
    expect(readAnswer(text, WHICH, context)).toBeUndefined();
  });

  it('and none where two lists are offered', () => {
    expect(readAnswer('第二个', [...WHICH, ...WHICH_GROUP], context)).toBeUndefined();
  });
});

describe('the answer to what is missing', () => {
  it.each([
    ['枫树坪村', '枫树坪村'],
    ['青山口村的', '青山口村'],
    ['在大田垅', '大田垅村'],
  ])('village: %s', (text, value) => {
    expect(readAnswer(text, [{ field: 'village' }], context)).toEqual([{ field: 'village', value }]);
  });

  it.each([
    ['户主叫谢长庚', '谢长庚', 'LX01-0101'],
    ['谢长庚', '谢长庚', 'LX01-0101'],
    ['是老谢家', '老谢', 'LX01-0101'],
    ['户主：秦有财', '秦有财', undefined],
  ])('householder: %s', (text, value, code) => {
    expect(readAnswer(text, [{ field: 'householder' }], context)).toEqual([
      { field: 'householder', value, ...(code ? { householdCode: code } : {}) },
    ]);
  });

  it.each([
    ['桃坪村便民桥', '桃坪村便民桥'],
    ['是柏树坳蓄水池项目', '柏树坳蓄水池项目'],
  ])('project: %s', (text, value) => {
    expect(readAnswer(text, [{ field: 'project' }], context)).toEqual([{ field: 'project', value }]);
  });

  it('a number of a problem', () => {
    expect(readAnswer('12号', [{ field: 'number' }], context)).toEqual([{ field: 'number', value: 12 }]);
  });
});

describe('what is no answer', () => {
  it.each([
    '收到',
    '好的',
    '1',
    '👌',
    '今天走访了谢长庚家，4口人，无异常',
    '请各村明天上报',
    '刘海家今天下午我再去一趟看看情况',
    '哪个刘海？',
    '明天去石门寨走访彭七斤、田二妹',
    '',
    '大田垅村',
    '更正：谢长庚家是4口人',
    '枫树坪的谢长庚',
    '不是枫树坪',
    '石门寨那边路断了',
  ])('%s', (text) => {
    expect(readAnswer(text, WHICH, context)).toBeUndefined();
  });

  it.each(['好的', '明天去看', '收到', '还没开工'])('%s names no project', (text) => {
    expect(readAnswer(text, [{ field: 'project' }], context)).toBeUndefined();
  });

  it.each(['谢长庚家四口人', '更正：谢长庚', '今天下雨了'])('%s names no householder', (text) => {
    expect(readAnswer(text, [{ field: 'householder' }], context)).toBeUndefined();
  });
});
