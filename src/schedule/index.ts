export { answerTodos } from './asked.js';
export { announcePlans } from './plans.js';
export { createScheduleStation, type TickQueue } from './station.js';
export { newMemo, runTick, type TickDeps, type TickMemo, type TickResult } from './tick.js';
export { draftBulletins, placeOf as placeOfUnit, type BulletinClockDeps } from './bulletins.js';
export { createTimetable, nextTick } from './timetable.js';
