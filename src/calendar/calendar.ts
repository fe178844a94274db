import { AppError } from '../core/errors.js';
import { fromLocal, toLocal } from '../core/time.js';
import { addDays, weekdayOf, yearOf, type DayText } from './days.js';
import type { CalendarDefinition } from './schema.js';
import { yearTable, type YearTable } from './table.js';

/**
 * Working days in China with 调休, and working hours, Asia/Shanghai. Every question about a day of a year without a table
 * throws an AppError `calendar-year-unknown` that names the table to fill in: nobody is reminded on a guess.
 */
export interface Calendar {
  knows(year: number): boolean;
  isWorkday(day: DayText): boolean;
  /** `count` working days after (before, where negative) a day. 0: the day itself, or the working day before it. */
  addWorkdays(day: DayText, count: number): DayText;
  /** The day itself where it is a working day, else the next one. */
  workdayFrom(day: DayText): DayText;
  /** Working days after `from` up to and with `to`. */
  workdaysBetween(from: DayText, to: DayText): number;
  /** The first day off of each holiday of a year, in order. */
  holidays(year: number): { name: string; from: DayText }[];
  inHours(moment: Date): boolean;
  /** The moment itself within working hours of a working day, else the next opening. */
  nextOpening(moment: Date): Date;
  readonly hours: { from: string; to: string };
}

/** Longer runs of days off do not exist; a table that has one is wrong. */
const LONGEST_REST = 30;

export function createCalendar(definition: CalendarDefinition): Calendar {
  const tables = new Map<number, YearTable | undefined>();
  const { hours } = definition;

  function known(year: number): YearTable | undefined {
    if (!tables.has(year)) tables.set(year, yearTable(year, definition));
    return tables.get(year);
  }

  function tableOf(year: number): YearTable {
    const table = known(year);
    if (table) return table;
    throw new AppError(
      'calendar-year-unknown',
      `there is no table of working days for ${year}: add ${year} under "years" in intents/calendar.yaml, from the State Council's notice on holidays`,
    );
  }

  function isWorkday(day: DayText): boolean {
    const { off, worked } = tableOf(yearOf(day));
    return worked.has(day) || (weekdayOf(day) <= 5 && !off.has(day));
  }

  function step(day: DayText, by: 1 | -1): DayText {
    let at = addDays(day, by);
    for (let i = 0; !isWorkday(at); i++) {
      if (i > LONGEST_REST)
        throw new AppError(
          'calendar-invalid',
          `no working day within a month of ${day}: see intents/calendar.yaml`,
        );
      at = addDays(at, by);
    }
    return at;
  }

  function addWorkdays(day: DayText, count: number): DayText {
    let at = day;
    if (count === 0) return isWorkday(day) ? day : step(day, -1);
    for (let i = 0; i < Math.abs(count); i++) at = step(at, count < 0 ? -1 : 1);
    return at;
  }

  function inHours(moment: Date): boolean {
    const local = toLocal(moment);
    const time = local.slice(11, 16);
    return time >= hours.from && time < hours.to && isWorkday(local.slice(0, 10));
  }

  const workdayFrom = (day: DayText): DayText => (isWorkday(day) ? day : step(day, 1));

  return {
    hours,
    knows: (year) => known(year) !== undefined,
    isWorkday,
    addWorkdays,
    workdayFrom,
    workdaysBetween(from, to) {
      let count = 0;
      for (let day = addDays(from, 1); day <= to; day = addDays(day, 1)) if (isWorkday(day)) count++;
      return count;
    },
    holidays(year) {
      const { off } = tableOf(year);
      const firsts = [...off.keys()].sort().filter((day) => off.get(addDays(day, -1)) !== off.get(day));
      return firsts.map((from) => ({ name: off.get(from)!, from }));
    },
    inHours,
    nextOpening(moment) {
      if (inHours(moment)) return moment;
      const local = toLocal(moment);
      const today = local.slice(0, 10);
      const day = local.slice(11, 16) < hours.from ? workdayFrom(today) : step(today, 1);
      return fromLocal(`${day}T${hours.from}`);
    },
  };
}
