import { isCalled } from '../core/called.js';
import type { StoredRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import { NAMED_MS } from './own-records.js';
import type { Turn } from './ports.js';
import { reports, target } from './retract.js';
import { subjectOf } from './record.js';

/** The sender's records that a correction may change; `none` where it names something that they did not report. */
export type Aim = { messageId: string; records: StoredRecord[] } | 'foreign' | 'none' | undefined;

/** Whom or what the correction at this place of the message names; undefined where it names nothing. */
export function namedIn(turn: Turn, one: WorkRecord): string | undefined {
  const at = turn.understood.records.indexOf(one);
  const found = turn.understood.trace.find((trace) => trace.record === at && trace.field === 'named');
  return typeof found?.value === 'string' ? found.value : undefined;
}

/** What is named binds: the latest report on it, and never another. Without a name it is what is quoted, or the last report. */
export async function aimOf(turn: Turn, named: string | undefined): Promise<Aim> {
  const { quoted } = turn.message;
  if (named === undefined || quoted) {
    const aim = await target(turn);
    if (aim === undefined || aim === 'foreign') return aim;
    const records = (await turn.reader.recordsOf(aim.messageId)).filter((r) => r.state !== 'retracted');
    const meant = named === undefined ? records : records.filter((one) => isOn(turn, one, named));
    return meant.length > 0 || named === undefined ? { messageId: aim.messageId, records: meant } : 'none';
  }
  const [newest] = (await reports(turn, NAMED_MS)).filter((one) => isOn(turn, one.first, named));
  if (!newest) return 'none';
  const { messageId } = newest.first;
  return { messageId, records: newest.all };
}

/** Whether a record is about what is named: by its own words, or by another name of its household. */
function isOn(
  turn: Turn,
  record: StoredRecord & { householdCode?: string | undefined },
  named: string,
): boolean {
  const { understanding } = turn;
  const { data, kind } = record;
  const code = record.householdCode ?? data['householdId'];
  const home = typeof code === 'string' ? understanding.households.byCode(code) : undefined;
  const rule = understanding.rule(kind);
  const called = [data['householder'], data['alias'], home?.householder, ...(home?.aliases ?? [])];
  const all = [...called, rule && subjectOf(data, rule)].filter((name) => typeof name === 'string');
  return all.some((name) => isCalled(named, name));
}
