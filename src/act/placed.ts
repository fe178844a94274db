import type { NewRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import type { KindRule, Turn } from './ports.js';
import { namedBy } from './record.js';

type Columns = Pick<NewRecord, 'occurredOn' | 'householdCode' | 'village' | 'subject'>;

/** The households that a message's own records settled, by the names it uses for them. */
export function homes(turn: Turn, work: readonly { record: WorkRecord }[]): ReadonlyMap<string, string> {
  const out = new Map<string, string>();
  for (const { record } of work) {
    const code = record['householdId'];
    const home = typeof code === 'string' ? turn.understanding.households.byCode(code) : undefined;
    for (const name of [namedBy(record), home?.householder])
      if (home && name !== undefined) out.set(name, home.code);
  }
  return out;
}

/**
 * A record that only names a household (a risk seen in a visit, a loan) belongs to it where it can be only one: the one
 * the same message is about, else the register's only one of exactly that name. Nobody is asked about it.
 */
export function placed(
  columns: Columns,
  record: WorkRecord,
  rule: KindRule,
  turn: Turn,
  known: ReadonlyMap<string, string>,
): Columns {
  const field = rule.ledger?.household;
  const name = field === undefined ? undefined : record[field];
  if (columns.householdCode !== undefined || typeof name !== 'string') return columns;
  const { households } = turn.understanding;
  const text = (one: string) => (typeof record[one] === 'string' ? record[one] : undefined);
  const found = households.find(name, { town: text('town'), village: text('village'), group: text('group') });
  const sure =
    found.type === 'one' && (found.by === 'exact' || found.by === 'alias') ? found.household : undefined;
  const home = households.byCode(known.get(name) ?? '') ?? sure;
  return home ? { ...columns, householdCode: home.code, village: home.village } : columns;
}
