import type { Condition, StatusLedger } from '../core/status.js';
import { besideOf, queryOf } from './beside.js';
import type { StatusDefinitions } from './load.js';
import type { Asked } from './read.js';
import { isRecorded, sayNumbers, type NumberLine } from './say.js';
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
    const counted = await ledger.count(queryOf(metric, asked));
    const base = metric.base === undefined ? undefined : metrics.get(metric.base);
    const whole = base && (await ledger.count({ ...queryOf(base, { ...asked, times: undefined }), by: undefined })); // prettier-ignore
    const before = asked.compare && (await ledger.count(queryOf(metric, asked, asked.compare)));
    const beside = await besideOf(metric, asked, definitions, ledger);
    const unknown = counted.unknown + (await blank(metric, asked, ledger));
    const line = sayNumbers(metric, { ...counted, unknown }, whole, before, beside);
    lines.push(asked.times ? { ...line, title: `${metric.title}${asked.times.title}的` } : line);
  }
  return asked.overview !== undefined ? lines.filter(isRecorded) : lines;
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
