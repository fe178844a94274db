import type { Effect, FieldChange, RepeatedBy, StoredRecord, OwnRecord } from '../core/effects.js';
import { NAMED_MS } from './own-records.js';
import { borne, REPEATED_MS } from './borne.js';
import { partsOf, valueAt, withValue } from './correct-pick.js';
import type { Turn } from './ports.js';
import { HOME } from './rehome.js';
import type { SaidChange } from './readers.js';
import { columnsAfter, stateOf } from './record.js';

type After = Extract<Effect, { type: 'record.change' }>['after'];

function after(
  turn: Turn,
  record: StoredRecord,
  state: StoredRecord['state'] | undefined,
): After | undefined {
  const rule = turn.understanding.rule(record.kind);
  if (!rule) return undefined;
  const columns = columnsAfter(record, record.data, rule, turn.understanding.households);
  return {
    ...columns,
    data: record.data,
    missing: record.missing,
    state: state ?? stateOf(record.data, rule, record.missing),
  };
}

/**
 * Takes back what a message had put into the ledger: its records, its questions, and what still waits to be said; `only`
 * some of its records, where the others still hold. `words`: it is the message that is taken back, and not what it tells:
 * what another message tells as well stands (`stands`).
 */
export async function withdraw(
  turn: Turn,
  messageId: string,
  cause: 'recall' | 'retraction',
  { only, words = cause === 'recall' }: { only?: ReadonlySet<string> | undefined; words?: boolean } = {},
): Promise<{ effects: Effect[]; records: StoredRecord[]; stands: StoredRecord[] }> {
  const counting = (await turn.reader.recordsOf(messageId)).filter((r) => r.state !== 'retracted');
  const meant = counting.filter((r) => !only || only.has(r.id));
  const other = words ? await borne(turn, messageId, meant, cause) : { effects: [], records: [] };
  const records = meant.filter((one) => !other.records.some(({ id }) => id === one.id));
  const whole = records.length === counting.length;
  const effects: Effect[] = [...other.effects];
  for (const record of records) {
    const result = after(turn, record, 'retracted');
    if (!result) continue;
    const changes = [{ field: 'state', before: record.state, after: 'retracted' }];
    effects.push({
      type: 'record.change',
      recordId: record.id,
      messageId: turn.message.id,
      cause,
      changes,
      after: result,
    });
    effects.push({ type: 'unsay', key: `item:${record.id}` });
  }
  const ask = await turn.reader.askOf(messageId);
  const left = ask?.items.filter((item) => !records.some((one) => one.id === item.recordId)) ?? [];
  if (ask && (whole || left.length === 0))
    effects.push({ type: 'ask.close', askId: ask.id, state: 'withdrawn' });
  else if (ask) effects.push({ type: 'ask.close', askId: ask.id, state: 'answered', items: left });
  if (records.length > 0 && whole) effects.push({ type: 'unsay', key: `receipt:${messageId}` });
  return { effects, records, stands: other.records };
}

/**
 * Undoes what an answer or a correction had changed in other records: each value is again what the words that still stand
 * make of it. Another correction that said the same, or that came after it, holds.
 */
