import type { Effect, StoredRecord } from '../core/effects.js';
import type { KindRule, Turn } from './ports.js';
import { columnsAfter, namedBy, withFields, type Settled } from './record.js';

/** Another household is another place: what was said of the place of the former one does not hold for it. */
const PLACES = ['town', 'village', 'group'] as const;

/** The household that a record belongs to without naming it by its code, among the changes of it. */
export const HOME = 'household';

type Fields = Record<string, unknown>;

/**
 * What a correction of household or place changes: a group goes with its village, and the place of a household that was
 * settled goes with that household, where the register has one alone of the new name. Null: no longer said.
 */
export function settledFields(turn: Turn, record: StoredRecord, fields: Fields): Fields {
  const { data } = record;
  const out: Fields = { ...fields };
  if (out['village'] !== undefined && out['group'] === undefined && data['group'] !== undefined)
    out['group'] = null;
  const name = out['householder'];
  if (typeof name !== 'string') return out;
  if (data['alias'] !== undefined && data['alias'] !== name) out['alias'] = null;
  const placed = PLACES.some((place) => out[place] !== undefined && out[place] !== null);
  if (placed || data['householdId'] === undefined) return out;
  const { households } = turn.understanding;
  const text = (place: string) => (typeof data[place] === 'string' ? data[place] : undefined);
  const there = households.find(name, { town: text('town'), village: text('village'), group: text('group') });
  if (there.type !== 'none' || households.find(name).type !== 'one') return out;
  for (const place of PLACES) if (data[place] !== undefined) out[place] = null;
  return out;
}

/**
 * What a record had raised of its household (a risk seen in a visit) goes with it to the other one, or to the one that it
 * was not known to be; what another record of the name raised stays. `all`: the records of its message.
 */
export function raisedWith(
  turn: Turn,
  record: StoredRecord,
  rule: KindRule,
  settled: Settled,
  all: readonly StoredRecord[],
  cause: 'answer' | 'correction' = 'correction',
): Effect[] {
  const former = namedBy(record.data);
  const name = namedBy(settled.data);
  if (rule.raises === undefined || name === undefined || former === undefined) return [];
  const code = settled.data['householdId'];
  const home = typeof code === 'string' ? turn.understanding.households.byCode(code) : undefined;
  const where = (data: StoredRecord['data']) => PLACES.map((place) => data[place]).join();
  if (record.data['householdId'] === code && former === name && where(record.data) === where(settled.data))
    return [];
  return all.flatMap((one): Effect[] => {
    const own = turn.understanding.rule(one.kind);
    const field = own?.ledger?.household;
    if (one.kind !== rule.raises || !own || field === undefined || one.data[field] !== former) return [];
    if (one.state === 'retracted' || raiserOf(one, record, all, turn) !== record.id) return [];
    const fields: Fields = { [field]: name };
    for (const place of PLACES) {
      const value = settled.data[place] ?? null;
      if (one.data[place] !== undefined || value !== null) fields[place] = value;
    }
    const changed = withFields(one, fields, undefined, turn.understanding.households, own);
    const columns = columnsAfter(one, changed.data, own, turn.understanding.households);
    const changes = Object.entries(fields)
      .filter(([key, value]) => (one.data[key] ?? null) !== value)
      .map(([key, value]) => ({ field: key, before: one.data[key] ?? null, after: value }));
    const other = home?.code !== one.householdCode;
    if (other) changes.push({ field: HOME, before: one.householdCode ?? null, after: home?.code ?? null });
    if (changes.length === 0) return [];
    return [
      {
        type: 'record.change',
        recordId: one.id,
        messageId: turn.message.id,
        cause,
        changes,
        after: {
          ...columns,
          householdCode: home?.code,
          ...(home ? { village: home.village } : {}),
          data: changed.data,
          missing: changed.missing,
          state: one.state,
        },
      },
    ];
  });
}

/** Which record of the message raised this: of those of the name the one of the same household, and whose words it bears. */
export function raiserOf(
  raised: StoredRecord,
  near: StoredRecord,
  all: readonly StoredRecord[],
  turn: Turn,
): string | undefined {
  const name = namedBy(near.data);
  const rivals = all.filter(
    (one) =>
      one.messageId === raised.messageId &&
      turn.understanding.rule(one.kind)?.raises === raised.kind &&
      namedBy(one.data) === name,
  );
  const homes = rivals.filter((one) => one.data['householdId'] === raised.householdCode);
  const sure = homes.length > 0 ? homes : rivals;
  if (sure.length <= 1) return sure[0]?.id;
  const words = Object.values(raised.data).filter((one) => typeof one === 'string' && one !== name);
  const bears = ({ data }: StoredRecord) =>
    words.some((word) => typeof word === 'string' && word.length > 3 && JSON.stringify(data).includes(word));
  const bearing = sure.filter(bears);
  return bearing.length === 1 ? bearing[0]!.id : undefined;
}
