import type { HouseholdIndex } from '../core/household.js';
import type { Condition, Dimension, Place, StatusPeriod } from '../core/status.js';
import { amongIn, type Among } from './among.js';
import { exceptIn, type Excepted } from './except.js';
import { limitsIn, timesIn, type Times } from './limits.js';
import type { StatusDefinitions } from './load.js';
import { says } from './match.js';
import { usualPeriod, whenIn, type When } from './periods.js';
import { placesIn, type WhereAsked } from './place.js';
import type { Metric, StatusWords } from './schema.js';
import { wordsAt, without, type Span } from './spans.js';

/** What a question narrows its numbers to: where, when, which, and what is left out. */
export interface Conditions {
  where: Place | undefined;
  except: Excepted;
  when: When;
  usual: StatusPeriod | undefined;
  filter: Condition[];
  narrowed: string[]; // as the answer calls it
  times: Times | undefined;
  by: Dimension | undefined;
  among: Among | undefined;
  discreet: boolean;
  /** What of the text this is. */
  spans: Span[];
}

interface Context {
  definitions: StatusDefinitions;
  register: HouseholdIndex;
  now: string;
}

/** Of a village of a name that two towns have, only that. `period`: what holds where none is named. */
export function conditionsIn(
  text: string,
  metrics: readonly Metric[],
  period: Metric['period'],
  { definitions, register, now }: Context,
): Conditions | { village: string; towns: readonly string[] } {
  const { words } = definitions;
  const except = exceptIn(text, register, words);
  if (except.several) return except.several;
  let rest = without(text, except.spans);
  const where = placesIn(rest, register);
  if (where.type === 'several') return { village: where.village, towns: where.towns };
  const often = metrics.length > 0 && metrics.every(canBeOften) ? timesIn(rest, words) : undefined;
  const limits = metrics.length === 0 ? [] : limitsIn(rest, metrics[0]!, definitions).filter(() => metrics.every((one) => JSON.stringify(one.of) === JSON.stringify(metrics[0]!.of))); // prettier-ignore
  const places = limits.length === 0 && !often ? amongIn(rest, metrics, words, dimensionIn(text, words)) : undefined; // prettier-ignore
  const kinds = wordsAt(rest, words.filters.map((value) => ({ words: value.words, value }))); // prettier-ignore
  rest = without(rest, [...limits, ...(often?.spans ?? []), ...(places?.spans ?? [])]);
  const usual = usualPeriod(rest, period, now);
  const when = whenIn(rest, words, now, usual);
  const hits = [...new Set(kinds.map((one) => one.value))];
  return {
    where: where.type === 'place' ? where.place : undefined,
    except,
    when,
    usual,
    filter: [
      ...eitherOf(hits),
      ...except.filter,
      ...limits.map((one) => one.condition),
      ...(where.type === 'place' && where.group ? [where.group] : []),
    ],
    narrowed: [...hits.map((hit) => hit.words[0]!), ...except.narrowed, ...limits.map((one) => one.title)],
    times: often?.times,
    by: places?.among.by ?? dimensionIn(text, words) ?? sideBySide(where),
    among: places?.among,
    discreet: hits.some((hit) => hit.discreet),
    spans: [
      ...except.spans,
      ...(where.type === 'place' ? where.spans : []),
      ...limits,
      ...(often?.spans ?? []),
      ...(places?.spans ?? []),
      ...kinds,
      ...when.spans,
    ],
  };
}

/** Only of households is it known how often something was done to them. */
const canBeOften = ({ of: source, measure }: Metric): boolean =>
  'records' in source && !source.latest && measure.count === 'households';

/** "脱贫户和监测户": either of them; a household has but one category. */
function eitherOf(hits: readonly StatusWords['filters'][number][]): Condition[] {
  return [...new Set(hits.map((hit) => hit.field))].map((field) => ({
    field,
    in: hits.flatMap((hit) => (hit.field === field ? hit.in : [])),
  }));
}

function dimensionIn(text: string, words: StatusWords): Dimension | undefined {
  return (['category', 'group', 'village', 'town'] as const).find((by) => says(text, words.by[by]));
}

/** Several places are said each beside the other: 石桥村和柳湾村. */
function sideBySide(where: WhereAsked): Dimension | undefined {
  if (where.type !== 'place') return undefined;
  const { towns, villages } = where.place;
  if (villages.length > 1 && towns.length === 0) return 'village';
  return towns.length > 1 && villages.length === 0 ? 'town' : undefined;
}

/** The place without what is left out of it. */
export function leaving(place: Place, { towns, villages, titles }: Excepted): Place {
  if (towns.length + villages.length === 0) return place;
  return { ...place, except: { towns, villages }, title: `${place.title}（不含${titles.join('、')}）` };
}