export async function undoChanges(
  turn: Turn,
  messageId: string,
): Promise<{ effects: Effect[]; records: StoredRecord[] }> {
  const changes = (await turn.reader.changesBy(messageId)).filter((c) => !OF_THE_RECORD.has(c.field));
  const ids = [...new Set(changes.map((c) => c.recordId))];
  const touched = await turn.reader.recordsById(ids);
  const said = ids.length === 0 ? [] : await turn.reader.changesOf(ids);
  // A later report that says it, too, changed nothing, and stands.
  const again = await laterRepeats(turn, messageId, touched);
  const effects: Effect[] = [];
  const records: StoredRecord[] = [];
  for (const record of touched.filter((r) => r.state !== 'retracted')) {
    let data = record.data;
    let home = record.householdCode;
    const undone = [];
    for (const change of changes.filter((c) => c.recordId === record.id)) {
      const now = (change.field === HOME ? home : valueAt(data, change.field)) ?? null;
      if (again.some((one) => one.record === record.id && one.fields?.includes(partsOf(change.field).base)))
        continue;
      const back = valueWithout(messageId, change, now, said);
      if (same(now, back)) continue;
      if (change.field === HOME) home = typeof back === 'string' ? back : undefined;
      else data = withValue(data, change.field, back);
      undone.push({ field: change.field, before: now, after: back });
    }
    if (undone.length === 0) continue;
    const rule = turn.understanding.rule(record.kind);
    const answerable = rule?.ledger?.answerable ?? [];
    // Where the household is settled again, nobody has to say where it is.
    const settled = data['householdId'] !== undefined;
    const gone = undone
      .map((u) => u.field)
      .filter((field) => answerable.includes(field) && data[field] === undefined)
      .filter((field) => !settled || !PLACES.has(field));
    const { village = record.village } = turn.understanding.households.byCode(home ?? '') ?? {};
    const restored = {
      ...record,
      data,
      householdCode: home,
      village,
      missing: [...new Set([...record.missing, ...gone])].sort(),
    };
    const result = after(turn, restored, undefined);
    if (!result) continue;
    effects.push({
      type: 'record.change',
      recordId: record.id,
      messageId: turn.message.id,
      cause: 'restore',
      changes: undone,
      after: result,
    });
    records.push(restored);
  }
  return { effects, records };
}

/** What was said of these records after that message, by reports of their sender that stand. */
async function laterRepeats(
  turn: Turn,
  messageId: string,
  records: readonly StoredRecord[],
): Promise<RepeatedBy[]> {
  const [first] = records;
  if (!first) return [];
  const since = new Date(turn.message.sentAt.getTime() - REPEATED_MS);
  const ids = records.map((one) => one.id);
  return (await turn.reader.repeatsOf(ids, first.contactId, since)).filter(
    (one) => one.messageId > messageId,
  );
}

/** Changes of a record that are none of what it tells. */
const OF_THE_RECORD = new Set(['state', 'message']);

const PLACES: ReadonlySet<string> = new Set(['town', 'village', 'group']);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a ?? null) === JSON.stringify(b ?? null);

/** What a field is without that message; what had been restored by it is as it was before, where nothing changed it since. */
function valueWithout(
  messageId: string,
  change: FieldChange & { recordId: string; cause: string },
  now: unknown,
  said: readonly SaidChange[],
): unknown {
  if (change.cause !== 'answer' && change.cause !== 'correction')
    return same(now, change.after) ? (change.before ?? null) : now;
  const all = said.filter((one) => one.recordId === change.recordId && one.field === change.field);
  const standing = all.filter((one) => one.standing && one.messageId !== messageId);
  return (standing.at(-1) ?? { after: all[0]?.before }).after ?? null;
}

/** Lets reports count again that a message had withdrawn, where nothing else has taken them back since. */
export async function bringBack(
  turn: Turn,
  messageId: string,
): Promise<{ effects: Effect[]; records: StoredRecord[] }> {
  const withdrawn = new Map(
    (await turn.reader.changesBy(messageId))
      .filter((c) => c.field === 'state' && c.after === 'retracted')
      .map((c) => [c.recordId, c.before as StoredRecord['state']]),
  );
  if (withdrawn.size === 0) return { effects: [], records: [] };
  const effects: Effect[] = [];
  const records: StoredRecord[] = [];
  const since = new Date(turn.message.sentAt.getTime() - NAMED_MS);
  const own = await turn.reader.ownRecords(turn.message.contactId, since);
  const standing = await turn.reader.recordsStanding([...withdrawn.keys()]);
  for (const record of standing.filter((r) => r.state === 'retracted')) {
    const state = withdrawn.get(record.id)!;
    const result = after(turn, record, state);
    if (!result || again(own, record, result)) continue;
    effects.push({
      type: 'record.change',
      recordId: record.id,
      messageId: turn.message.id,
      cause: 'restore',
      changes: [{ field: 'state', before: 'retracted', after: state }],
      after: result,
    });
    records.push({ ...record, state });
  }
  return { effects, records };
}

/** Whether the same has been reported anew since: it must not count twice. */
const again = (own: readonly OwnRecord[], { kind, data }: StoredRecord, after: After): boolean =>
  after.subject !== undefined &&
  own.some(
    (one) =>
      one.kind === kind &&
      one.subject === after.subject &&
      one.occurredOn === after.occurredOn &&
      one.data['action'] === data['action'],
  );
