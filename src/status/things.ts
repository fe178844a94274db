import { patternOf } from '../core/pattern.js';
import type { StatusDefinitions } from './load.js';
import { best } from './match.js';
import type { Ask } from './match.js';
import type { Decline, Lookup, Metric, Overview } from './schema.js';

export const CLAUSE = /[,，。.?？!！;；\n]+/;

/** Numbers one after another: 走访几户、几个问题没销号. */
const LISTED = /[,，。.?？!！;；\n、]+/;

/** Which numbers a text asks for. */
export type Found =
  | {
      type: 'found';
      metrics: Metric[];
      lookup?: Lookup | undefined;
      period: Metric['period'];
      overview: string | undefined;
      /** The words by which they were found, and what they are called. */
      words: readonly string[];
      titles: readonly string[];
      /** Only by words that may mean anything: 几户. */
      weak: boolean;
    }
  | { type: 'several'; titles: string[] }
  | { type: 'nothing' };

/** Clause by clause, and of the whole where no clause says enough. */
export function thingsIn(text: string, definitions: StatusDefinitions): Found {
  const { metrics, overviews, lookups } = definitions;
  const things = [...metrics.values(), ...overviews, ...lookups];
  const of = (clause: string) => best(clause, things, false, text);
  const listed = text.split(LISTED).map(of);
  const hits =
    listed.length > 1 && listed.every((hit) => hit.found.length === 1)
      ? listed
      : text
          .split(CLAUSE)
          .map(of)
          .filter((hit) => hit.found.length > 0);
  const strong = hits.length > 0 ? hits : [best(text, things)].filter((hit) => hit.found.length > 0);
  const weak = strong.length === 0;
  const all = weak ? [best(text, things, true)].filter((hit) => hit.found.length > 0) : strong;
  if (all.length === 0) return { type: 'nothing' };
  const each = all.map(({ found }) => inUnit(found, text, definitions));
  const unclear = each.find((found) => found.length > 1);
  if (unclear) return { type: 'several', titles: unclear.map((thing) => thing.title) };
  const chosen = each.map((found) => found[0]!);
  const ids = new Set<string>();
  for (const thing of chosen) {
    if ('metrics' in thing) thing.metrics.forEach((id) => ids.add(id));
    else if (metrics.has(thing.id)) ids.add(thing.id);
  }
  return {
    type: 'found',
    metrics: [...ids].map((id) => metrics.get(id)!),
    lookup: chosen.find((thing): thing is Lookup => 'show' in thing),
    overview: chosen.find((thing) => 'metrics' in thing)?.title,
    period:
      chosen.flatMap((one) => ('period' in one && one.period !== 'none' ? one.period : []))[0] ?? 'none',
    words: chosen.flatMap((thing) => [...wordsOf(thing.ask), ...thing.says]),
    titles: chosen.flatMap((thing) => [thing.title, ...baseOf(thing, metrics)]),
    weak,
  };
}

/** Of things that fit alike, those in the unit that is asked for: 几笔 is no sum of money. */
function inUnit<T extends Metric | Overview | Lookup>(
  found: T[],
  text: string,
  { words }: StatusDefinitions,
): T[] {
  const asked = words.units.filter(({ pattern }) => patternOf(pattern).test(text));
  const fits = found.filter((one) => 'unit' in one && asked.some(({ is }) => is === one.unit));
  return found.length > 1 && fits.length > 0 ? fits : found;
}

/** What a metric is a part of. */
function baseOf(thing: Metric | Overview | Lookup, metrics: ReadonlyMap<string, Metric>): string[] {
  if (!('base' in thing) || thing.base === undefined) return [];
  return [thing.baseTitle ?? '', metrics.get(thing.base)?.title ?? ''];
}

const wordsOf = (ask: readonly Ask[]): string[] => ask.flatMap((one) => one.all.flat());

/**
 * What is asked and not given. Places are compared only by numbers whose definition allows it: their figures are said, and
 * the words that ask for an order are read.
 */
export function declinedIn(
  text: string,
  found: Found,
  { declines }: StatusDefinitions,
): { decline?: Decline; read: string[] } {
  const decline = best(text, declines).found[0];
  if (!decline?.units) return decline ? { decline, read: [] } : { read: [] };
  const comparable = found.type === 'found' && found.metrics.length > 0 && !found.lookup;
  if (!comparable || !found.metrics.every((metric) => metric.comparable)) return { decline, read: [] };
  return { read: wordsOf(decline.ask) };
}
