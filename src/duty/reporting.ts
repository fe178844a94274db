import type { Reporting } from '../core/status.js';
import type { DutyDefinition } from './schema.js';
import type { Due } from './types.js';

/** How a report that is due stands: in by its deadline or after it, in but not signed, or not in (also before the deadline). */
export function reportingOf({ state, doneAt, dueAt }: Due): Reporting | undefined {
  switch (state) {
    case 'done':
      return doneAt !== undefined && doneAt > dueAt ? 'late' : 'submitted';
    case 'unsigned':
      return 'unsigned';
    case 'open':
    case 'late':
      return 'missing';
    case 'waived':
      return undefined;
  }
}

/** Whether it can be asked who has reported: due from each unit on days of the calendar, proven by records alone. */
export const askable = ({ who, cadence, satisfiedBy }: DutyDefinition): boolean =>
  who.each === 'unit' &&
  cadence.every !== 'item' &&
  cadence.every !== 'record' &&
  satisfiedBy.every(({ events, reply }) => events === undefined && reply === undefined);
