import { describe, expect, it } from 'vitest';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { register } from './households.js';

const index = createHouseholdIndex(register);

describe('names in running text', () => {
  it('finds the longest name at a place, and only there', () => {
    const text = '去了邓满仓家，邓木匠不在，祝老爷子在';
    const seen = [...text].map((_, at) => index.nameAt(text, at)).filter((hit) => hit !== undefined);
    expect(seen.map((hit) => [hit.name, hit.households.map((h) => h.code)])).toEqual([
      ['邓满仓', ['A2']],
      ['邓木匠', ['A2']],
      ['祝老爷子', ['C5']],
    ]);
  });

  it('takes the longer of two that start alike', () => {
    const own = createHouseholdIndex([register[1]!, { ...register[1]!, code: 'Z', householder: '邓满' }]);
    expect(own.nameAt('邓满仓', 0)?.name).toBe('邓满仓');
    expect(own.nameAt('邓满堂', 0)?.name).toBe('邓满');
  });

  it('gives every namesake', () => {
    expect(index.nameAt('何伟', 0)?.households.map((h) => h.code)).toEqual(['A1', 'B1']);
    expect(index.nameAt('老邓', 0)?.households.map((h) => h.code)).toEqual(['A2', 'B2']);
  });

  it.each(['', '邓', '\ud83d', '😀', '\u0000'])('survives %j', (text) => {
    expect(index.nameAt(text, 0)).toBeUndefined();
    expect(index.villageAt(text, 0)).toBeUndefined();
  });
});

describe('villages', () => {
  it.each([
    ['石磨村一组', '石磨村', '石磨村', ['清溪镇']],
    ['柏树的水', '柏树', '柏树村', ['木桥乡']],
    ['花坪村', '花坪村', '花坪村', ['清溪镇', '木桥乡']],
    ['张村', '张村', '张村', ['木桥乡']],
  ])('%s', (text, written, village, towns) => {
    expect(index.villageAt(text, 0)).toMatchObject({ written, village, towns });
  });

  it.each(['张伟', '石磨盘', '柏树镇政府', '木桥乡'])('%s starts none', (text) => {
    expect(index.villageAt(text, 0)).toBeUndefined();
  });

  it('by name', () => {
    expect(index.village('柏树')).toEqual({ village: '柏树村', towns: ['木桥乡'] });
    expect(index.village('柏树村委会')).toEqual({ village: '柏树村', towns: ['木桥乡'] });
    expect(index.village('花坪')?.towns).toEqual(['清溪镇', '木桥乡']);
    expect(index.village('木桥乡花坪村')).toEqual({ village: '花坪村', towns: ['木桥乡'] });
    expect(index.village('石磨')).toBeUndefined(); // 石磨村 or 石磨社区?
    expect(index.village('石磨村')?.village).toBe('石磨村');
    expect(index.village('无名村')).toBeUndefined();
  });

  it('towns', () => {
    expect(index.town('木桥')).toBe('木桥乡');
    expect(index.town('清溪镇')).toBe('清溪镇');
    expect(index.town('清')).toBeUndefined();
  });
});

describe('the index itself', () => {
  it('has a version that follows the content', () => {
    expect(createHouseholdIndex(register).version).toBe(index.version);
    const changed = register.map((h) => (h.code === 'B3' ? { ...h, population: 4 } : h));
    expect(createHouseholdIndex(changed).version).not.toBe(index.version);
    expect(createHouseholdIndex(register, 'v7').version).toBe('v7');
  });

  it('knows codes and its size', () => {
    expect(index.size).toBe(register.length);
    expect(index.byCode('C4')?.village).toBe('花坪村');
    expect(index.byCode('X')).toBeUndefined();
  });

  it('may be empty', () => {
    const empty = createHouseholdIndex([]);
    expect(empty.find('何伟')).toEqual({ type: 'none' });
    expect(empty.find('何伟', { village: '石磨村' })).toEqual({ type: 'none' });
    expect(empty.nameAt('何伟', 0)).toBeUndefined();
  });
});
