import type { ItemState, LedgerEvent, Milestone, WorkingDays } from '../core/ledger.js';
import { addDays, addMonths } from './days.js';
import type { LedgerDefinition, LedgerEventRule } from './schema.js';

/** Milestones as a record or a plan words them. */
export function milestonesOf(value: unknown): Milestone[] {
  if (!Array.isArray(value)) return [];
  return (value as Record<string, unknown>[]).flatMap((one) => {
    const name = one['name'] ?? one['what'];
    if (typeof name !== 'string') return [];
    const due = typeof one['due'] === 'string' ? one['due'].slice(0, 10) : undefined;
    const target = one['target'] as Milestone['target'];
    return [
      {
        name,
        ...(due ? { due } : {}),
        ...(one['soft'] === true ? { soft: true } : {}),
        ...(target ? { target } : {}),
      },
    ];
  });
}

/** The deadlines that the item's class sets by itself, from the day it was opened. */
export function classMilestones(
  ledger: LedgerDefinition,
  dueClass: string | undefined,
  opened: string,
): Milestone[] {
  const found = ledger.classes.find((one) => one.is === dueClass);
  if (!found) return [];
  if (found.days !== undefined) return [{ name: found.name, due: addDays(opened, found.days) }];
  if (found.months !== undefined) return [{ name: found.name, due: addMonths(opened, found.months) }];
  return [];
}

/** The item with the clocks that this event starts or stops, and the milestones it is said to have reached. */
export function withClocks(
  ledger: LedgerDefinition,
  rule: LedgerEventRule,
  event: LedgerEvent,
  milestones: readonly Milestone[],
  fields: Readonly<Record<string, unknown>>,
  days: WorkingDays,
): Milestone[] {
  let all = [...milestones];
  for (const clock of ledger.clocks) {
    const at = all.findIndex((one) => one.name === clock.name);
    const started = clock.after.includes(event.type);
    const due = started || clock.field !== undefined ? dueOf(clock, event.data.day, fields, days) : undefined;
    const doneOn = clock.done === undefined ? undefined : textOf(fields[clock.done]);
    if (started || due !== undefined || doneOn !== undefined) {
      const before = at < 0 ? undefined : all[at];
      if (before === undefined && !started && due === undefined) continue;
      const next: Milestone = {
        name: clock.name,
        ...(clock.soft ? { soft: true } : {}),
        ...before,
        ...(due === undefined ? {} : { due }),
        ...(doneOn === undefined ? {} : { doneOn }),
      };
      all = at < 0 ? [...all, next] : all.map((one, i) => (i === at ? next : one));
    }
  }
  const done = rule.does;
  if (done === 'all' || done.length > 0) {
    all = all.map((one) =>
      one.doneOn === undefined && (done === 'all' || done.includes(one.name))
        ? { ...one, doneOn: event.data.day }
        : one,
    );
  }
  return all;
}

function dueOf(
  clock: LedgerDefinition['clocks'][number],
  day: string,
  fields: Readonly<Record<string, unknown>>,
  days: WorkingDays,
): string | undefined {
  if (clock.field !== undefined) return textOf(fields[clock.field]);
  if (clock.workingDays !== undefined) return days.add(day, clock.workingDays);
  if (clock.months !== undefined) return addMonths(day, clock.months);
  return clock.days === undefined ? undefined : addDays(day, clock.days);
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, 10) : undefined;
}

/** The names of milestones that are done now, and were not. */
export function newlyDone(before: readonly Milestone[], after: readonly Milestone[]): string[] {
  const open = new Set(before.filter((one) => one.doneOn === undefined).map((one) => one.name));
  return after.filter((one) => one.doneOn !== undefined && open.has(one.name)).map((one) => one.name);
}

/** The milestones of an item that is open again: what was done by closing it alone is not done. */
export function heldAgain({ milestones, data }: Pick<ItemState, 'milestones' | 'data'>): Milestone[] {
  const closing = data['doneByClosing'];
  if (!Array.isArray(closing)) return milestones;
  delete data['doneByClosing'];
  return milestones.map((one) => {
    if (!closing.includes(one.name)) return one;
    const { doneOn: _, ...open } = one;
    return open;
  });
}

/** The first milestone still open; never of a standing item, which is due for reports only. */
export function nextDueOf(item: Pick<ItemState, 'milestones' | 'closed' | 'dueClass'>): string | undefined {
  if (item.closed || item.dueClass === 'standing') return undefined;
  return item.milestones
    .flatMap((one) => (one.doneOn === undefined && one.due !== undefined ? [one.due] : []))
    .sort()[0];
}
