import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { PICTURE_ROWS, renderPicture, type Picture } from '../../src/render/index.js';
import { widthOf, wrap } from '../../src/render/wrap.js';
import { decodePng } from './png.js';

const TOWNS = ['甲镇', '乙镇', '丙乡', '丁镇', '戊镇', '己乡', '庚镇', '辛镇'];
const chart = {
  kind: 'bar' as const,
  categories: TOWNS,
  series: [{ name: '已走访', values: [120, 98, 77, 64, 50, 33, 12, null] }],
  unit: '户',
};
const table = {
  head: ['镇', '应走访', '已走访', '完成率'],
  rows: TOWNS.map((town, i) => [town, '130', String(120 - i * 10), '92.31%']),
  align: ['left', 'right', 'right', 'right'] as const,
};
const full: Picture = {
  title: '走访周通报',
  subtitle: '5月2日至8日',
  chart,
  table,
  foot: '口径：在册户。截至5月8日12:00。',
};

/** How much of a picture is ink, and how much of it is the colour of bars. */
function inkOf(bytes: Buffer) {
  const image = decodePng(bytes);
  let ink = 0;
  let bars = 0;
  for (let y = 0; y < image.height; y += 2)
    for (let x = 0; x < image.width; x += 2) {
      const [r, g, b] = image.at(x, y) as [number, number, number];
      if (r + g + b < 500) ink++;
      if (r === 0x2b && g === 0x6c && b === 0xb0) bars++;
    }
  return { ...image, ink, bars };
}

describe('renderPicture', () => {
  test('is as wide as a phone, holds bars and words, and the same picture is the same bytes', async () => {
    const bytes = await renderPicture(full);
    const seen = inkOf(bytes);
    expect(seen.width).toBe(1080);
    expect(seen.height).toBeGreaterThan(1000);
    expect(seen.bars).toBeGreaterThan(5_000);
    expect(seen.ink).toBeGreaterThan(20_000);
    expect((await renderPicture(structuredClone(full))).equals(bytes)).toBe(true);
  });

  test('a bar is as long as its value says', async () => {
    const { at, height } = decodePng(await renderPicture({ title: '图', foot: '源', chart }));
    const lengths: number[] = [];
    let inside = false;
    for (let y = 0; y < height; y++) {
      let length = 0;
      for (let x = 0; x < 1080; x++) if (at(x, y).join() === '43,108,176,255') length++;
      if (length > 0 && !inside) lengths.push(length);
      inside = length > 0;
    }
    expect(lengths).toHaveLength(7); // what is not known is not drawn
    lengths.forEach((length, i) => {
      expect(length / lengths[0]!).toBeCloseTo(chart.series[0]!.values[i]! / 120, 1);
    });
  });

  test.each(['bar', 'stacked', 'line'] as const)('draws a chart of two series as %s', async (kind) => {
    const series = [chart.series[0]!, { name: '电话', values: [3, 4, 5, 6, 7, 8, 9, 10] }];
    for (const categories of [TOWNS, TOWNS.slice(0, 3)]) {
      const some = series.map((one) => ({ ...one, values: one.values.slice(0, categories.length) }));
      const picture = await renderPicture({
        title: '图',
        foot: '源',
        chart: { kind, categories, series: some, unit: '户' },
      });
      const orange = decodePng(picture);
      let found = 0;
      for (let y = 0; y < orange.height; y++)
        for (let x = 0; x < 1080; x++) if (orange.at(x, y).slice(0, 3).join() === '221,122,31') found++;
      expect(found).toBeGreaterThan(300);
    }
  });

  test('words of any kind do not break it: markup, control characters, half surrogates, rare characters, nothing', async () => {
    const odd = '<b>&"\'\u0000\ud800𠮷龘😀</b>';
    const picture = {
      title: odd,
      subtitle: odd,
      foot: odd,
      table: { head: [odd, ''], rows: [[odd, odd], ['']], align: [] },
    };
    expect(inkOf(await renderPicture(picture)).ink).toBeGreaterThan(1_000);
    const none = { kind: 'bar' as const, categories: [], series: [], unit: '' };
    await renderPicture({ title: '', foot: '', chart: none, table: { head: [], rows: [], align: [] } });
    const zero = {
      kind: 'stacked' as const,
      categories: ['一'],
      series: [{ name: '零', values: [0] }],
      unit: '户',
    };
    await renderPicture({ title: '零', foot: '', chart: zero });
  });

  test('a table that is too long for a picture is refused, not cut', async () => {
    const rows = Array.from({ length: PICTURE_ROWS + 1 }, (_, i) => [String(i)]);
    await expect(
      renderPicture({ title: '长', foot: '', table: { head: ['号'], rows, align: [] } }),
    ).rejects.toThrow(RangeError);
  });
});

describe('wrap', () => {
  test('no mark stands where a line must not begin or end, and numbers stay whole', () => {
    expect(wrap('完成率为91.72%，比上周高', 6)).toEqual(['完成率为', '91.72%，比', '上周高']);
    expect(wrap('已走访一二三（含电话）', 7)).toEqual(['已走访一二三', '（含电话）']);
  });

  test('loses nothing and stays within the width', () => {
    const words = fc.string({
      unit: fc.constantFrom('村', '（', '）', '，', '。', '《', '》', '8', '.', '%', 'a', ' ', '-'),
    });
    fc.assert(
      fc.property(words, fc.integer({ min: 4, max: 20 }), (text, em) => {
        const lines = wrap(text, em);
        expect(lines.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
        // A run of marks that belong together may be wider than the line by itself.
        for (const line of lines)
          if (!/[（《，。）》]{2}/.test(line)) expect(widthOf(line)).toBeLessThanOrEqual(em + 3);
      }),
    );
  });
});
