import type { Count, CountQuery, StatusLedger, StatusPeriod } from '../core/status.js';
import { countOf } from './facts.js';
import type { StatusDefinitions } from './load.js';
import type { Times } from './limits.js';
import type { Asked } from './read.js';
import type { Beside } from './say.js';
import type { Metric } from './schema.js';

/** Of records of more villages than this it is not looked for: such a number is read one by one. */
const FEW_VILLAGES = 5;

export function queryOf(
  metric: Metric,
  asked: Asked,
  period: StatusPeriod | undefined = asked.period,
): CountQuery {
  const count = asked.times ? oftenOf(metric, asked.times) : countOf(metric);
  return { count, place: asked.place, period, filter: asked.filter, by: asked.by };
}

/** Households of the register with so many of the metric's records. */
function oftenOf({ of: source, only }: Metric, { atLeast, below }: Times): Count {
  if (!('records' in source)) throw new RangeError('only records have a number of times');
  const times = { records: source.records, only, atLeast, below };
  return { source: { households: true }, only: [], times, measure: { count: 'households' }, day: 'none' };
}

/** What a reader of the number would expect in it, and what is not. */
export async function besideOf(
  metric: Metric,
  asked: Asked,
  definitions: StatusDefinitions,
  ledger: StatusLedger,
): Promise<Beside> {
  return {
    unplaced: await unplaced(metric, asked, ledger),
    apart: await apart(metric, asked, definitions, ledger),
    within: await within(metric, asked, definitions, ledger),
  };
}

/** Asked of a place, a ledger does not give what nobody has said the place of: that is said beside it. */
async function unplaced(metric: Metric, asked: Asked, ledger: StatusLedger): Promise<number> {
  const { towns, villages, helper } = asked.place;
  const query = queryOf(metric, asked);
  if (!('items' in query.count.source) || helper !== undefined || towns.length + villages.length === 0)
    return 0;
  const none = ['town', 'village'].map((field) => ({ field, present: false }));
  const place = { towns: [], villages: [], title: '' };
  const filter = [...query.filter, ...none];
  const counted = await ledger.count({ ...query, place, by: undefined, filter });
  return counted.value ?? 0;
}

/** Parts of the number that the definition says with it, where there are any and they were not asked for. */
async function within(
  metric: Metric,
  asked: Asked,
  definitions: StatusDefinitions,
  ledger: StatusLedger,
): Promise<Beside['within']> {
  const said: Beside['within'] = [];
  for (const id of metric.within) {
    const part = definitions.metrics.get(id);
    if (!part || asked.metrics.includes(id)) continue;
    const { value } = await ledger.count(queryOf(part, asked));
    if (value !== undefined && value > 0) said.push({ title: part.title, value, unit: part.unit });
  }
  return said;
}

/** What the definition names beside its number (phoned households, tasks nobody reported on): said where there are any and they were not asked for. */
async function apart(
  metric: Metric,
  asked: Asked,
  definitions: StatusDefinitions,
  ledger: StatusLedger,
): Promise<Beside['apart']> {
  const { villages, helper } = asked.place;
  const few =
    !('records' in metric.of) ||
    helper !== undefined ||
    (villages.length > 0 && villages.length <= FEW_VILLAGES);
  if (!few || asked.overview !== undefined || asked.by !== undefined) return [];
  const said: Beside['apart'] = [];
  for (const id of metric.apart) {
    const other = definitions.metrics.get(id);
    if (!other || asked.metrics.includes(id)) continue;
    const { value } = await ledger.count(queryOf(other, asked));
    if (value !== undefined && value > 0) said.push({ title: other.title, value, unit: other.unit });
  }
  return said;
}
