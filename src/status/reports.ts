import type { HouseholdIndex } from '../core/household.js';
import type {
  Counted,
  CountQuery,
  Dimension,
  Listed,
  Place,
  Reporting,
  StatusLedger,
  StatusPeriod,
} from '../core/status.js';
import { localDay } from '../core/time.js';
import { duesWithin, queriesWithin, reportingOf, type DutyBook, type Proof } from '../duty/index.js';
import { placesIn } from './place.js';
import type { Metric } from './schema.js';

/** Whether a number is about the reports that a duty asks of units. */
export const isOfDuty = ({ of: source }: Pick<Metric, 'of'>): boolean => 'duty' in source;

/** One report that is due: whose it is, where that unit is, how it stands. */
interface Report {
  unit: string;
  town: string; // '' for an office of the county
  village: string;
  reporting: Reporting;
  day: string | undefined; // when it came in
}

/**
 * The ledger with the numbers of reports in and missing, computed as reminders and bulletins compute them: who owes one and
 * what counts as one says the duty. Reports that came in after the deadline count, up to `now`.
 */
export function withReports(
  ledger: StatusLedger,
  { book, register, now }: { book: DutyBook; register: HouseholdIndex; now: Date },
): StatusLedger {
  const known = new Map<string, Promise<Report[]>>();

  async function reportsOf(id: string, period: StatusPeriod): Promise<Report[]> {
    const duty = book.duties.find((one) => one.id === id);
    if (!duty) throw new RangeError(`there is no duty "${id}"`);
    const proofs = new Map<string, readonly Proof[]>();
    for (const query of queriesWithin(book, duty, period, now))
      proofs.set(JSON.stringify(query), await ledger.duties.proofs(query));
    const facts = {
      people: await ledger.duties.officials(),
      homes: [],
      holds: [],
      away: [],
      items: [],
      itemProofs: [],
      said: [],
      replied: [],
      since: await ledger.duties.since(),
      proofs: (query: object) => proofs.get(JSON.stringify(query)) ?? [],
    };
    return duesWithin(book, duty, facts, period, now).flatMap((due) => {
      const reporting = reportingOf(due);
      if (reporting === undefined) return [];
      const day = due.doneAt && localDay(due.doneAt);
      return [{ unit: due.subject.title, ...whereIs(due.subject.title, register), reporting, day }];
    });
  }

  async function asked({ count, place, period, by }: CountQuery): Promise<Report[]> {
    const { source } = count;
    if (!('duty' in source) || !period) throw new RangeError('reports are counted of a duty and a period');
    const key = [source.duty, period.from, period.to].join('|');
    const all = known.get(key) ?? reportsOf(source.duty, period);
    known.set(key, all);
    return (await all).filter(
      (one) =>
        lies(one, place) &&
        (by === undefined || placeOf(one, by) !== '') &&
        (source.reporting === undefined || source.reporting.includes(one.reporting)),
    );
  }

  return {
    ...ledger,
    async count(query): Promise<Counted> {
      if (!('duty' in query.count.source)) return ledger.count(query);
      const reports = await asked(query);
      return { value: reports.length, unknown: 0, parts: query.by ? partsOf(reports, query.by) : [] };
    },
    async list(query): Promise<Listed[]> {
      if (!('duty' in query.count.source)) return ledger.list(query);
      return (await asked(query))
        .sort((a, b) => a.unit.localeCompare(b.unit, 'zh'))
        .map(({ unit, day }) => ({ title: unit, place: '', day }));
    },
  };
}

function partsOf(reports: readonly Report[], by: Dimension): Counted['parts'] {
  const parts = new Map<string, number>();
  for (const one of reports) parts.set(placeOf(one, by), (parts.get(placeOf(one, by)) ?? 0) + 1);
  return [...parts]
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => a.name.localeCompare(b.name, 'zh'));
}

const placeOf = ({ town, village }: Report, by: Dimension): string =>
  by === 'town' ? town : by === 'village' ? village : '';

/** Of the county everything; of towns and villages the units that are there. Of one helper's households none. */
function lies({ town, village }: Report, { towns, villages, within, helper, except }: Place): boolean {
  if (helper !== undefined) return false;
  if (except && (except.towns.includes(town) || except.villages.includes(village))) return false;
  if (towns.length + villages.length === 0) return true;
  return (
    (town !== '' && towns.includes(town)) ||
    (village !== '' && villages.includes(village) && (within === undefined || within === town))
  );
}

/** Where a unit is, by its name: 云溪镇人民政府, 石桥村委会. A village counts by its whole name only. */
function whereIs(unit: string, register: HouseholdIndex): { town: string; village: string } {
  const where = placesIn(unit, register);
  if (where.type !== 'place') return { town: '', village: '' };
  const village = where.place.villages.find((one) => unit.includes(one)) ?? '';
  const home = village === '' ? undefined : (where.place.within ?? register.village(village)?.towns[0]);
  return { town: where.place.towns[0] ?? home ?? '', village };
}

/** Whether nothing of what is asked about was due at all: no place that owes a report, or no week in which one was. */
export const nothingDue = (
  metrics: readonly Metric[],
  lines: readonly { value: number | null; base: number | null }[],
): boolean =>
  metrics.length > 0 &&
  metrics.every(isOfDuty) &&
  lines.every(({ value, base }) => (value ?? 0) === 0 && (base ?? 0) === 0);
