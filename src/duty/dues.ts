import { addDays, daysBetween, yearOf, type CalendarPeriod, type DayText } from '../calendar/index.js';
import { fromLocal, localDay } from '../core/time.js';
import {
  isCurrent,
  occurrenceOn,
  occurrences,
  occurrencesWithin,
  type Occurrence,
  type Timing,
} from './occurrences.js';
import { proofIndex, proofQueries, type Found, type ProofIndex } from './proofs.js';
import { createRegister, type Register } from './register.js';
import type { DutyDefinition } from './schema.js';
import { bearers, type Bearer } from './subjects.js';
import type { Due, DutyBook, Facts, ProofQuery } from './types.js';
import { fieldsOf } from './where.js';

/**
 * What is due, was done, or is late and still wanted, at a moment. Pure: the same facts give the same dues. `listing`: with
 * the items that are `listed` though not open yet.
 */
export function computeDues(
  book: DutyBook,
  facts: Facts,
  now: Date,
  duties: readonly DutyDefinition[] = book.duties,
  listing = false,
): Due[] {
  const timing = { ...timingOf(book, now), listing };
  const register = createRegister(facts, book.settings);
  return duties.flatMap((duty) => duesOf(duty, register, timing));
}

export const timingOf = ({ calendar, settings }: DutyBook, now: Date): Timing => ({
  calendar,
  now,
  endOfDay: settings.endOfDay,
  morning: settings.morning,
});

/** Every question `computeDues` will ask of the ledger, so that it can be asked beforehand. */
export function queriesOf(
  book: DutyBook,
  now: Date,
  duties: readonly DutyDefinition[] = book.duties,
): ProofQuery[] {
  const timing = timingOf(book, now);
  const all = duties.flatMap((duty) => {
    const { every } = duty.cadence;
    const periods =
      every === 'item' || every === 'record'
        ? [lately(timing)]
        : occurrences(duty, timing).map((one) => one.period);
    const asked = periods.flatMap((period) => proofQueries(duty, period).map((one) => one.query));
    return every === 'record' ? [followed(duty, timing), ...asked] : asked;
  });
  return [...new Map(all.map((query) => [JSON.stringify(query), query])).values()];
}

function duesOf(duty: DutyDefinition, register: Register, timing: Timing): Due[] {
  switch (duty.cadence.every) {
    case 'item':
      return itemDues(duty, register, timing);
    case 'record':
      return recordDues(duty, register, timing);
    default: {
      const all = occurrences(duty, timing);
      return duesOn(duty, all, register, timing.now);
    }
  }
}

/** Of each bearer what is due at these times. */
function duesOn(duty: DutyDefinition, times: readonly Occurrence[], register: Register, now: Date): Due[] {
  const all = times.filter((one) => isOurs(one, register.facts));
  if (all.length === 0) return [];
  const list = bearers(duty, register, localDay(now));
  return all.flatMap((one) => {
    const index = proofIndex(duty, one.period, register.facts);
    const since = fromLocal(one.period.from);
    return list.map((bearer) => due(duty, bearer, one, index, now, since));
  });
}

/**
 * What of a duty on the calendar is or was due within these days (both included), as it stands at `now`: also what is no
 * longer wanted. The facts need what `queriesWithin` asks for.
 */
export function duesWithin(
  book: DutyBook,
  duty: DutyDefinition,
  facts: Facts,
  days: { from: DayText; to: DayText },
  now: Date,
): Due[] {
  const times = occurrencesWithin(duty, days, timingOf(book, now));
  return duesOn(duty, times, createRegister(facts, book.settings), now);
}

/** Every question `duesWithin` will ask of the ledger. */
export function queriesWithin(
  book: DutyBook,
  duty: DutyDefinition,
  days: { from: DayText; to: DayText },
  now: Date,
): ProofQuery[] {
  return occurrencesWithin(duty, days, timingOf(book, now)).flatMap(({ period }) =>
    proofQueries(duty, period).map(({ query }) => query),
  );
}

/** A program that begins today does not ask for last week. */
const isOurs = ({ dueAt }: Occurrence, { since }: Facts): boolean =>
  since === undefined || localDay(dueAt) >= since;

function itemDues(duty: DutyDefinition, register: Register, timing: Timing): Due[] {
  const today = localDay(timing.now);
  const out: Due[] = [];
  const index = proofIndex(duty, lately(timing), register.facts);
  for (const bearer of bearers(duty, register, today)) {
    const base = dayOf(duty, bearer);
    if (base === undefined || !near(duty, base, today, timing)) continue;
    const one = occurrenceOn(duty, base, timing);
    if (!isCurrent(duty, one, today, timing.listing)) continue;
    out.push(due(duty, bearer, one, index, timing.now, one.opensAt));
  }
  return out;
}

