import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf, iso, weekdayOf } from '../../../src/understand/values/calendar.js';
import * as values from '../../../src/understand/values/index.js';
import type { Found } from '../../../src/understand/values/index.js';

const RUNS = { numRuns: 1500 };
const REF = { sentAt: '2026-03-18T20:14' };

const readers: Record<string, (text: string) => unknown> = {
  readDate: (t) => values.readDate(t, REF),
  findDates: (t) => values.findDates(t, REF, { lean: 'past' }),
  readDateTime: (t) => values.readDateTime(t, REF, { lean: 'future' }),
  readPeriod: (t) => values.readPeriod(t, REF),
  readMonth: (t) => values.readMonth(t, REF),
  readDeadline: (t) => values.readDeadline(t, REF, { after: '2026-06-30' }),
  readDeadlines: (t) => values.readDeadlines(t, REF),
  readNumber: values.readNumber,
  findNumbers: values.findNumbers,
  readMoney: (t) => values.readMoney(t, { unit: 10000 }),
  findMoney: values.findMoney,
  readPercent: values.readPercent,
  readArea: values.readArea,
  readCount: (t) => values.readCount(t, ['户', '人', '口人']),
  readRange: values.readRange,
  findPlaceholders: values.findPlaceholders,
};

/** Text made of the pieces that readers look for, which random characters would hardly ever hit. */
const pieces = (
  '0 1 2 3 5 7 12 18 30 31 2026 20260318 1,234 3.18 . , - — ~ / : ： （ ） 年 月 日 号 周 星期 礼拜 上 下 本 这 个 前 后 天 今 昨 明 底 初 旬 中 ' +
  '一 二 三 四 五 十 廿 两 半 几 百 千 万 亿 多 余 元 块 角 % ％ 成 百分之 亩 分 地 户 人 口 第 每 至 到 约 左右 元旦 国庆 五一 春节 清明 腊月 正月 农历 闰 季度 半年 ' +
  '王 李 家 点 时 晚 早 下午 力争 完成 X XX 某某 ____ ¥ 尾号 岁 🌟 　 \n'
).split(' ');
const messy = fc.oneof(
  fc.array(fc.constantFrom(...pieces, ' '), { maxLength: 24 }).map((list) => list.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

const DATE = /^\d{4}-\d{2}-\d{2}$/;

/** Every date-shaped text in a value is a day that exists. */
function datesIn(value: unknown): string[] {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}/.test(value) ? [value.slice(0, 10)] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(datesIn) : [];
}

describe.each(Object.entries(readers))('%s', (name, read) => {
  it('never throws, says where it looked, and gives real values', () => {
    fc.assert(
      fc.property(messy, (text) => {
        const answer = read(text) as Found<unknown> | Found<unknown>[] | undefined;
        const all = answer === undefined ? [] : Array.isArray(answer) ? answer : [answer];
        let end = 0;
        for (const found of all) {
          expect(found.from).toBeGreaterThanOrEqual(0);
          expect(found.to).toBeLessThanOrEqual(text.length);
          expect(found.from).toBeLessThan(found.to);
          if (Array.isArray(answer)) expect(found.from).toBeGreaterThanOrEqual(end);
          end = found.to;
          if (typeof found.value === 'number') expect(Number.isFinite(found.value)).toBe(true);
          if (name === 'readPeriod') {
            const { from, to } = found.value as { from: string; to: string };
            expect(from <= to).toBe(true);
          }
          for (const date of datesIn(found.value)) {
            expect(date).toMatch(DATE);
            expect(new Date(`${date}T00:00:00Z`).toISOString().slice(0, 10)).toBe(date);
          }
        }
      }),
      RUNS,
    );
  });

  it('is the same on the same text', () => {
    fc.assert(
      fc.property(messy, (text) => {
        const first = read(text);
        read('2025年12月30日 五一 三万二 60%'); // a pattern that kept its place would show
        expect(read(text)).toEqual(first);
      }),
      { numRuns: 300 },
    );
  });
});

const HAN = '〇一二三四五六七八九';
const han = (digit: number): string => HAN.charAt(digit);
const hanYear = (year: number): string => [...String(year)].map((d) => han(+d)).join('');
const hanDay = (n: number): string =>
  (n < 10 ? '' : n < 20 ? '十' : `${han(Math.floor(n / 10))}十`) + (n % 10 === 0 ? '' : han(n % 10));
const two = (n: number): string => String(n).padStart(2, '0');

const styles: Record<string, (y: number, m: number, d: number) => string> = {
  Chinese: (y, m, d) => `${y}年${m}月${d}日`,
  padded: (y, m, d) => `${y}年${two(m)}月${two(d)}日`,
  号: (y, m, d) => `${y}年${m}月${d}号`,
  dots: (y, m, d) => `${y}.${m}.${d}`,
  'padded dots': (y, m, d) => `${y}.${two(m)}.${two(d)}`,
  dashes: (y, m, d) => `${y}-${two(m)}-${two(d)}`,
  slashes: (y, m, d) => `${y}/${m}/${d}`,
  compact: (y, m, d) => `${y}${two(m)}${two(d)}`,
  numerals: (y, m, d) => `${hanYear(y)}年${hanDay(m)}月${hanDay(d)}日`,
  spaced: (y, m, d) => `${y}年 ${m}月 ${d}日`,
  'two-digit year': (y, m, d) => `${two(y % 100)}年${m}月${d}日`,
  'two-digit dots': (y, m, d) => `${two(y % 100)}.${m}.${d}`,
};
const wide = (text: string): string =>
  text.replace(/[0-9./-]/g, (c) => String.fromCharCode(c.charCodeAt(0) + 0xfee0));
const anyDay = fc
  .integer({ min: dayOf(2020, 1, 1), max: dayOf(2039, 12, 31) })
  .map((day) => ({ day, text: iso(day) }));

describe('round trips', () => {
  it.each(Object.entries(styles))('a date written as %s comes back', (_name, write) => {
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom('', '时间：', '于'),
        fc.constantFrom('', '，', '完成', '上午'),
        fc.boolean(),
        (day, before, after, full) => {
          const [y, m, d] = day.text.split('-').map(Number) as [number, number, number];
          const written = write(y, m, d);
          const text = before + (full ? wide(written) : written) + after;
          const found = values.readDate(text, REF);
          expect(found?.value).toBe(day.text);
          expect(found?.from).toBe(before.length);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a date without its year is the nearest one', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: -170, max: 170 }),
        fc.constantFrom('月日', '.', '数字'),
        (sent, by, style) => {
          const day = sent.day + by;
          const [, m, d] = iso(day).split('-').map(Number) as [number, number, number];
          const written =
            style === '月日' ? `${m}月${d}日` : style === '.' ? `${m}.${d}` : `${hanDay(m)}月${hanDay(d)}日`;
          fc.pre(!(m === 2 && d === 29));
          expect(values.readDate(written, { sentAt: `${sent.text}T12:00` })?.value).toBe(iso(day));
        },
      ),
      { numRuns: 800 },
    );
  });

  it('weekdays of the weeks around', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom(['上上周', -14], ['上周', -7], ['本周', 0], ['下周', 7]),
        fc.integer({ min: 1, max: 7 }),
        (sent, week, n) => {
          const [word, by] = week as [string, number];
          const expected = sent.day - weekdayOf(sent.day) + n + by;
          const text = `${word}${' 一二三四五六日'.charAt(n)}`;
          expect(values.readDate(text, { sentAt: `${sent.text}T08:00` })?.value).toBe(iso(expected));
        },
      ),
      { numRuns: 300 },
    );
  });

  it('a range of two days comes back as a period', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 0, max: 40 }),
        fc.constantFrom('-', '—', '至', '~', '到'),
        fc.boolean(),
        (from, length, mark, dots) => {
          const to = iso(from.day + length);
          const write = (text: string): string => {
            const [, m, d] = text.split('-').map(Number) as [number, number, number];
            return dots ? `${m}.${d}` : `${m}月${d}日`;
          };
          fc.pre(!from.text.endsWith('02-29') && !to.endsWith('02-29'));
          const sentAt = `${to}T18:00`;
          expect(values.readPeriod(`${write(from.text)}${mark}${write(to)}`, { sentAt })?.value).toEqual({
            from: from.text,
            to,
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it('whole numbers in Chinese numerals come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 99_999_999 }), (n) => {
        expect(values.readNumber(spell(n))).toMatchObject({ value: n, from: 0, to: spell(n).length });
      }),
      { numRuns: 2000 },
    );
  });

  it('amounts come back from every way of writing them', () => {
    const cents = fc.integer({ min: 1, max: 99_999_999 });
    fc.assert(
      fc.property(cents, fc.constantFrom('元', '块钱', '¥', 'grouped', '万元', '万'), (n, style) => {
        const yuan = style.startsWith('万') ? n : n / 100;
        const text =
          style === '¥'
            ? `¥${yuan}`
            : style === 'grouped'
              ? `${yuan.toLocaleString('en-US', { maximumFractionDigits: 2 })}元`
              : style.startsWith('万')
                ? `${n / 10000}${style}`
                : `${yuan}${style}`;
        const found = values.readMoney(`支付${text}。`);
        expect(found?.value).toBeCloseTo(yuan, 4);
        expect(values.findMoney(`支付${text}。`)).toEqual([found]);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(['0块0角', '1元5角', '3块5毛', '10块0角5分'])(
    'the coins of %s are no amount of their own',
    (text) => {
      expect(values.findMoney(`支付${text}。`)).toEqual([values.readMoney(`支付${text}。`)]);
    },
  );

  it('rates and counts come back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1000 }), (n) => {
        expect(values.readPercent(`完成率${n / 10}%`)?.value).toBe(n / 10);
        expect(values.readCount(`共${n}户`, ['户'])?.value).toBe(n);
        if (n > 0) expect(values.readCount(`共${spell(n)}户`, ['户'])?.value).toBe(n);
      }),
      { numRuns: 500 },
    );
  });

  it('identity numbers, telephone numbers and tail numbers are neither amounts nor dates', () => {
    const digits = (n: number): fc.Arbitrary<string> =>
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: n, maxLength: n }).map((list) => list.join(''));
    fc.assert(
      fc.property(digits(9), digits(17), digits(4), (phone, id, tail) => {
        for (const text of [`电话13${phone}`, `身份证${id}X`, `尾号${tail}`, `证号1${id}`]) {
          expect(values.findDates(text, REF)).toEqual([]);
          expect(values.findMoney(text)).toEqual([]);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** A whole number in Chinese numerals, written by the book. */
function spell(n: number): string {
  if (n === 0) return '零';
  const high = Math.floor(n / 10000);
  const low = n % 10000;
  if (high > 0) return `${spell(high)}万${low === 0 ? '' : (low < 1000 ? '零' : '') + below(low)}`;
  return low >= 10 && low < 20 ? below(low).slice(1) : below(low);
}

function below(n: number): string {
  let text = '';
  let zero = false;
  for (const [unit, name] of [
    [1000, '千'],
    [100, '百'],
    [10, '十'],
    [1, ''],
  ] as const) {
    const digit = Math.floor(n / unit) % 10;
    if (digit === 0) zero = text !== '';
    else {
      text += `${zero ? '零' : ''}${han(digit)}${name}`;
      zero = false;
    }
  }
  return text;
}

describe('hostile input', () => {
  const N = 100_000;
  const hostile: [string, string][] = [
    ['digits', '7'.repeat(N)],
    ['grouped digits', `1${',123'.repeat(N / 4)}`],
    ['nested brackets', '（'.repeat(N)],
    ['brackets with blanks', '（ '.repeat(N / 2)],
    ['numerals', '三'.repeat(N)],
    ['hundreds', '百'.repeat(N)],
    ['ten thousands', '3万'.repeat(N / 2)],
    ['blanks', ' '.repeat(N)],
    ['dots', '3.'.repeat(N / 2)],
    ['dashes', '3-'.repeat(N / 2)],
    ['numbers of things', '9号、'.repeat(N / 3)],
    ['months', '3月'.repeat(N / 2)],
    ['years', '2026年'.repeat(N / 5)],
    ['weekdays', '周三'.repeat(N / 2)],
    ['holidays', '五一'.repeat(N / 2)],
    ['days', '今天'.repeat(N / 2)],
    ['clocks', '12:'.repeat(N / 3)],
    ['placeholders', 'X'.repeat(N)],
    ['lines', '_ '.repeat(N / 2)],
    ['deadlines', '3月底前，'.repeat(N / 5)],
    ['list', '1.3.18\n'.repeat(N / 7)],
    ['first of all', '第'.repeat(N)],
  ];

  // Anything worse than linear takes minutes here: the test's own time limit is the bound.
  it.each(hostile)('100 kB of %s', (_name, text) => {
    for (const read of Object.values(readers)) expect(() => read(text)).not.toThrow();
    expect(() => values.isPlaceholder(text)).not.toThrow();
  });
});
