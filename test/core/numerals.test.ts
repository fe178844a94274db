import fc from 'fast-check';
import { expect, test } from 'vitest';
import { numeral, numeralValue } from '../../src/core/numerals.js';

test('every number up to 999 is read as it is written', () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 999 }), (n) => numeralValue(numeral(n)) === n));
  expect([3, 10, 19, 20, 100, 103, 110, 250].map(numeral)).toEqual(
    ['三', '十', '十九', '二十', '一百', '一百零三', '一百一十', '二百五十'], // prettier-ignore
  );
});

test.each([
  ['12', 12],
  ['两百', 200],
  ['〇', 0],
  ['三万五千', 35_000],
  ['十万', 100_000],
])('%s is %d', (text, value) => expect(numeralValue(text)).toBe(value));

test.each(['', '三百五', '三五', '七到户', '十百', '万', '百', '千万'])('%s is no numeral', (text) =>
  expect(numeralValue(text)).toBeUndefined(),
);
