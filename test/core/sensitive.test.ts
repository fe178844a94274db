import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findSensitive, mask, maskDeep } from '../../src/core/sensitive/index.js';

// All numbers are invented; none is valid.
const ids: [string, string][] = [
  ['证号000000196505050000先记一下', '000000196505050000'],
  ['身份证号：990000198802290011', '990000198802290011'],
  ['99000019880229001X，补办', '99000019880229001X'],
  ['99000019880229001x', '99000019880229001x'],
  ['９９００００１９８８０２２９００１１', '９９００００１９８８０２２９００１１'],
  ['990000 19880229 0011', '990000 19880229 0011'],
  ['990000-19880229-001X', '990000-19880229-001X'],
  ['9900 0019 8802 2900 11', '9900 0019 8802 2900 11'],
  ['990000 19880229 001 X', '990000 19880229 001 X'],
  ['9 9 0 0 0 0 1 9 8 8 0 2 2 9 0 0 1 1', '9 9 0 0 0 0 1 9 8 8 0 2 2 9 0 0 1 1'],
  ['老证990000880229001', '990000880229001'],
  ['990000198813990011', '990000198813990011'],
  ['身份证99000019880229001', '99000019880229001'],
  ['残疾证号99000019880229001144', '99000019880229001144'],
  ['ID990000198802290011', '990000198802290011'],
  ['𝟗𝟗𝟎𝟎𝟎𝟎𝟏𝟗𝟖𝟖𝟎𝟐𝟐𝟗𝟎𝟎𝟏𝟏', '𝟗𝟗𝟎𝟎𝟎𝟎𝟏𝟗𝟖𝟖𝟎𝟐𝟐𝟗𝟎𝟎𝟏𝟏'],
  ['身份证 990000\n19880229\n0011', '990000\n19880229\n0011'],
  ['990000/19880229/001X', '990000/19880229/001X'],
  ['990000.19880229.0011', '990000.19880229.0011'],
  ['990000    19880229    0011', '990000    19880229    0011'],
];

const phones: [string, string][] = [
  ['电话13900001234', '13900001234'],
  ['联系1３９00001234吧', '1３９00001234'],
  ['+86 139 0000 1234', '+86 139 0000 1234'],
  ['+8613900001234', '+8613900001234'],
  ['008613900001234', '008613900001234'],
  ['139-0000-1234', '139-0000-1234'],
  ['139 00001234', '139 00001234'],
  ['1390000 1234', '1390000 1234'],
  ['tel13900001234', '13900001234'],
  ['139.0000.1234', '139.0000.1234'],
  ['1.3.9.0.0.0.0.1.2.3.4', '1.3.9.0.0.0.0.1.2.3.4'],
  ['一三九零零〇零一二三四打这个', '一三九零零〇零一二三四'],
  ['①③⑨⓪⓪⓪⓪①②③④', '①③⑨⓪⓪⓪⓪①②③④'],
  [
    '1\ufe0f\u20e33\ufe0f\u20e39\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34\ufe0f\u20e3',
    '1\ufe0f\u20e33\ufe0f\u20e39\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e30\ufe0f\u20e31\ufe0f\u20e32\ufe0f\u20e33\ufe0f\u20e34',
  ],
  ['𝟏𝟑𝟗𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒', '𝟏𝟑𝟗𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒'],
  ['１３９　００００　１２３４', '１３９　００００　１２３４'],
  ['¹³⁹⁰⁰⁰⁰¹²³⁴', '¹³⁹⁰⁰⁰⁰¹²³⁴'],
  ['139/0000/1234', '139/0000/1234'],
  ['1/3/9/0/0/0/0/1/2/3/4', '1/3/9/0/0/0/0/1/2/3/4'],
  ['1\n3\n9\n0\n0\n0\n0\n1\n2\n3\n4', '1\n3\n9\n0\n0\n0\n0\n1\n2\n3\n4'],
  ['电话：139\n0000\n1234', '139\n0000\n1234'],
  ['联系方式1390000\r\n1234', '1390000\r\n1234'],
  ['手机139    0000    1234', '139    0000    1234'],
  ['座机0799/5550012', '0799/5550012'],
  ['13900\u200b001\ufeff23\u20604', '13900\u200b001\ufeff23\u20604'],
  ['13900001234一组①户', '13900001234'],
  ['1.13900001234', '13900001234'],
  ['（13900001234）', '13900001234'],
  ['座机0799-5550012', '0799-5550012'],
  ['010 55500123', '010 55500123'],
  ['（0799）5550012', '0799）5550012'],
  ['固话：07995550012', '07995550012'],
  ['村部电话5550012', '5550012'],
];

