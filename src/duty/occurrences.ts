import {
  addDays,
  addMonths,
  daysBetween,
  dayOfMonth,
  periodOf,
  shiftPeriod,
  weekdayOf,
  yearOf,
  type Calendar,
  type CalendarPeriod,
  type DayText,
  type PeriodKind,
} from '../calendar/index.js';
import { fromLocal, localDay } from '../core/time.js';
import type { Cadence, DutyDefinition } from './schema.js';

/** One time at which a duty is due. */
export interface Occurrence {
  period: CalendarPeriod;
  opensAt: Date;
  dueAt: Date;
}

export interface Timing {
  calendar: Calendar;
  now: Date;
  endOfDay: string;
  morning: string;
  /** For a list that somebody asks for: what is listed earlier than it is open counts as well. */
  listing?: boolean;
}

/** The longest a duty is looked for ahead of its deadline: its period, or its own `opens`. */
const MARGIN = 2;

/** The occurrences of a duty on the calendar that are open now, or late and still wanted. Not for items and records. */
export function occurrences(duty: DutyDefinition, timing: Timing): Occurrence[] {
  const today = localDay(timing.now);
  return dated(duty, today, duty.tail + (duty.opens?.days ?? 0), timing).filter((one) =>
    isCurrent(duty, one, today),
  );
}

/** Those whose deadline lies within these days, both included, however long ago: what is asked about, not what is wanted. */
export function occurrencesWithin(
  duty: DutyDefinition,
  { from, to }: { from: DayText; to: DayText },
  timing: Timing,
): Occurrence[] {
  return dated(duty, to, daysBetween(from, to), timing).filter(({ dueAt }) => {
    const day = localDay(dueAt);
    return from <= day && day <= to;
  });
}

/** Every occurrence whose period is so many days from that day, or nearer. */
function dated(duty: DutyDefinition, day: DayText, reach: number, timing: Timing): Occurrence[] {
  return candidates(duty.cadence, day, reach, timing.calendar)
    .filter(({ due }) => inSeason(duty, due))
    .map(({ due, period }) => ({ due: shifted(duty, due, period, timing.calendar), period }))
    .filter(({ due }) => due !== undefined)
    .map(({ due, period }) => occurrence(duty, due!, widened(duty, period), timing));
}

/** An occurrence of a duty that is tied to a day of an item or record. */
export function occurrenceOn(duty: DutyDefinition, base: DayText, timing: Timing): Occurrence {
  const cadence = duty.cadence;
  if (cadence.every !== 'item' && cadence.every !== 'record')
    throw new RangeError(`${duty.id} follows the calendar`);
  const { days, working } = cadence;
  const due = working ? timing.calendar.addWorkdays(base, days) : addDays(base, days);
  const opens = openingDay(duty, due, timing.calendar) ?? (base < due ? base : addDays(due, -14));
  return occurrence(duty, due, { key: due, from: opens < base ? opens : base, to: due }, timing);
}

export function isCurrent(
  duty: DutyDefinition,
  { opensAt, dueAt }: Occurrence,
  today: DayText,
  listing = false,
): boolean {
  const due = localDay(dueAt);
  const open = localDay(opensAt) <= today;
  const listed = listing && duty.listed !== undefined && addDays(due, -duty.listed.days) <= today;
  return (open || listed) && today <= addDays(due, duty.tail);
}

function occurrence(duty: DutyDefinition, due: DayText, period: CalendarPeriod, timing: Timing): Occurrence {
  const opens = openingDay(duty, due, timing.calendar) ?? period.from;
  return {
    // A year's duty looks at what was done since it opened, not at the whole year.
    period: duty.opens && LONG.has(duty.cadence.every) ? { ...period, from: opens } : period,
    opensAt: fromLocal(`${opens < due ? opens : due}T${timing.morning}`),
    dueAt: fromLocal(`${due}T${duty.cadence.at ?? timing.endOfDay}`),
  };
}

const LONG = new Set<string>(['year', 'holiday']);

function openingDay(duty: DutyDefinition, due: DayText, calendar: Calendar): DayText | undefined {
  if (!duty.opens) return undefined;
  return duty.opens.working ? calendar.addWorkdays(due, -duty.opens.days) : addDays(due, -duty.opens.days);
}

