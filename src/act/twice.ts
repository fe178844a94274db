import type { AskItem, Effect, NewRecord, StoredRecord } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import { toLocal } from '../core/time.js';
import { again, amends, type Otherwise } from './again.js';
import type { KindRule, Turn } from './ports.js';
import { described } from './receipt.js';
import { compare, namedBy, stateOf, subjectOf, withFields } from './record.js';
import type { Draft } from './draft.js';

type Columns = Pick<NewRecord, 'occurredOn' | 'householdCode' | 'village' | 'subject'>;

/** A record of the message at hand. */
interface Said {
  record: WorkRecord;
  index: number; // 1-based
  rule: KindRule;
  columns: Columns;
}

/** A record was said before, by the same sender for the same day: it is put into the earlier one, and counts once. */
export async function isTwice(turn: Turn, draft: Draft, said: Said): Promise<boolean> {
  const { record, rule, columns } = said;
  if (columns.subject === undefined || rule.ledger?.everyTime) return false;
  const within = draft.kept.filter((one) => one.kind === record.kind);
  const earlier = ofAnother(turn, draft, said)
    ? within
    : [...within, ...(await known(turn, record.kind, columns))];
  for (const one of earlier) {
    const open = await joined(turn, draft, one, said);
    if (open === undefined) continue;
    const fields = Object.keys(record).filter((field) => !open.includes(field));
    if ('createdAt' in one) draft.repeats.push({ record: one.id, index: said.index, fields });
    return true;
  }
  return false;
}

/** What a visit raised whose household is not known: of another visit of that name it need not be the same one. */
function ofAnother(turn: Turn, draft: Draft, { record, rule, columns }: Said): boolean {
  const name = record[rule.ledger?.household ?? ''];
  if (columns.householdCode !== undefined || name === undefined) return false;
  return draft.kept.some(
    (one) => turn.understanding.rule(one.kind)?.raises === record.kind && namedBy(one.data) === name,
  );
}

const known = (turn: Turn, kind: string, { subject, occurredOn }: Columns): Promise<StoredRecord[]> =>
  turn.reader.sameThing(kind, turn.message.contactId, subject!, occurredOn);

/** Undefined where it is another thing; else the fields of which is not known which of two values holds. */
async function joined(
  turn: Turn,
  draft: Draft,
  earlier: NewRecord | StoredRecord,
  { record, rule, columns }: Said,
): Promise<string[] | undefined> {
  const found = again(earlier.data, record, rule);
  const corrects = amends(rule, turn.message.text);
  const otherwise = found && !corrects ? found.differs : [];
  // What is said in place of an earlier list is not added to it.
  const fields = found && corrects ? replaced(earlier.data, record, found.differs, found.adds) : found?.adds;
  const stored = 'createdAt' in earlier ? earlier : undefined;
  if (!found) {
    // Within one message two of a name are two; only earlier ones may be the same.
    const how = stored && compare(stored.data, record, rule);
    if (how === undefined || how === 'other') return undefined;
    if (how === 'adds') put(turn, draft, stored!, record, rule, columns, 'adds');
    else draft.repeated += 1;
    return [];
  }
  const changes = Object.keys(fields ?? {}).length > 0;
  if (changes && stored) put(turn, draft, stored, fields!, rule, columns, corrects ? 'corrects' : 'adds');
  else if (changes) Object.assign(earlier.data, fields);
  const asked = otherwise.length > 0 && (await query(turn, draft, earlier, rule, otherwise));
  if (!changes && !asked) draft.repeated += 1;
  return otherwise.map((one) => one.field);
}

function replaced(
  earlier: WorkRecord,
  record: WorkRecord,
  differs: readonly Otherwise[],
  adds: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const said = Object.fromEntries(
    Object.keys(adds).map((field) => [field, Array.isArray(earlier[field]) ? record[field] : adds[field]]),
  );
  return { ...said, ...Object.fromEntries(differs.map((one) => [one.field, one.said])) };
}

function put(
  turn: Turn,
  draft: Draft,
  earlier: StoredRecord,
  fields: Readonly<Record<string, unknown>>,
  rule: KindRule,
  columns: Columns,
  how: 'adds' | 'corrects',
): void {
  const effect = changeOf(turn, earlier, fields, rule, columns);
  draft.effects.push(effect);
  const { data, occurredOn, state } = effect.after;
  if (how === 'adds')
    draft.updated.push({ record: data, rule, day: occurredOn, complete: state === 'active' });
  else
    draft.corrected.push(
      ...effect.changes.map((one) =>
        turn.templates.render('corrected-field', {
          subject: subjectOf(earlier.data, rule) ?? '',
          title: rule.fieldTitles[one.field] ?? one.field,
          from: spoken(one.before),
          to: spoken(one.after),
        }),
      ),
    );
}

/** Sets fields of an earlier record, as a correction of its sender's. */
export function changeOf(
  turn: Turn,
  earlier: StoredRecord,
  fields: Readonly<Record<string, unknown>>,
  rule: KindRule,
  columns: Columns,
): Extract<Effect, { type: 'record.change' }> {
  const settled = withFields(earlier, fields, columns.householdCode, turn.understanding.households, rule);
  const changes = Object.entries(fields)
    .filter(([field, value]) => JSON.stringify(earlier.data[field]) !== JSON.stringify(value))
    .map(([field, value]) => ({ field, before: earlier.data[field] ?? null, after: value }));
  return {
    type: 'record.change',
    recordId: earlier.id,
    messageId: turn.message.id,
    cause: 'correction',
    changes,
    after: {
      ...columns,
      data: settled.data,
      missing: settled.missing,
      state: stateOf(settled.data, rule, settled.missing),
    },
  };
}

/** A value as it is said; what has several parts is not spelt out. */
const spoken = (value: unknown): string | number =>
  typeof value === 'number' || typeof value === 'string' ? value : '';

/** Asks which of the two holds, once; false where that was asked before. */
async function query(
  turn: Turn,
  draft: Draft,
  earlier: NewRecord | StoredRecord,
  rule: KindRule,
  differs: readonly Otherwise[],
): Promise<boolean> {
  const { conversationId, contactId } = turn.message;
  const asked = (await turn.reader.openAsks(conversationId, contactId)).flatMap((ask) => ask.items);
  const fresh = differs.filter((one) => !asked.some((item) => isAsked(item, earlier.id, one)));
  if (fresh.length === 0) return false;
  for (const { field, said } of fresh)
    draft.items.push({ recordId: earlier.id, index: earlier.index, field, said });
  draft.asks.push(
    turn.templates.render('ask-twice', {
      name: described(turn, earlier.data, rule) || (namedBy(earlier.data) ?? ''),
      at: 'createdAt' in earlier ? toLocal(earlier.createdAt) : '',
      differs: fresh.map((one) => ({
        title: rule.fieldTitles[one.field] ?? one.field,
        kept: spoken(one.kept),
        said: spoken(one.said),
      })),
    }),
  );
  return true;
}

const isAsked = (item: AskItem, recordId: string, { field, said }: Otherwise): boolean =>
  item.recordId === recordId && item.field === field && JSON.stringify(item.said) === JSON.stringify(said);
