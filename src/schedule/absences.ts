import { addDays } from '../calendar/index.js';
import { localDay } from '../core/time.js';
import type { DutySettings, Official } from '../duty/index.js';
import { keepAbsences, loadLeaves, type KeptAbsence, type LeaveRow } from '../store/absences.js';
import type { Db } from '../store/client.js';

/** Leaves longer ago than this cannot make anybody absent today, unless they say until when. */
const LOOK_BACK_DAYS = 60;

/** Makes absences of the leaves that were reported. A name that fits nobody, or several, makes nobody absent. */
export async function projectAbsences(
  tx: Db,
  people: readonly Official[],
  settings: DutySettings,
  now: Date,
): Promise<void> {
  const leaves = await loadLeaves(tx, addDays(localDay(now), -LOOK_BACK_DAYS));
  const kept = leaves.flatMap((leave) => (leave.active ? (absenceOf(leave, people, settings) ?? []) : []));
  const ended = leaves
    .filter((leave) => leave.kept && !kept.some((one) => one.record === leave.record))
    .map((leave) => leave.record);
  await keepAbsences(tx, kept, ended, now);
}

export function absenceOf(
  leave: LeaveRow,
  people: readonly Official[],
  settings: DutySettings,
): KeptAbsence | undefined {
  const person =
    leave.name === null || leave.name === leave.reporterName
      ? leave.reporterId
      : onlyOne(people, leave.name)?.id;
  if (!person) return undefined;
  const reporter = people.find((one) => one.id === person);
  const standIn = standInNamed(leave.text, settings);
  const found =
    standIn === undefined
      ? undefined
      : onlyOne(
          people.filter((p) => p.id !== person),
          standIn,
          reporter?.unit,
        );
  return {
    record: leave.record,
    message: leave.message,
    personId: person,
    standInId: found?.id ?? null,
    from: leave.from,
    to: leave.to ?? leave.from,
  };
}

/** "工作由雷一鸣代": the name, as `standIn` of intents/duty-settings.yaml finds it. */
export function standInNamed(text: string, settings: DutySettings): string | undefined {
  for (const source of settings.standIn) {
    const name = new RegExp(source, 'u').exec(text)?.groups?.['v'];
    if (name !== undefined) return name;
  }
  return undefined;
}

/** The only official of that name; of several, the only one of the unit. Never a guess. */
export function onlyOne(people: readonly Official[], name: string, unit?: string): Official | undefined {
  const named = people.filter((person) => person.name === name);
  if (named.length === 1) return named[0];
  const near = named.filter((person) => unit !== undefined && person.unit === unit);
  return near.length === 1 ? near[0] : undefined;
}
