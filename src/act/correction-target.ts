import { isCalled } from '../core/called.js';
import type { StoredRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import { NAMED_MS } from './own-records.js';
import type { Turn } from './ports.js';
import { reports, target, type Target } from './retract.js';
import { subjectOf } from './record.js';

/**
 * The sender's records that a correction may change; `none` where it names something that they did not report. `whole`: all
 * that was said in the same messages, where the last thing said was about some of it.
 */
export type Aim = { records: StoredRecord[]; whole: StoredRecord[] } | 'foreign' | 'none' | undefined;

/** What is read of the correction at this place of the message and is no part of it: whom it names, which day it says. */
export function hidden(turn: Turn, one: WorkRecord, field: 'named' | 'on'): string | undefined {
  const at = turn.understood.records.indexOf(one);
  const found = turn.understood.trace.find((trace) => trace.record === at && trace.field === field);
  return typeof found?.value === 'string' ? found.value : undefined;
}

/**
 * What is named binds: the latest report on it, and never another. Without a name it is what is quoted, or was last spoken
 * of; with a day (`on`) what was reported for it.
 */
export async function aimOf(turn: Turn, named: string | undefined, on?: string): Promise<Aim> {
  const aim = await anyDay(turn, named);
  if (on === undefined || aim === undefined || typeof aim === 'string') return aim;
  const days = new Map(
    (await reports(turn, NAMED_MS)).flatMap(({ all }) => all.map((one) => [one.id, one.occurredOn] as const)),
  );
  if (aim.records.some((one) => days.get(one.id) === on)) return aim;
  const others = (await reports(turn, NAMED_MS)).filter(
    ({ first }) => first.occurredOn === on && (named === undefined || isOn(turn, first, named)),
  );
  return others.length === 1
    ? { records: others[0]!.all, whole: others[0]!.all }
    : { records: [], whole: [] };
}

async function anyDay(turn: Turn, named: string | undefined): Promise<Aim> {
  const { quoted } = turn.message;
  if (named === undefined || quoted) {
    const aim = await target(turn, { answers: true });
    if (aim === undefined || aim === 'foreign') return aim;
    const { records, whole } = await spokenOf(turn, aim);
    const meant = named === undefined ? records : whole.filter((one) => isOn(turn, one, named));
    return meant.length > 0 || named === undefined ? { records: meant, whole } : 'none';
  }
  const [newest] = (await reports(turn, NAMED_MS)).filter((one) => isOn(turn, one.first, named));
  return newest ? { records: newest.all, whole: newest.all } : 'none';
}

/** The records that a message spoke of, and all that were said in one with them. */
async function spokenOf(
  { reader }: Turn,
  { messageId, repeats, changed }: Target,
): Promise<{ records: StoredRecord[]; whole: StoredRecord[] }> {
  const counts = (all: readonly StoredRecord[]) => all.filter((one) => one.state !== 'retracted');
  const own = counts(await reader.recordsOf(messageId));
  const others = counts(await reader.recordsById([...new Set([...changed, ...repeats])]));
  const records = [...own, ...others.filter((one) => one.messageId !== messageId)];
  const whole: StoredRecord[] = [];
  for (const id of new Set(records.map((one) => one.messageId)))
    whole.push(...counts(await reader.recordsOf(id)));
  return { records, whole };
}

/** Whether a record is about what is named: by its own words, or by another name of its household. */
function isOn(
  turn: Turn,
  record: StoredRecord & { householdCode?: string | undefined },
  named: string,
): boolean {
  const { understanding } = turn;
  const { data, kind } = record;
  if (/^\d+$/.test(named)) return data['number'] === Number(named);
  const code = record.householdCode ?? data['householdId'];
  const home = typeof code === 'string' ? understanding.households.byCode(code) : undefined;
  const rule = understanding.rule(kind);
  const called = [data['householder'], data['alias'], home?.householder, ...(home?.aliases ?? [])];
  const all = [...called, rule && subjectOf(data, rule)].filter((name) => typeof name === 'string');
  return all.some((name) => isCalled(named, name));
}
