import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Household } from '../../src/core/household.js';
import { createHouseholdIndex } from '../../src/roster/index.js';
import { household } from './households.js';

const char = fc.constantFrom(...'王李解单满仓国强秀英兰花桂根长贵建军大山梅明生墙困');
const name = fc.array(char, { minLength: 2, maxLength: 4 }).map((chars) => chars.join(''));
const place = fc.tuple(
  fc.constantFrom('清溪镇', '木桥乡'),
  fc.constantFrom('石磨村', '花坪村', '柏树村'),
  fc.constantFrom('一组', '二组', ''),
);
const rows = fc
  .array(fc.tuple(place, name, fc.array(name, { maxLength: 2 })), { minLength: 1, maxLength: 40 })
  .map((list) =>
    list.map(([at, head, aliases], i): Household => household(`H${i}`, at.join('/'), head, { aliases })),
  );

it('every name and nickname of the register finds its household', () => {
  fc.assert(
    fc.property(rows, (list) => {
      const index = createHouseholdIndex(list);
      for (const h of list) {
        for (const written of [h.householder, ...h.aliases]) {
          const match = index.find(written, { town: h.town, village: h.village });
          expect(match.type).not.toBe('none');
          if (match.type === 'one') expect(match.household).toBe(h);
          else if (match.type === 'many') expect(match.households).toContain(h);
          expect(index.nameAt(written, 0)?.households).toContain(h);
        }
      }
    }),
    { numRuns: 200 },
  );
});

it('nothing outside the stated place is ever given, and one is only given when there is no second', () => {
  fc.assert(
    fc.property(rows, name, place, (list, written, [town, village, group]) => {
      const index = createHouseholdIndex(list);
      const inside = (h: Household) =>
        h.town === town && h.village === village && (group === '' || h.group === '' || h.group === group);
      const match = index.find(written, { town, village, group });
      if (match.type === 'one') {
        expect(inside(match.household)).toBe(true);
        const namesakes = list.filter((h) => inside(h) && [h.householder, ...h.aliases].includes(written));
        expect(namesakes.length).toBeLessThanOrEqual(1);
      }
      if (match.type === 'many') {
        expect(match.households.every(inside)).toBe(true);
        expect(match.households.length).toBeGreaterThan(1);
        expect(new Set(match.households).size).toBe(match.households.length);
      }
    }),
    { numRuns: 500 },
  );
});