// Made up of nothing but zeros and their checksum.
const cards: [string, string][] = [
  ['打到6200000000000000000上', '6200000000000000000'],
  ['6200 0000 0000 0005', '6200 0000 0000 0005'],
  ['6200-0000-0000-0000-000', '6200-0000-0000-0000-000'],
  ['4000-0000-0000-0002', '4000-0000-0000-0002'],
  ['卡号6200000000000000001', '6200000000000000001'],
  ['农行卡：4000000000000002', '4000000000000002'],
  ['一折通账号 52000000000000000000', '52000000000000000000'],
  // Mistyped, on any card or book, or where the money goes.
  ['低保卡6200000000000000001停发', '6200000000000000001'],
  ['养老卡:6200 0000 0000 0000 001', '6200 0000 0000 0000 001'],
  ['折子81000000000000001', '81000000000000001'],
  ['补贴打到6200000000000000001', '6200000000000000001'],
  ['６２０００００００００００００５', '６２０００００００００００００５'],
];
const passports: [string, string][] = [
  ['护照号：E00000000', 'E00000000'],
  ['他的EA0000000快到期了', 'EA0000000'],
  ['G00000000', 'G00000000'],
  ['港澳通行证C00000000', 'C00000000'],
  ['护照 e0000 0000', 'e0000 0000'],
];
const more: [string, string][] = [
  ['（0799）555 0012', '0799）555 0012'],
  ['0799-555-0012', '0799-555-0012'],
  ['010-5550-0123', '010-5550-0123'],
  ['电话555-0012', '555-0012'],
];

describe('found', () => {
  it.each(cards)('%s', (text, number) => {
    expect(findSensitive(text).map((s) => [s.what, text.slice(s.from, s.to)])).toEqual([
      ['bank-card', number],
    ]);
  });
  it.each(passports)('%s', (text, number) => {
    expect(findSensitive(text).map((s) => [s.what, text.slice(s.from, s.to)])).toEqual([
      ['passport', number],
    ]);
  });
  it.each(more)('%s', (text, number) => {
    expect(findSensitive(text).map((s) => [s.what, text.slice(s.from, s.to)])).toEqual([['phone', number]]);
  });
  it.each(ids)('%s', (text, number) => {
    expect(findSensitive(text).map((s) => [s.what, text.slice(s.from, s.to)])).toEqual([
      ['id-number', number],
    ]);
  });
  it.each(phones)('%s', (text, number) => {
    expect(findSensitive(text).map((s) => [s.what, text.slice(s.from, s.to)])).toEqual([['phone', number]]);
  });
  it('several in one text, in order', () => {
    const text = '熊某990000198802290011 13900001234，其妻990000 19900101 0022、139-0000-4321';
    expect(findSensitive(text).map((s) => [s.what, text.slice(s.from, s.to)])).toEqual([
      ['id-number', '990000198802290011'],
      ['phone', '13900001234'],
      ['id-number', '990000 19900101 0022'],
      ['phone', '139-0000-4321'],
    ]);
  });
});

describe('left alone', () => {
  it.each([
    '尾号6713的社保卡',
    '打卡设备编号6200000000000000001',
    '订单20260318123456789012已发',
    '订单号990000198813990011',
    '6200000000000000001',
    '订单号6200000000000000000',
    '合同编号：6200 0000 0000 0005',
    '账户余额15000 3000 2000 800 1200',
    'E20260318',
    '编号E12345678',
    'ABE12345678',
    '5200000000000007',
    '6200 3200 6100 5800',
    '2026-03-18 14:05',
    '2026 03 18',
    '3.16-3.18走访12户',
    '总投资1380000元，到位600000元',
    '投资13800000000元',
    '13800000000.50',
    '务工24000 养殖6000 低保0 总收入32000',
    '1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16',
    'SH13900001234',
    '户编码 QX01-0101',
    '20260318',
    '电话20260318',
    '12345热线，110、120',
    '4\t2026\t139\t0000',
    '139****1234',
    '13900.001234',
    '二〇二六年三月十八日，一二三四五六七组都走了',
    '①②③④⑤⑥⑦户',
    '1500000\n2000',
    '150\n2000\n3000\n800',
    '150\t2000\t3000',
    '150    2000    3000',
    '收入/支出/结余：150/2000/3000/800',
    '2026/3/18 2026/11/20',
    '到位150/2000万元',
    '1\n3\n5\n2\n4\n6\n1\n2\n3\n4\n5\n6',
  ])('%s', (text) => expect(findSensitive(text)).toEqual([]));
});