function recordDues(duty: DutyDefinition, register: Register, timing: Timing): Due[] {
  const today = localDay(timing.now);
  const records = register.facts.proofs(followed(duty, timing));
  const index = proofIndex(duty, lately(timing), register.facts);
  return bearers(duty, register, today, records).flatMap((bearer) => {
    const base = dayOf(duty, bearer);
    if (base === undefined || !timing.calendar.knows(yearOf(base))) return [];
    const one = occurrenceOn(duty, base, timing);
    // Proof of the same kind has to come after what it answers.
    const after = new Date(bearer.record!.at.getTime() + 1);
    return isCurrent(duty, one, today) ? [due(duty, bearer, one, index, timing.now, after)] : [];
  });
}

/** The day an item or record counts from. */
function dayOf(duty: DutyDefinition, { item, record }: Bearer): DayText | undefined {
  const { cadence } = duty;
  if (cadence.every === 'item' && item) {
    if (cadence.from === 'next-due') return item.nextDue ?? undefined;
    if (cadence.from === 'opened') return item.openedOn;
    if (cadence.from === 'updated') return item.updatedOn;
    return dayText(item.data[cadence.from]);
  }
  if (cadence.every === 'record' && record)
    return cadence.from === 'occurred' ? record.on : dayText(record.data[cadence.from]);
  return undefined;
}

const dayText = (value: unknown): DayText | undefined =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) ? value.slice(0, 10) : undefined;

/** Working days are not counted for what is far away, nor for years that have no table yet. */
function near(duty: DutyDefinition, base: DayText, today: DayText, { calendar }: Timing): boolean {
  const cadence = duty.cadence as { days: number; working: boolean };
  if (!cadence.working) return true;
  const distance = daysBetween(base, today);
  return (
    distance > -400 &&
    distance < 400 &&
    calendar.knows(yearOf(base)) &&
    calendar.knows(yearOf(addDays(base, cadence.days)))
  );
}

const FOLLOWED_DAYS = 120;

function followed(duty: DutyDefinition, { now }: Timing): ProofQuery {
  const today = localDay(now);
  const cadence = duty.cadence as { from: string };
  return {
    kinds: [duty.who.records!.kind],
    from: addDays(today, -FOLLOWED_DAYS),
    to: today,
    perHousehold: false,
    fields: [
      ...new Set([
        ...fieldsOf(duty.who.records!.where),
        ...(cadence.from === 'occurred' ? [] : [cadence.from]),
      ]),
    ].sort(),
  };
}

/** Where proof of what items and records ask for is looked for. */
function lately({ now }: Timing): CalendarPeriod {
  const today = localDay(now);
  return { key: '', from: addDays(today, -FOLLOWED_DAYS), to: today };
}

function due(
  duty: DutyDefinition,
  bearer: Bearer,
  { period, opensAt, dueAt }: Occurrence,
  index: ProofIndex,
  now: Date,
  since: Date,
): Due {
  const found = index.of(bearer, period.key, since);
  const rest = duty.every
    ? (bearer.homes ?? []).filter((home) => index.covering(bearer, home.code) === undefined)
    : undefined;
  const proof = proofOf(duty, found) ?? (rest ? coveredBy(bearer, index, rest.length) : undefined);
  const unsigned = duty.signed && proof === undefined && found.length >= duty.times;
  const state = proof ? 'done' : unsigned ? 'unsigned' : now > dueAt ? 'late' : 'open';
  return {
    duty: duty.id,
    subject: bearer.subject,
    period,
    opensAt,
    dueAt,
    state,
    ...(proof && { doneAt: proof.at, doneBy: proof.record === undefined ? [] : [proof.record] }),
    ...(unsigned && {
      doneBy: found.flatMap((f) => f.record ?? []),
      doneAt: found.at(-1)!.at,
      changed: found.at(-1)!.changed,
    }),
    people: bearer.people,
    ...(duty.times > 1 && { done: found.length, times: duty.times }),
    ...(rest && { rest: rest.map((home) => home.code), total: bearer.homes!.length }),
    ...(bearer.item && { item: bearer.item }),
    ...(bearer.hint && { hint: bearer.hint }),
    soft: duty.soft || (bearer.item?.softMilestone ?? false),
    priority: duty.priority,
  };
}

/** The one that makes it done: the first, or the last of as many as are wanted; signed, where that is needed. */
function proofOf(duty: DutyDefinition, found: readonly Found[]): Found | undefined {
  const counted = duty.signed ? found.filter((f) => f.signedBy !== undefined) : found;
  return counted[duty.times - 1];
}

function coveredBy(bearer: Bearer, index: ProofIndex, missing: number): Found | undefined {
  if (missing > 0) return undefined;
  const all = (bearer.homes ?? []).map((home) => index.covering(bearer, home.code)!);
  return all.reduce<Found | undefined>((last, one) => (last && last.at >= one.at ? last : one), undefined);
}
