export { createCalendar, type Calendar } from './calendar.js';
export {
  addDays,
  addMonths,
  dayOfMonth,
  daysBetween,
  lastOfMonth,
  weekdayOf,
  yearOf,
  type DayText,
} from './days.js';
export {
  PERIODS,
  periodByKey,
  periodOf,
  shiftPeriod,
  type CalendarPeriod,
  type PeriodKind,
} from './periods.js';
export { calendarSchema, type CalendarDefinition } from './schema.js';
export { loadCalendar, readCalendar } from './load.js';
