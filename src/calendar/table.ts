import chineseDays from 'chinese-days'; // CommonJS: Node gives it no named exports
import { addDays, weekdayOf, type DayText } from './days.js';
import type { CalendarDefinition } from './schema.js';

/** What a year's notice says beyond the ordinary week: the name of each day off, and the weekend days that are worked. */
export interface YearTable {
  off: ReadonlyMap<DayText, string>;
  worked: ReadonlySet<DayText>;
}

/** The table of a year: the county's own where it has one, else the library's; undefined where neither knows the year. */
export function yearTable(year: number, definition: CalendarDefinition): YearTable | undefined {
  const own = definition.years[String(year)];
  return own ? ownTable(own) : libraryTable(year);
}

function ownTable(own: CalendarDefinition['years'][string]): YearTable {
  const off = new Map<DayText, string>();
  for (const [name, span] of Object.entries(own.holidays)) {
    const [from, to = from] = span.split('/') as [DayText, DayText?];
    for (let day = from; day <= to; day = addDays(day, 1)) off.set(day, name);
  }
  return { off, worked: new Set(own.workdays) };
}

/** "National Day,国庆节,3" for a day of the notice; the weekday's English name for any other. */
function libraryTable(year: number): YearTable | undefined {
  // The library treats a year it has no notice for as if there were no holidays: such a year is not known.
  if (!chineseDays.getDayDetail(`${year}-10-01`).name.includes(',')) return undefined;
  const off = new Map<DayText, string>();
  const worked = new Set<DayText>();
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
    const { work, name } = chineseDays.getDayDetail(day);
    const holiday = name.split(',')[1];
    if (holiday === undefined) continue;
    if (work && weekdayOf(day) > 5) worked.add(day);
    else if (!work) off.set(day, holiday);
  }
  return { off, worked };
}
