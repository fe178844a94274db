import fc from 'fast-check';
import { expect, test } from 'vitest';
import { draw, rollOf, seedOf } from '../../src/export/draw.js';

const lots = (n: number) => Array.from({ length: n }, (_, i) => ({ key: `人${String(i).padStart(3, '0')}` }));

test('the same seed and names give the same draw, in whatever order they come', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(lots(40), { minLength: 40 }), fc.nat(50), (shuffled, count) => {
      const drawn = draw(shuffled, count, '3f9a1c20');
      expect(drawn).toEqual(draw(lots(40), count, '3f9a1c20'));
      expect(drawn).toHaveLength(Math.min(40, count));
      expect(new Set(drawn).size).toBe(drawn.length);
      expect(rollOf(shuffled)).toBe(rollOf(lots(40)));
    }),
  );
  expect(draw(lots(40), 5, 'aaaaaaaa')).not.toEqual(draw(lots(40), 5, 'bbbbbbbb'));
  expect(rollOf(lots(39))).not.toBe(rollOf(lots(40)));
});

test('everybody has the same chance', () => {
  const times = new Map<string, number>();
  for (let i = 0; i < 4000; i++)
    for (const { key } of draw(lots(20), 5, seedOf(`message ${i}`)))
      times.set(key, (times.get(key) ?? 0) + 1);
  // 4000 draws of 5 among 20: 1000 each, with a standard deviation below 28.
  for (const n of times.values()) expect(Math.abs(n - 1000)).toBeLessThan(140);
  expect(times.size).toBe(20);
});
