import type { Effect, StoredRecord } from '../core/effects.js';
import { toLocal } from '../core/time.js';
import type { Change } from './correct-pick.js';
import type { KindRule, Turn } from './ports.js';
import { columnsAfter, namedBy, nameOf, withFields } from './record.js';
import { raiserOf } from './rehome.js';

type Fields = Record<string, unknown>;

const PLACES = new Set(['kind', 'town', 'village', 'group']);

/** What follows from new words about a household (the risk that they show), as understanding reads them in a report. */
export function reread(turn: Turn, record: StoredRecord, rule: KindRule, words: string): Fields {
  const { message, understanding } = turn;
  const field = rule.ledger?.household;
  const name = nameOf(record.data, rule);
  if (field === undefined || name === '') return {};
  const read = understanding.understand({
    id: message.id,
    text: `${name}家${words}`,
    sentAt: toLocal(message.sentAt),
    sender: message.senderName,
    previous: [],
  });
  const [said, ...others] = read.records.filter((one) => one.kind === record.kind);
  if (!said || others.length > 0) return {};
  return Object.fromEntries(
    Object.entries(said).filter(([one, value]) => !PLACES.has(one) && one !== field && value !== words),
  );
}

/** What was told of a household in other words now: what a record had raised by the former ones says the new ones. */
export function retoldWith(
  turn: Turn,
  record: StoredRecord,
  rule: KindRule,
  changes: readonly Change[],
  all: readonly StoredRecord[],
): Effect[] {
  const told = changes.filter(
    (one): one is Change & { from: string; to: string } =>
      Array.isArray(record.data[one.field]) && typeof one.from === 'string' && typeof one.to === 'string',
  );
  if (rule.raises === undefined || told.length === 0 || namedBy(record.data) === undefined) return [];
  return all.flatMap((one): Effect[] => {
    const own = turn.understanding.rule(one.kind);
    if (one.kind !== rule.raises || !own || one.state === 'retracted') return [];
    if (raiserOf(one, record, all, turn) !== record.id) return [];
    const fields: Fields = {};
    for (const [field, value] of Object.entries(one.data))
      for (const { from, to } of told)
        if (value === from) Object.assign(fields, reread(turn, one, own, to), { [field]: to });
    return Object.keys(fields).length > 0 ? [changed(turn, one, own, fields)] : [];
  });
}

function changed(turn: Turn, one: StoredRecord, rule: KindRule, fields: Fields): Effect {
  const { households } = turn.understanding;
  const { data, missing } = withFields(one, fields, undefined, households, rule);
  return {
    type: 'record.change',
    recordId: one.id,
    messageId: turn.message.id,
    cause: 'correction',
    changes: Object.entries(fields).map(([field, after]) => ({
      field,
      before: one.data[field] ?? null,
      after,
    })),
    after: { ...columnsAfter(one, data, rule, households), data, missing, state: one.state },
  };
}
