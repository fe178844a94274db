import type { Counted, CountQuery, Dimension, Place, StatusLedger } from '../core/status.js';
import { boundsIn, type Bound } from './limits.js';
import type { Metric, StatusWords } from './schema.js';
import type { Span } from './spans.js';

/** Places whose figure lies within a bound: 走访率低于50%的村. */
export interface Among {
  by: Exclude<Dimension, 'category'>;
  /** Of the figure's share of its base, in percent; else of the figure. */
  share: boolean;
  kind: Exclude<Bound['kind'], 'exactly'>;
  value: number;
  title: string; // 走访率低于50%的村
}

const PLACES = { 村: 'village', 镇: 'town', 乡: 'town', 组: 'group' } as const;
const NAMES = { village: '村', town: '镇', group: '组' } as const;
/** What stands between a figure and its bound. */
const BETWEEN = /(?:的|在|是|都|为|数|户数|个数|目前|现在|有)*$/u;

/** A bound on one number by place; of a share where it is one of 100 and the number has a base. */
export function amongIn(
  text: string,
  [metric, ...others]: readonly Metric[],
  words: StatusWords,
  by: Dimension | undefined,
): { spans: Span[]; among: Among } | undefined {
  if (!metric || others.length > 0 || metric.measure.average !== undefined || metric.measure.mean)
    return undefined;
  // A bound that the number itself is about: 入户率不到100%的村.
  const own = metric.ask.flatMap((ask) => ask.all.flat());
  for (const bound of boundsIn(text, words)) {
    if (own.some((word) => word.includes(bound.written) || (word.length > 1 && bound.written.includes(word))))
      continue;
    const [, kind] = /^的?(?:行政)?(?:乡(?=镇))?([村镇乡组])(?!民)/u.exec(text.slice(bound.to)) ?? [];
    const place =
      kind === undefined ? (by === 'category' ? undefined : by) : PLACES[kind as keyof typeof PLACES];
    const share = bound.unit === '%' && metric.base !== undefined;
    if (place === undefined || bound.kind === 'exactly' || !(share || bound.unit === metric.unit)) continue;
    const before = text.slice(0, bound.from).replace(BETWEEN, '');
    const rate = share ? (/\p{Script=Han}率$/u.exec(before)?.[0] ?? '') : '';
    const written = share ? (/\p{Script=Han}{2}率$/u.exec(before)?.[0] ?? `${metric.title}率`) : metric.title;
    return {
      spans: [{ from: bound.from, to: bound.to }, ...(rate === '' ? [] : [{ from: before.length - rate.length, to: before.length }])], // prettier-ignore
      among: { by: place, share, kind: bound.kind, value: bound.value, title: `${written}${bound.written}的${NAMES[place]}` }, // prettier-ignore
    };
  }
  return undefined;
}

/** Every place of the register there, whatever was counted in it. */
export async function placesOf(place: Place, { by }: Among, ledger: StatusLedger): Promise<string[]> {
  const count: CountQuery['count'] = { source: { households: true }, only: [], measure: { count: 'households' }, day: 'none' }; // prettier-ignore
  const { parts } = await ledger.count({ count, place, filter: [], by });
  return parts.flatMap(({ name }) => (name === '' ? [] : [name]));
}

export interface PartOf {
  name: string;
  value: number;
  base: number | null;
}

/** The places within the bound. Where there is nothing to have a share of, there is no share. */
export function partsAmong(
  among: Among,
  names: readonly string[],
  counted: Counted,
  base: Counted | undefined,
): PartOf[] {
  const of = (from: Counted | undefined, name: string): number => from?.parts.find((part) => part.name === name)?.value ?? 0; // prettier-ignore
  return names
    .map((name): PartOf => ({ name, value: of(counted, name), base: base ? of(base, name) : null }))
    .filter(({ value, base: whole }) => {
      if (!among.share) return within(among, value);
      return whole !== null && whole > 0 && within(among, (100 * value) / whole);
    });
}

function within({ kind, value }: Among, figure: number): boolean {
  switch (kind) {
    case 'above':
      return figure > value;
    case 'atLeast':
      return figure >= value;
    case 'below':
      return figure < value;
    case 'atMost':
      return figure <= value;
  }
}
