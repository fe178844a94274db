import { groupKey } from './place.js';

const PLACE_TAIL = /(?:村民委员会|居民委员会|村委会|居委会|行政村|社区|街道办事处|街道|镇|乡|村)$/u;
const NUMBER = /^([+-]?\d[\d,，]*(?:\.\d+)?)(万)?(?:元|人|口|户|亩|分|平方米|平米|m2|㎡)?$/u;

/** The number a cell says, without its unit: 1.2万元 and 12,000 are one. */
export function numberIn(text: string): number | undefined {
  const [, digits, myriad] = NUMBER.exec(text.normalize('NFKC').replace(/\s+/g, '')) ?? [];
  if (digits === undefined) return undefined;
  const value = Number(digits.replace(/[,，]/g, ''));
  return myriad === undefined ? value : Math.round(value * 1e6) / 100;
}

/** Whether two lists say the same under one head, however they write it. */
export function alike(title: string, a: string, b: string): boolean {
  const [x, y] = [tidy(a), tidy(b)];
  if (x === y) return true;
  if (x === '' || y === '') return false;
  if (title === '组') return groupKey(x) === groupKey(y);
  if (title === '镇' || title === '村') return bare(x) === bare(y);
  const [m, n] = [numberIn(x), numberIn(y)];
  // Numbers of persons and accounts are names: 0123 is not 123.
  return m !== undefined && n !== undefined && x.length < 12 && y.length < 12 && m === n;
}

const bare = (name: string): string => {
  const cut = name.replace(PLACE_TAIL, '');
  return cut.length >= 2 ? cut : name;
};

const tidy = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\s，,;；、]+/g, (mark) => (/\s/.test(mark) ? '' : ','))
    .toUpperCase();
