import type { Effect, RepeatedBy, StoredRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import type { KindRule, Turn } from './ports.js';
import { columnsAfter, stateOf } from './record.js';

/** How far back a message may lie that says again what is taken back. */
export const REPEATED_MS = 62 * 24 * 3600_000;
/** What says which thing it is, and not what was reported of it. */
const WHICH = new Set(['kind', 'householdId']);

/**
 * What another message of the same sender says as well stands, though the one that bore it is taken back: from now on the
 * first of those others bears it, with what they say of it and what has been answered or corrected since.
 */
export async function borne(
  turn: Turn,
  messageId: string,
  records: readonly StoredRecord[],
  cause: 'recall' | 'retraction',
): Promise<{ effects: Effect[]; records: StoredRecord[] }> {
  const out: { effects: Effect[]; records: StoredRecord[] } = { effects: [], records: [] };
  const [first] = records;
  if (!first) return out;
  const since = new Date(turn.message.sentAt.getTime() - REPEATED_MS);
  const ids = records.map((record) => record.id);
  const again = (await turn.reader.repeatsOf(ids, first.contactId, since)).filter(
    (one) => one.messageId !== messageId,
  );
  if (again.length === 0) return out;
  const changes = await turn.reader.changesOf(ids);
  for (const record of records) {
    const by = again.filter((one) => one.record === record.id);
    const rule = turn.understanding.rule(record.kind);
    const [bearer] = by;
    if (!bearer || !rule) continue;
    const changed = changes.filter(
      (one) => one.recordId === record.id && one.standing && one.messageId !== messageId,
    );
    const data = left(record.data, rule, by, new Set(changed.map((one) => one.field)));
    const gone = Object.keys(record.data).filter((field) => data[field] === undefined);
    const asked = gone.filter((field) => rule.ledger?.answerable.includes(field));
    const missing = [...new Set([...record.missing, ...asked])].sort();
    const moved = { messageId: bearer.messageId, index: bearer.index };
    out.effects.push({
      type: 'record.change',
      recordId: record.id,
      messageId: turn.message.id,
      cause,
      moved,
      changes: [
        { field: 'message', before: record.messageId, after: bearer.messageId },
        ...gone.map((field) => ({ field, before: record.data[field], after: null })),
      ],
      after: {
        ...columnsAfter(record, data, rule, turn.understanding.households),
        data,
        missing,
        state: stateOf(data, rule, missing),
      },
    });
    out.records.push({ ...record, ...moved, data });
  }
  return out;
}

/** What of a record the other messages say, or what was said about it since. */
function left(
  data: WorkRecord,
  rule: KindRule,
  by: readonly RepeatedBy[],
  changed: ReadonlySet<string>,
): WorkRecord {
  if (by.some((one) => one.fields === undefined)) return data;
  const said = new Set([...by.flatMap((one) => one.fields!), ...(rule.ledger?.identity ?? [])]);
  const kept = Object.entries(data).filter(
    ([field]) => WHICH.has(field) || said.has(field) || changed.has(field),
  );
  return { ...Object.fromEntries(kept), kind: data.kind };
}
