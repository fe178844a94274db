import { numeralValue } from '../core/numerals.js';
import type { Condition } from '../core/status.js';
import type { StatusDefinitions } from './load.js';
import type { Metric, StatusWords } from './schema.js';
import type { Span } from './spans.js';

/** A bound on a figure: 超过2, 5000以下. Whole numbers of times and any number of anything else. */
export interface Bound extends Span {
  value: number;
  unit: string;
  kind: 'above' | 'atLeast' | 'below' | 'atMost' | 'exactly';
  /** As the question has it, without the figure's name: 低于5000元. */
  written: string;
}

/** How often something must have been done to a household within the days that are asked about. */
export interface Times {
  atLeast?: number;
  below?: number;
  title: string; // 超过2次
}

const NUMBER =
  '(?<n>\\d+(?:\\.\\d+)?|百分之[零一二三四五六七八九十百\\d]{1,4}|一半|半数|[一二三四五六七八九]成(?!立)|[一二两三四五六七八九十百千]{1,5})(?<big>万|千|百)?';
const UNIT =
  '(?<unit>%|个百分点|[次回趟遍]|万?元|块钱?|口人|个?劳动力|个(?!百分|月|村|镇|乡|组)|[口人户亩岁笔条项]|公里)?';
const SPARE = '(?:了|过|有)?';

/** Every bound in a text, in its order. A number alone is one only of times: 走访了3次. */
export function boundsIn(text: string, { bounds }: StatusWords): Bound[] {
  const any = (words: readonly string[]) => [...words].sort((a, b) => b.length - a.length).join('|');
  const before = ['above', 'atLeast', 'below', 'atMost'] as const;
  const found: Bound[] = [];
  for (const kind of before) {
    const words = any(bounds[kind].before);
    if (words !== '') add(new RegExp(`(?:${words})${SPARE}${NUMBER}${UNIT}`, 'dgu'), kind);
    const after = any(bounds[kind].after);
    if (after !== '') add(new RegExp(`${NUMBER}${UNIT}(?:${after})`, 'dgu'), kind);
  }
  for (const word of bounds.pastHalf)
    for (let from = text.indexOf(word); from >= 0; from = text.indexOf(word, from + 1))
      found.push({ from, to: from + word.length, value: 50, unit: '%', kind: 'above', written: word });
  add(new RegExp(`${NUMBER}(?<unit>[次回趟遍])(?![数都也])`, 'dgu'), 'exactly');
  // 不超过 begins before 超过, and 3次以上 is longer than 3次.
  const kept: Bound[] = [];
  for (const one of found.sort((a, b) => a.from - b.from || b.to - a.to))
    if (!kept.some((other) => other.from < one.to && one.from < other.to)) kept.push(one);
  return kept;

  function add(pattern: RegExp, kind: Bound['kind']): void {
    for (const match of text.matchAll(pattern)) {
      const { n = '', big, unit = '' } = match.groups ?? {};
      const value = valueOf(n, big);
      const [from, to] = [match.index, match.index + match[0].length];
      if (value === undefined) continue;
      const percent = /^百分之|半|成$/.test(n);
      found.push({ from, to, value: unit.startsWith('万') ? value * 10_000 : value, unit: percent ? '%' : unit.replace(/^(?:万|个(?=劳))/u, ''), kind, written: match[0] }); // prettier-ignore
    }
  }
}

const BIG: Record<string, number> = { 万: 10_000, 千: 1000, 百: 100 };

function valueOf(written: string, big: string | undefined): number | undefined {
  if (/半/.test(written)) return 50;
  const tenths = /^(.)成$/u.exec(written)?.[1];
  if (tenths !== undefined) return 10 * numeralValue(tenths)!;
  const plain = written.replace('百分之', '');
  const value = /^\d/.test(plain) ? Number(plain) : numeralValue(plain);
  return value === undefined ? undefined : value * (big === undefined ? 1 : BIG[big]!);
}

const TIMES = /[次回趟遍]/;

/** 走访超过两次: whole numbers, so that more than two are at least three. */
export function timesIn(text: string, words: StatusWords): { spans: Span[]; times: Times } | undefined {
  const bound = boundsIn(text, words).find((one) => TIMES.test(one.unit));
  if (!bound) return undefined;
  const n = Math.ceil(bound.value);
  const range = {
    above: { atLeast: n + 1 },
    atLeast: { atLeast: n },
    below: { below: n },
    atMost: { below: n + 1 },
    exactly: { atLeast: n, below: n + 1 },
  }[bound.kind];
  const lead = /次数(?:在|是|为|都)?$/u.exec(text.slice(0, bound.from))?.[0] ?? '';
  const only = /(?:只|仅仅|仅)(?=(?:走访|入户|走|去|访)(?:了|过)?$)/du.exec(text.slice(0, bound.from));
  return {
    spans: [
      { from: bound.from - lead.length, to: bound.to },
      ...(only && bound.kind === 'exactly' ? [{ from: only.index, to: only.index + only[0].length }] : []),
    ],
    times: { ...range, title: bound.written },
  };
}

export interface Limit extends Span {
  condition: Condition;
  title: string; // 人均收入低于5000元
}

const BETWEEN = /^(?:的|在|是|都|为|数|已经|已|达到了|到了|目前|现在)*$/u;

/**
 * Bounds on figures that rows of the metric state: 进度80%以上的项目, 5口人以上的户. A bound whose figure is not named counts
 * where its unit says which one it is.
 */
export function limitsIn(text: string, metric: Metric, { words }: StatusDefinitions): Limit[] {
  const figures = words.figures.filter((one) => sameSource(one.of, metric.of));
  const found: Limit[] = [];
  for (const bound of boundsIn(text, words)) {
    if (bound.kind === 'exactly' || TIMES.test(bound.unit)) continue;
    const named = figures
      .flatMap((figure) => figure.words.map((word) => ({ figure, word, at: text.lastIndexOf(word, bound.from) })))
      .filter(({ word, at }) => at >= 0 && BETWEEN.test(text.slice(at + word.length, bound.from)))
      .sort((a, b) => b.word.length - a.word.length)[0]; // prettier-ignore
    const figure = named?.figure ?? figures.find((one) => one.implied.includes(bound.unit));
    if (!figure || (bound.unit !== '' && ![...figure.units, ...figure.implied].includes(bound.unit)))
      continue;
    const bounded = { above: 'above', atLeast: 'atLeast', below: 'below', atMost: 'atMost' } as const;
    found.push({
      from: named?.at ?? bound.from,
      to: bound.to,
      condition: { field: figure.field, [bounded[bound.kind]]: bound.value },
      title: `${figure.title}${bound.written}`,
    });
  }
  return found;
}

const sameSource = (a: Metric['of'], b: Metric['of']): boolean =>
  JSON.stringify({ ...a, latest: undefined }) === JSON.stringify({ ...b, latest: undefined });
