import fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Household } from '../../src/core/household.js';
import { CHECK_CODES } from '../../src/core/records.js';
import { loadDefinitions } from '../../src/intents/index.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { compile, understand } from '../../src/understand/index.js';

const households: Household[] = ['谢长庚', '彭七斤', '万有才', '全福来'].map((householder, i) => ({
  code: `H-${i}`,
  town: '临溪镇',
  village: i < 2 ? '枫树坪村' : '石门寨村',
  group: '一组',
  householder,
  aliases: i === 0 ? ['老谢'] : [],
  category: '脱贫户',
  monitorKind: '',
  population: 3,
  helper: '',
}));
const definitions = loadDefinitions(join(import.meta.dirname, '../../intents'));
const context = {
  definitions: compile(definitions),
  households: createHouseholdIndex(households),
  botNames: ['小助手'],
};
const kinds = new Map(definitions.kinds.map((k) => [k.id, k]));
const read = (text: string) =>
  understand({ id: 'x', text, sentAt: '2026-05-06T20:00', sender: '罗平' }, context);

/** Bits of real messages, marks and rubbish, in any order: where engines trip. */
const BITS = [
  '户主',
  '户主：',
  '走访',
  '走访了',
  '今天',
  '昨天下午',
  '谢长庚',
  '彭七斤家',
  '老谢',
  '、',
  '，',
  '。',
  '；',
  '\n',
  '\t',
  '：',
  ':',
  '(',
  '（',
  '）',
  '【',
  '】',
  '1.',
  '2、',
  '③',
  '人口4',
  '4人',
  '存在问题：',
  '问题',
  '无',
  'XX',
  '____',
  '脱贫户',
  '监测户',
  '万元',
  '120万',
  '60%',
  '总投资',
  '项目名称：',
  '产业路',
  '完工',
  '截至5月5日',
  '12号问题',
  '销号',
  '整改',
  '佐证3份',
  '贷款5万',
  '到期',
  '请假',
  '明天',
  '一天',
  '#接龙',
  '例',
  '更正',
  '不是',
  '是',
  '应为',
  '撤回',
  '收到',
  '?',
  '？',
  '@小助手',
  '@所有人',
  '请',
  '前报',
  '[图片]',
  '👌',
  '「',
  '」',
  '- - - -',
  '\u200f',
  '\u0000',
  '\ud800',
  '　',
  '１２',
  '走仿',
  '户住',
  '漏雨',
  'C级',
  '自付1.8万',
  '希望',
  '积分',
  '-30分',
  '出勤',
  '10天',
  '零报告',
  '周报',
  '本周',
  '3.16-3.18',
  '枫树坪村',
  '三组',
  '石门寨',
  '住房安全',
  '饮水',
  '两不愁三保障',
  '均达标',
  '照片3张',
  '——',
  '罗平',
  '2026年',
  '3月',
  '底前',
  '$',
  '\\',
  '^',
  '{',
  '}',
  '*',
];
const message = fc
  .array(
    fc.oneof(
      { weight: 6, arbitrary: fc.constantFrom(...BITS) },
      { weight: 1, arbitrary: fc.string({ unit: 'grapheme' }) },
    ),
    { maxLength: 40 },
  )
  .map((bits) => bits.join(''));

describe('any text at all', () => {
  it('gives records of known kinds and fields, known checks, and a trace inside the text', () => {
    fc.assert(
      fc.property(message, (text) => {
        const got = read(text);
        for (const record of got.records) {
          const kind = kinds.get(record.kind);
          expect(kind, record.kind).toBeDefined();
          const allowed = new Set(['kind', ...Object.keys(kind!.fields), 'from', 'to']);
          for (const field of Object.keys(record))
            expect(allowed.has(field), `${record.kind}.${field}`).toBe(true);
        }
        for (const check of got.checks) expect(CHECK_CODES).toContain(check.code);
        for (const t of got.trace) {
          expect(t.from).toBeGreaterThanOrEqual(0);
          expect(t.to).toBeLessThanOrEqual(text.length);
          expect(t.record).toBeLessThan(got.records.length);
        }
        for (const gap of got.gaps) expect(gap.record).toBeLessThan(got.records.length);
      }),
      { numRuns: 4000, seed: 20260506 },
    );
  });

  it('is read the same twice', () => {
    fc.assert(
      fc.property(message, (text) => {
        expect(read(text)).toEqual(read(text));
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it('yields no number and no name that it does not hold', () => {
    fc.assert(
      fc.property(message, (text) => {
        for (const record of read(text).records) {
          const name = record['householder'];
          if (typeof name === 'string') expect(text).toContain(name);
          const people = record['population'];
          if (typeof people === 'number') expect(/[\d０-９一二两三四五六七八九十独]/.test(text)).toBe(true);
        }
      }),
      { numRuns: 2000, seed: 11 },
    );
  });
});

describe('texts that would hold up a careless reader', () => {
  const shapes: [string, string][] = [
    ['nested brackets', '（'.repeat(50_000)],
    ['open quotes', '「'.repeat(100_000)],
    ['ten thousand digits', '1'.repeat(10_000)],
    ['a hundred thousand Chinese digits', '一'.repeat(100_000)],
    ['one label for ever', '户主：'.repeat(30_000)],
    ['5,000 lines of visits', '户主：谢长庚 人口4\n'.repeat(5_000)],
    ['list marks only', '1、'.repeat(40_000)],
    ['marks only', '，；。'.repeat(30_000)],
    ['blanks', ' \t\n'.repeat(30_000)],
    ['problems by number', '12号问题整改'.repeat(12_000)],
    ['mentions', '@小助手'.repeat(20_000)],
    ['lone surrogates', '\ud800'.repeat(100_000)],
    ['second thoughts', '4口，不对，'.repeat(12_000)],
    ['only second thoughts', '不对，'.repeat(30_000)],
    ['corrections announced', '更正：'.repeat(30_000)],
    ['a long report', '今天走访了谢长庚家，住房C级漏雨，希望修房，自付1.8万元；'.repeat(3_000)],
  ];
  it.each(shapes)('%s', (_, text) => {
    expect(read(text).id).toBe('x');
  });

  it.each([
    ['empty', ''],
    ['emoji only', '👌👌😀'],
    ['NUL bytes', '\u0000\u0000\u0000'],
    ['right-to-left marks', '\u200f\u202e\u202c'],
    ['stickers', '[抱拳][强]'],
  ])('%s is no work', (_, text) => {
    expect(read(text).records.every((r) => kinds.get(r.kind)!.ledger === undefined)).toBe(true);
  });

  it('a label of a record and a subject that opens none are read without a fault', () => {
    expect(read('\u200f项目名称：③10天出勤谢长庚@小助手人口460%\t贷款5万希望、？').id).toBe('x');
  });

  it('reads a labelled visit through marks that cannot be seen', () => {
    const [record] = read('\u200f户主\u200b：谢长庚\u0000　人口：４人\u202c　问题：无').records;
    expect(record).toMatchObject({ kind: 'visit', householder: '谢长庚', householdId: 'H-0', population: 4 });
  });
});