describe('whatever it is written like', () => {
  const wide = (text: string) =>
    text.replace(/\d/g, (digit) => String.fromCharCode(digit.charCodeAt(0) + 0xfee0));
  const digits = (count: number) => fc.array(fc.nat(9), { minLength: count, maxLength: count }).map((all) => all.join('')); // prettier-ignore
  const around = fc.constantFrom(['', ''], ['联系', '吧'], ['（', '）'], ['，', '。'], ['他是', '，已登记']);
  const parted = (number: string, lengths: readonly number[], by: string) => {
    let at = 0;
    return lengths.map((length) => number.slice(at, (at += length))).join(by);
  };
  const luhn = (body: string) => {
    for (let check = 0; check < 10; check++) {
      const sum = [...`${body}${check}`]
        .reverse()
        .reduce((all, digit, i) => all + (i % 2 ? ((Number(digit) * 2) % 10) + (Number(digit) > 4 ? 1 : 0) : Number(digit)), 0); // prettier-ignore
      if (sum % 10 === 0) return `${body}${check}`;
    }
    throw new Error(body);
  };
  const whole = (number: string, what: string, [ahead, behind]: readonly [string, string]) => {
    const text = `${ahead}${number}${behind}`;
    expect(findSensitive(text).map((one) => [one.what, text.slice(one.from, one.to)])).toEqual([
      [what, number],
    ]);
  };

  it('a mobile number: spaces, dashes, full width, with the country', () => {
    const written = fc.tuple(
      fc.constantFrom('13', '15', '17', '18', '19').chain((head) => digits(9).map((rest) => head + rest)),
      fc.constantFrom([11], [3, 4, 4], [3, 8]),
      fc.constantFrom(' ', '-', '—'),
      fc.constantFrom('', '+86', '+86 ', '86-', '0086 '),
      fc.boolean(),
    );
    fc.assert(
      fc.property(written, around, ([number, lengths, by, country, full], words) => {
        const plain = `${country}${parted(number, lengths, by)}`;
        whole(full ? wide(plain) : plain, 'phone', words);
      }),
      { numRuns: 500 },
    );
  });

  it('an identity number whose digits are those of a card, but for the x', () => {
    whole('62722920080616051x', 'id-number', ['', '']);
    whole('627229 20080616 051X', 'id-number', ['身份证', '，']);
  });

  it('an identity number: spaces, dashes, x, full width', () => {
    const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true }).map((at) => at.toISOString().slice(0, 10).replace(/-/g, '')); // prettier-ignore
    const written = fc.tuple(digits(6), day, digits(3), fc.constantFrom('0', '7', 'x', 'X'), fc.constantFrom('', ' ', '-'), fc.boolean()); // prettier-ignore
    fc.assert(
      fc.property(written, around, ([place, born, rest, check, by, full], words) => {
        const plain = [place, born, rest + check].join(by);
        whole(full ? wide(plain) : plain, 'id-number', words);
      }),
      { numRuns: 500 },
    );
  });

  it('a bank card: in one, in fours, full width', () => {
    const written = fc.tuple(fc.constantFrom(16, 17, 19).chain((count) => digits(count - 3)), fc.constantFrom('', ' ', '-'), fc.boolean()); // prettier-ignore
    fc.assert(
      fc.property(written, around, ([body, by, full], words) => {
        const number = luhn(`62${body}`);
        const plain = parted(number, [4, 4, 4, 4, number.length - 16].filter(Boolean), by);
        whole(full ? wide(plain) : plain, 'bank-card', words);
      }),
      { numRuns: 500 },
    );
  });

  const two = (n: number) => String(n).padStart(2, '0');
  const year = fc.integer({ min: 1990, max: 2035 });
  const nothing: Record<string, fc.Arbitrary<string>> = {
    amounts: fc.tuple(fc.integer({ min: 1, max: 99_999_999 }), fc.constantFrom('元', '万元', '.50元', '亩', '斤')).map(([n, unit]) => `${n.toLocaleString(n % 2 ? 'en' : 'zh-CN', { useGrouping: n % 2 === 1 })}${unit}`), // prettier-ignore
    'lists of amounts': fc.array(fc.integer({ min: 1, max: 99_999 }), { minLength: 1, maxLength: 3 }).map((all) => all.join(' ')), // prettier-ignore
    dates: fc.tuple(year, fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 28 }), fc.constantFrom('-', '.', '/', '')).map(([y, m, d, by]) => [y, two(m), two(d)].join(by)), // prettier-ignore
    periods: fc
      .tuple(year, fc.integer({ min: 1, max: 12 }))
      .map(([y, m]) => `${y}${two(m)}01-${y}${two(m)}28`),
    'document numbers': fc.tuple(fc.constantFrom('溪农发', '云府办函'), year, fc.nat(999)).map(([who, y, n]) => `${who}〔${y}〕${n}号`), // prettier-ignore
    contracts: fc.tuple(fc.constantFrom('合同编号：', '合同号', '订单号 ', '项目代码'), digits(16)).map(([word, n]) => `${word}${n}`), // prettier-ignore
    'codes of households': fc.tuple(fc.constantFrom('QX', 'YH'), digits(2), digits(4)).map(([place, village, n]) => `${place}${village}-${n}`), // prettier-ignore
    // A place of Guizhou or Yunnan, and a running number.
    'long numbers': fc.tuple(fc.constantFrom('52', '53', '10', '20'), fc.constantFrom(12, 14).chain(digits)).map(([place, n]) => place + n), // prettier-ignore
  };
  it.each(Object.entries(nothing))('%s are left alone', (_what, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, around, (number, [ahead, behind]) => {
        expect(findSensitive(`${ahead}${number}${behind}`)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });
});

