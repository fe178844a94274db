import { describe, expect, it } from 'vitest';
import { createHouseholdIndex } from '../../src/roster/index.js';
import type { WhereStated } from '../../src/core/household.js';
import { register } from './households.js';

const index = createHouseholdIndex(register);

function found(name: string, where?: WhereStated): string {
  const match = index.find(name, where);
  if (match.type === 'one') return `${match.household.code} ${match.by}`;
  if (match.type === 'many') return `${match.households.map((h) => h.code).join('|')} ${match.by}`;
  return match.near ? `none (${match.near.map((h) => h.code).join('|')})` : 'none';
}

describe('a name as written', () => {
  it.each([
    ['邓满仓', 'A2 exact'],
    ['邓木匠', 'A2 alias'],
    ['邓 满 仓', 'A2 exact'],
    ['邓满仓家', 'A2 exact'],
    ['邓满仓户', 'A2 exact'],
    ['邓满仓同志', 'A2 exact'],
    ['邓满仓（老邓）', 'A2 exact'],
    ['户主：邓满仓', 'A2 exact'],
    ['邓木匠家里', 'A2 alias'],
    ['兰婶', 'A4 alias'],
    ['兰婶家', 'A4 alias'],
    ['钱家户', 'C1 exact'],
    ['钱家户家', 'C1 exact'],
    ['买买提•玉素甫', 'C2 exact'],
    ['老邓', 'A2|B2 alias'],
    ['何伟', 'A1|B1 exact'],
    ['老何', 'none'],
    ['老姚家', 'none'],
    ['汪大发', 'none'],
    ['', 'none'],
    ['家', 'none'],
    ['邓', 'none'],
  ])('%s → %s', (name, expected) => expect(found(name)).toBe(expected));
});

describe('a stated place binds', () => {
  it.each<[string, WhereStated, string]>([
    ['何伟', { village: '石磨村' }, 'A1 exact'],
    ['何伟', { village: '花坪' }, 'B1 exact'],
    ['何伟', { village: '清溪镇花坪村' }, 'B1 exact'],
    ['何伟', { village: '花坪村一组' }, 'B1 exact'],
    ['何伟', { town: '清溪' }, 'A1|B1 exact'],
    ['何伟', { town: '木桥乡' }, 'none (A1|B1)'],
    ['何伟', { village: '没有村' }, 'none (A1|B1)'],
    ['何伟', { village: '石模村' }, 'A1 exact'],
    ['老邓', { village: '石磨村' }, 'A2 alias'],
    ['老邓家', { village: '花坪村', group: '2组' }, 'B2 alias'],
    ['邓满仓', { group: '3组' }, 'A2 exact'],
    ['邓满仓', { group: '第三组' }, 'A2 exact'],
    ['邓满仓', { group: '３社' }, 'A2 exact'],
    ['邓满仓', { group: '三' }, 'A2 exact'],
    ['邓满仓', { group: '第3村民小组' }, 'A2 exact'],
    ['邓满仓', { group: '一组' }, 'none (A2)'],
    ['欧阳振华', { group: '老屋' }, 'A5 exact'],
    ['买买提·玉素甫', { group: '11组' }, 'C2 exact'],
    ['熊长贵', { village: '花坪村', group: '五组' }, 'B4 exact'],
    ['庞树根', { village: '花坪村' }, 'C4 exact'],
    ['庞树根', { village: '花坪村', town: '清溪镇' }, 'none (C3|C4)'],
    ['祝长庚', { village: '石磨' }, 'C5 exact'],
    ['祝长庚', { village: '石磨村' }, 'none (C5)'],
    ['伍妹', { village: '张村' }, 'C6 exact'],
  ])('%s in %j → %s', (name, where, expected) => expect(found(name, where)).toBe(expected));
});

describe('homophones', () => {
  it.each<[string, WhereStated | undefined, string]>([
    ['邓满苍', undefined, 'A2 homophone'],
    ['谢晓军', undefined, 'A3 homophone'],
    ['山凤英', undefined, 'B3 homophone'],
    ['熊常贵', undefined, 'B4 homophone'],
    ['武妹', undefined, 'C6 homophone'],
    ['邓木将', undefined, 'A2 homophone'],
    ['和伟', undefined, 'A1|B1 homophone'],
    ['和伟', { village: '花坪村' }, 'B1 homophone'],
    ['庞树跟', { village: '柏树村' }, 'C3 homophone'],
    ['邓满苍', { village: '花坪村' }, 'none'],
    ['老灯', undefined, 'none'],
  ])('%s in %j → %s', (name, where, expected) => expect(found(name, where)).toBe(expected));
});

describe('slips', () => {
  it.each<[string, WhereStated | undefined, string]>([
    ['邓满困', undefined, 'none (A2)'], // neither sounds nor looks like 仓
    ['郑满仓', undefined, 'A2 slip'], // drawn alike
    ['刘满仓', undefined, 'none (A2)'], // another surname is another person
    ['邓国庆', undefined, 'none (B2)'], // as likely his brother
    ['姚桂南', undefined, 'A4 slip'], // sounds alike in the south
    ['邓满满仓', undefined, 'A2 slip'],
    ['欧阳振化', undefined, 'A5 homophone'],
    ['庞树困', undefined, 'none (C3|C4)'],
    ['庞树恨', { village: '柏树村' }, 'C3 slip'], // drawn alike
    ['邓满困', { village: '花坪村' }, 'none'],
    ['王木匠', undefined, 'none'], // nicknames do not slip
    ['伍梅', undefined, 'C6 homophone'],
    ['伍海', undefined, 'none'],
    ['何纬', { village: '石磨村' }, 'A1 homophone'],
  ])('%s in %j → %s', (name, where, expected) => expect(found(name, where)).toBe(expected));
});

it('a name known elsewhere is no slip of a name here', () => {
  const own = createHouseholdIndex([
    ...register,
    { ...register[1]!, code: 'D1', village: '柏树村', householder: '庞树困' },
  ]);
  expect(own.find('庞树困', { village: '花坪村' })).toMatchObject({ type: 'none', near: [{ code: 'D1' }] });
});

it('whatever is written, it answers, and soon', () => {
  const long = '邓满仓'.repeat(50_000);
  expect(found(long)).toBe('none');
  expect(found('邓满仓', { village: long })).toMatch(/^none/);
  expect(found('邓满仓', { group: long })).toMatch(/^none/);
  expect(index.village(long)).toBeUndefined();
  for (const odd of [
    '\u0000',
    '\ud83d',
    '😀😀😀',
    '(((((',
    '（）',
    '·',
    '的',
    '\u202e邓满仓',
    'Deng',
    '123',
  ]) {
    expect(found(odd)).toMatch(/^none/);
  }
});
