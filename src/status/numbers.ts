import type { Condition, StatusLedger } from '../core/status.js';
import { besideOf, queryOf } from './beside.js';
import type { StatusDefinitions } from './load.js';
import type { Asked } from './read.js';
import { partsAmong, placesOf, type Among } from './among.js';
import { countKnown, isBlankPlace } from './known.js';
import { isOfDuty } from './reports.js';
import { isRecorded, percent, sayNumbers, shareOf, type NumberLine } from './say.js';
import type { Metric } from './schema.js';

/** The numbers of one period of a question; of an overview those that anybody has recorded. */
export async function numberLines(
  asked: Asked,
  definitions: StatusDefinitions,
  ledger: StatusLedger,
): Promise<NumberLine[]> {
  const { metrics } = definitions;
  const lines: NumberLine[] = [];
  for (const metric of asked.metrics.flatMap((id) => metrics.get(id) ?? [])) {
    const base = metric.base === undefined ? undefined : metrics.get(metric.base);
    if (asked.among) {
      lines.push(await placesWithin(metric, definitions, asked, asked.among, ledger));
      continue;
    }
    // Asked by place, only units of a place count: of their base too.
    const by = isOfDuty(metric) ? asked.by : undefined;
    const known = await countKnown(metric, metrics, (of, count) => {
      const query = queryOf(of, of === metric ? asked : { ...asked, times: undefined, by });
      return ledger.count(of === metric && asked.times ? query : { ...query, count });
    });
    const { counted, base: whole, less, unfilled } = known;
    const before = asked.compare && (await ledger.count(queryOf(metric, asked, asked.compare)));
    const wholeBefore = asked.share && asked.compare && base ? await ledger.count({ ...queryOf(base, { ...asked, times: undefined }, asked.compare), by: undefined }) : undefined; // prettier-ignore
    const beside = await besideOf(metric, asked, definitions, ledger);
    const unknown = counted.unknown + (await blank(metric, asked, ledger));
    const line = sayNumbers(metric, { ...counted, unknown }, whole, before, { ...beside, unfilled: unfilled.value ?? 0, less }, wholeBefore); // prettier-ignore
    lines.push(asked.times ? { ...line, title: `${metric.title}${asked.times.title}的` } : line);
  }
  return asked.overview !== undefined ? lines.filter(isRecorded) : lines;
}

/** How many places lie within a bound, and which. */
async function placesWithin(
  metric: Metric,
  { metrics }: StatusDefinitions,
  asked: Asked,
  among: Among,
  ledger: StatusLedger,
): Promise<NumberLine> {
  const known = await countKnown(metric, metrics, (of, count) =>
    ledger.count({ ...queryOf(of, asked), count }),
  );
  const names = await placesOf(asked.place, among, ledger);
  const parts = partsAmong(
    among,
    names.filter((name) => !isBlankPlace(known, name)),
    known.counted,
    known.base,
  );
  const kind = among.title.slice(-1);
  const line = sayNumbers(metric, { value: parts.length, unknown: 0, parts: [] }, { value: names.length, unknown: 0, parts: [] }, undefined); // prettier-ignore
  return {
    ...line,
    title: among.title,
    unit: '个',
    baseTitle: kind,
    parts: parts.map((part) => ({ ...part, rate: percent(shareOf(part.value, part.base)) })),
  };
}

const isBound = ({ atLeast, above, below, atMost }: Condition): boolean =>
  [atLeast, above, below, atMost].some((one) => one !== undefined);

/** Rows that do not say a figure that the question bounds: neither within nor beyond it. */
async function blank(metric: Metric, asked: Asked, ledger: StatusLedger): Promise<number> {
  const rest = asked.filter.filter((one) => !isBound(one));
  let rows = 0;
  for (const { field } of asked.filter.filter(isBound)) {
    const filter = [...rest, { field, present: false }];
    const { value } = await ledger.count({ ...queryOf(metric, asked), by: undefined, filter });
    rows += value ?? 0;
  }
  return rows;
}

/** For the template `status`: what is said of one period. `end`: with up to when, and that there is a list. */
export function numbersView(
  asked: Asked,
  lines: readonly NumberLine[],
  { at, end, more }: { at: string; end: boolean; more: boolean },
): object {
  const shown = lines.map((line, i) =>
    i > 0 && line.base === lines[i - 1]!.base && line.baseTitle === lines[i - 1]!.baseTitle
      ? { ...line, base: null }
      : line,
  );
  return {
    place: asked.place.title,
    narrowed: asked.narrowed ?? [],
    period: asked.period?.title ?? '',
    from: asked.period?.from ?? '',
    to: asked.period?.to ?? '',
    compare: asked.compare?.title ?? '',
    at,
    lines: shown,
    end,
    more,
  };
}
