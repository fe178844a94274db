import { findMoney, findNumbers } from '../understand/values/index.js';

/** A statement of a text that its own numbers contradict. */
export interface Miscount {
  kind: 'rate' | 'sum';
  text: string; // the sentence
  stated: number;
  computed: number;
}

interface Amount {
  value: number;
  unit: string;
  from: number;
  to: number;
}

const SENTENCE = /[^。；;\n]+/g;
const UNIT = /^\s?(?:余|多)?(户次|人次|户|人|个|条|件|笔|村|镇|项|次|套|公里|平方米|亩|吨)/;
const PERCENT = /(\d+(?:\.\d+)?)\s?[%％]/g;
/** Half of the last digit that was given, and a little for rounding twice. */
const slack = (text: string): number => 0.6 / 10 ** (text.split('.')[1]?.length ?? 0);

/**
 * Numbers of a text that do not agree with one another: a rate that its two amounts do not give, a total that its parts
 * do not make up. Only what is said side by side is compared; "以上" and "多" leave a total room upwards.
 */
export function miscounts(text: string): Miscount[] {
  const found: Miscount[] = [];
  for (const [sentence] of text.matchAll(SENTENCE)) {
    const amounts = amountsIn(sentence);
    found.push(...rates(sentence, amounts), ...sums(sentence, amounts));
  }
  return found;
}

function amountsIn(sentence: string): Amount[] {
  const money = findMoney(sentence).map(({ value, from, to }) => ({ value, unit: '元', from, to }));
  const plain = findNumbers(sentence).flatMap(({ value, from, to }) => {
    if (money.some((one) => from < one.to && to > one.from)) return [];
    const unit =
      UNIT.exec(sentence.slice(to))?.[1] ??
      /[\d一二三四五六七八九十](户次|人次|户|人|个|条|件|笔|村|镇|项|次|套)$/.exec(
        sentence.slice(from, to),
      )?.[1];
    return unit === undefined ? [] : [{ value, unit, from, to }];
  });
  return [...money, ...plain].sort((a, b) => a.from - b.from);
}

/** "到位17.87亿元，支出15.99亿元，支出率91.72%": the two amounts of one unit before a rate are its whole and its part. */
function rates(sentence: string, amounts: readonly Amount[]): Miscount[] {
  const found: Miscount[] = [];
  let since = 0;
  for (const match of sentence.matchAll(PERCENT)) {
    const stated = Number(match[1]);
    const before = amounts.filter((one) => one.from >= since && one.to <= match.index);
    since = match.index + match[0].length;
    const last = before.at(-1);
    const other = last && before.filter((one) => one !== last && one.unit === last.unit).at(-1);
    if (!last || !other || Math.max(last.value, other.value) === 0) continue;
    const said = sentence.slice(last.to, match.index);
    if (!/率|占|比例|完成|进度/.test(said) || /同比|增长|增幅|下降|提高|上升/.test(said)) continue;
    const computed = (Math.min(last.value, other.value) / Math.max(last.value, other.value)) * 100;
    if (Math.abs(computed - stated) > slack(match[1]!))
      found.push({ kind: 'rate', text: sentence.trim(), stated, computed: Math.round(computed * 100) / 100 });
  }
  return found;
}

/** "共12100条，其中基础信息6280条、收入5024条": what follows 其中 are the parts of what stands before it. */
function sums(sentence: string, amounts: readonly Amount[]): Miscount[] {
  const at = /其中|分别(?:为|是)|包括/.exec(sentence)?.index;
  if (at === undefined) return [];
  const total = amounts.filter((one) => one.to <= at).at(-1);
  const parts = amounts.filter((one) => one.from > at && one.unit === total?.unit);
  if (!total || parts.length < 2) return [];
  const computed = parts.reduce((sum, one) => sum + one.value, 0);
  const atLeast = /^[^，,]{0,3}(?:以上|余|多)/.test(sentence.slice(total.to));
  const wrong = atLeast
    ? computed < total.value
    : Math.abs(computed - total.value) > 1e-6 * Math.max(1, total.value);
  return wrong ? [{ kind: 'sum', text: sentence.trim(), stated: total.value, computed }] : [];
}
