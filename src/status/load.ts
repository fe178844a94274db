import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  readLedgerFigures,
  readOne,
  refuse,
  yamlFiles,
  type Finding,
  type LedgerFigures,
  type Read,
} from '../intents/index.js';
import { isOfDuty } from './reports.js';
import {
  metricFileSchema,
  type Decline,
  type Lookup,
  type Metric,
  type Overview,
  type StatusWords,
} from './schema.js';

/** Everything that can be asked about where things stand. */
export interface StatusDefinitions {
  metrics: ReadonlyMap<string, Metric>;
  overviews: readonly Overview[];
  lookups: readonly Lookup[];
  declines: readonly Decline[];
  words: StatusWords;
}

export interface StatusLoaded {
  definitions: StatusDefinitions | undefined;
  findings: Finding[];
  /** Where the examples stand, for findings about them: by `metrics.ID.examples.N` and the like. */
  place(path: string): { file: string; line: number; column: number };
}

/** The numbers that can be counted as of any moment, for issues and papers: who has reported is computed when it is asked. */
export const countable = (definitions: StatusDefinitions | undefined): ReadonlySet<string> =>
  new Set([...(definitions?.metrics.values() ?? [])].flatMap((one) => (isOfDuty(one) ? [] : [one.id])));

/** What is asked among others, without the bot being spoken to. */
export const overheard = (definitions: StatusDefinitions): StatusDefinitions => ({
  ...definitions,
  metrics: new Map(
    [...definitions.metrics].map(([id, one]) => [id, { ...one, ask: one.ask.filter((ask) => !ask.called) }]),
  ),
});

type File = Read<ReturnType<typeof metricFileSchema.parse>>;

/** Reads `metrics/*.yaml` below the folder of definitions. A folder without them has no status questions. */
export function readStatus(intentsDir: string): StatusLoaded {
  const findings: Finding[] = [];
  const dir = join(intentsDir, 'metrics');
  const places = new Map<string, { file: string; line: number; column: number }>();
  const nowhere = { file: dir, line: 1, column: 1 };
  const place = (path: string) => places.get(path) ?? nowhere;
  if (!existsSync(dir)) return { definitions: undefined, findings, place };
  const files = yamlFiles(dir, findings).flatMap((path): File[] => {
    const read = readOne(path, intentsDir, metricFileSchema, findings);
    return read ? [read] : [];
  });
  const figures = readLedgerFigures(intentsDir);
  const metrics = new Map<string, Metric>();
  const overviews: Overview[] = [];
  const lookups: Lookup[] = [];
  const declines: Decline[] = [];
  let words: StatusWords | undefined;
  for (const { value, at } of files) {
    for (const section of ['metrics', 'overviews', 'lookups', 'declines'] as const) {
      for (const [i, one] of value[section].entries()) {
        places.set(one.id, at([section, i, 'id']));
        one.examples.forEach((_, n) => places.set(`${one.id}/${n}`, at([section, i, 'examples', n])));
      }
    }
    for (const [i, metric] of value.metrics.entries()) {
      if (metrics.has(metric.id))
        findings.push({ ...at(['metrics', i, 'id']), message: `the metric "${metric.id}" is defined twice` });
      const only = metric.only.map((one) => withPace(one, metric, figures));
      if (figures && only.some((one) => one.light && one.pace === undefined))
        findings.push({
          ...at(['metrics', i, 'only']),
          message: 'light: counts items of a ledger with a pace',
        });
      metrics.set(metric.id, { ...metric, only });
    }
    overviews.push(...value.overviews);
    lookups.push(...value.lookups);
    declines.push(...value.declines);
    if (value.words) {
      if (words) findings.push({ ...at(['words']), message: 'words are defined in two files' });
      words = value.words;
    }
  }
  if (!words && findings.length === 0)
    findings.push({ ...nowhere, message: 'no file has the section words' });
  for (const metric of metrics.values()) {
    const missing = (id: string, why: string): void => {
      if (!metrics.has(id))
        findings.push({
          ...place(metric.id),
          message: `${metric.id}: there is no metric "${id}" to be ${why}`,
        });
    };
    if (metric.base !== undefined) missing(metric.base, 'its base');
    for (const id of metric.within) missing(id, 'said within');
    for (const id of metric.apart) missing(id, 'said apart');
  }
  for (const overview of overviews)
    for (const id of overview.metrics)
      if (!metrics.has(id))
        findings.push({ ...place(overview.id), message: `${overview.id}: there is no metric "${id}"` });
  return { definitions: words && { metrics, overviews, lookups, declines, words }, findings, place };
}

/** A condition on the plan of an item knows the plan of its ledger. */
function withPace(
  one: Metric['only'][number],
  { of: source }: Pick<Metric, 'of'>,
  figures: ReadonlyMap<string, LedgerFigures> | undefined,
): Metric['only'][number] {
  const pace = one.light && 'items' in source ? figures?.get(source.items)?.pace : undefined;
  return pace ? { ...one, pace } : one;
}

/** Like `readStatus`, but throws an AppError that lists every mistake as file:line:column. */
export function loadStatus(intentsDir: string): StatusDefinitions | undefined {
  const { definitions, findings } = readStatus(intentsDir);
  refuse(findings);
  return definitions;
}