describe('masked', () => {
  it.each([
    ['证号000000196505050000先记', '证号******************先记'],
    ['990000-19880229-001X', '******-********-****'],
    ['电话13900001234。', '电话139******34。'],
    ['+86 139 0000 1234', '+86 139 **** **34'],
    ['8613900001234', '86139******34'],
    ['0799-5550012', '0799-*****12'],
    ['010 55500123', '010 ******23'],
    ['村部电话5550012', '村部电话*****12'],
    ['卡号6200 0000 0000 0005。', '卡号**** **** **** ****。'],
    ['护照E00000000', '护照*********'],
    ['139/0000/1234', '139/****/**34'],
    ['𝟏𝟑𝟗𝟎𝟎𝟎𝟎𝟏𝟐𝟑𝟒', '𝟏𝟑𝟗************𝟑𝟒'],
    ['没有号码', '没有号码'],
  ])('%s', (text, expected) => expect(mask(text)).toBe(expected));

  it('inside a record', () => {
    const at = new Date(0);
    expect(maskDeep({ a: ['电话13900001234', 7, null, true], b: { '13900001234': undefined }, at })).toEqual({
      a: ['电话139******34', 7, null, true],
      b: { '139******34': undefined },
      at,
    });
  });

  it('leaves the codes of the register whole', () => {
    const record = {
      kind: 'visit',
      householdId: '990000198813990011',
      checks: [{ candidates: ['990000198813990011'] }],
    };
    expect(maskDeep(record)).toEqual(record);
  });

  const piece = fc.constantFrom(
    '一',
    '三',
    '〇',
    '\u200b',
    '0',
    '1',
    '3',
    '9',
    '5',
    '13900001234',
    '990000198802290011',
    '0799',
    '5550012',
    ' ',
    '-',
    'X',
    '电话',
    '身份证',
    '卡号',
    '护照',
    'E12345678',
    'E',
    '6200000000000000000',
    '6200',
    '0005',
    '，',
    '+86',
    '*',
    '(',
    ')',
    '1988',
    '0229',
    '.',
    '元',
    '９',
    '𝟏',
    '𝟗',
    '/',
    '\n',
    '    ',
  );
  const text = fc.array(piece, { maxLength: 30 }).map((parts) => parts.join(''));
  it('twice is once, the length stays, nothing is found afterwards', () => {
    fc.assert(
      fc.property(text, (input) => {
        const once = mask(input);
        expect(once.length).toBe(input.length);
        expect(mask(once)).toBe(once);
        expect(findSensitive(once)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it('a long text takes time in proportion', () => {
    for (const unit of [
      '1',
      '1 ',
      '13 ',
      '139 0000 ',
      '0799-',
      '身份证',
      '电话1',
      '(0799)',
      '19880229 ',
      'E12345678 ',
      '护照',
      '6200 ',
      '卡号',
    ]) {
      const input = unit.repeat(Math.ceil(100_000 / unit.length));
      expect(mask(input).length).toBe(input.length);
    }
  });
});
