import { addDays, yearOf, type Calendar, type DayText } from '../calendar/index.js';
import { fromLocal, localDay } from '../core/time.js';
import { namedDay } from './occurrences.js';
import type { DutyDefinition } from './schema.js';
import type { DutySettings } from './settings-schema.js';
import type { Addressee, StepDefinition } from './schema-parts.js';
import type { Due } from './types.js';

/** One step of reminding, with the moment from which it may be said. */
export interface Step {
  id: string;
  to: Addressee;
  at: Date;
}

export function stepsOf(duty: DutyDefinition, settings: DutySettings): readonly StepDefinition[] {
  return typeof duty.steps === 'string' ? (settings.steps[duty.steps] ?? []) : duty.steps;
}

/** The steps of one thing due, in the order in which they come. Steps in a year without a table are left out until it has one. */
export function stepsFor(due: Due, duty: DutyDefinition, settings: DutySettings, calendar: Calendar): Step[] {
  const steps = stepsOf(duty, settings).filter(
    (step) => (step.from === 'unsigned') === (due.state === 'unsigned'),
  );
  return steps
    .flatMap((step) => {
      const day = dayOf(step, due, calendar);
      if (day === undefined) return [];
      const at = fromLocal(`${day}T${step.at ?? settings.morning}`);
      // What is unsigned may be said as soon as it is in.
      const from = step.from === 'unsigned' && due.doneAt && due.doneAt > at ? due.doneAt : at;
      // Changed after it was signed, it is to be signed anew.
      const id =
        step.from === 'unsigned' && due.changed !== undefined ? `${step.id}-${due.changed}` : step.id;
      return [{ id, to: step.to, at: from }];
    })
    .sort((a, b) => a.at.getTime() - b.at.getTime());
}

function dayOf(step: StepDefinition, due: Due, calendar: Calendar): DayText | undefined {
  const dueDay = localDay(due.dueAt);
  const base =
    step.from === 'due'
      ? dueDay
      : step.from === 'open'
        ? localDay(due.opensAt)
        : localDay(due.doneAt ?? due.dueAt);
  const named = namedDay(step, dueDay);
  const plain = named ?? addDays(base, step.days);
  if (!calendar.knows(yearOf(base)) || !calendar.knows(yearOf(plain))) return undefined;
  if (step.working && named === undefined && step.days !== 0) return calendar.addWorkdays(base, step.days);
  // Before the deadline on the working day before, after it on the next: never later than the deadline allows.
  const early = plain <= dueDay && step.from === 'due';
  const day = early ? calendar.addWorkdays(plain, 0) : calendar.workdayFrom(plain);
  return step.from === 'open' && day > dueDay ? calendar.addWorkdays(dueDay, 0) : day;
}