function widened(duty: DutyDefinition, period: CalendarPeriod): CalendarPeriod {
  return duty.period ? { ...periodOf(duty.period, period.from), key: period.key } : period;
}

interface Candidate {
  due: DayText;
  period: CalendarPeriod;
}

/** Deadlines whose period is near today; those that are not current are dropped by the caller. */
function candidates(cadence: Cadence, today: DayText, reach: number, calendar: Calendar): Candidate[] {
  switch (cadence.every) {
    case 'day':
    case 'week':
    case 'month':
    case 'quarter':
    case 'half':
      return around(cadence.every, today, reach).map((period) => ({ period, due: dueIn(cadence, period) }));
    case 'year':
      return yearsAround(today).flatMap((year) =>
        cadence.on.map((on) => ({
          due: `${year}-${on}`,
          period: cadence.on.length === 1 ? periodOf('year', `${year}-01-01`) : part(cadence.on, on, year),
        })),
      );
    case 'holiday':
      return yearsAround(today)
        .filter((year) => calendar.knows(year))
        .flatMap((year) =>
          calendar.holidays(year).filter((holiday) => cadence.holidays.includes(holiday.name)),
        )
        .map(({ name, from }) => {
          const due = addDays(from, -cadence.before);
          return {
            due,
            period: { key: `${from.slice(0, 4)}-${name}`, from: addDays(due, -30), to: addDays(from, 7) },
          };
        });
    default:
      return [];
  }
}

/** Of several days in a year, the stretch since the one before: evidence for September's is not March's. */
function part(on: readonly string[], one: string, year: number): CalendarPeriod {
  const sorted = [...on].sort();
  const before = sorted[sorted.indexOf(one) - 1];
  return {
    key: `${year}-${one}`,
    from: before ? addDays(`${year}-${before}`, 15) : `${year}-01-01`,
    to: addDays(`${year}-${one}`, 14),
  };
}

function dueIn(cadence: Cadence, period: CalendarPeriod): DayText {
  switch (cadence.every) {
    case 'week':
      return addDays(period.from, cadence.weekday - 1);
    case 'month':
      return dayOfMonth(period.key, cadence.day);
    case 'quarter':
    case 'half':
      return dayOfMonth(addMonths(period.from.slice(0, 7), cadence.month - 1), cadence.day);
    default:
      return period.from;
  }
}

function around(kind: PeriodKind, today: DayText, reach: number): CalendarPeriod[] {
  const out: CalendarPeriod[] = [];
  const last = addDays(today, reach + MARGIN);
  for (
    let at = periodOf(kind, addDays(today, -reach - MARGIN));
    at.from <= last;
    at = shiftPeriod(kind, at, 1)
  )
    out.push(at);
  return out;
}

const yearsAround = (today: DayText): number[] => [yearOf(today) - 1, yearOf(today), yearOf(today) + 1];

function inSeason({ season }: DutyDefinition, due: DayText): boolean {
  if (!season) return true;
  const day = due.slice(5);
  return season.from <= season.to
    ? season.from <= day && day <= season.to
    : day >= season.from || day <= season.to;
}

/** Off the days off; not out of the period: a week without a working day has nothing due. */
function shifted(
  { shift }: DutyDefinition,
  due: DayText,
  period: CalendarPeriod,
  calendar: Calendar,
): DayText | undefined {
  if (shift === 'none' || !calendar.knows(yearOf(due)) || calendar.isWorkday(due)) return due;
  const moved = shift === 'before' ? calendar.addWorkdays(due, 0) : calendar.workdayFrom(due);
  if (moved >= period.from && moved <= period.to) return moved;
  const other = shift === 'before' ? calendar.workdayFrom(due) : calendar.addWorkdays(due, 0);
  return other >= period.from && other <= period.to ? other : undefined;
}

/** The day of the week or month within a period that a step names. */
export function namedDay(
  step: { weekday?: number | undefined; monthday?: number | 'last' | undefined },
  due: DayText,
): DayText | undefined {
  if (step.weekday !== undefined) return addDays(due, step.weekday - weekdayOf(due));
  if (step.monthday !== undefined) return dayOfMonth(due.slice(0, 7), step.monthday);
  return undefined;
}
