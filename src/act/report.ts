import type { NewRecord, OpenAsk } from '../core/effects.js';
import type { Check, WorkRecord } from '../core/records.js';
import { localDay } from '../core/time.js';
import { ASK_OPEN_MS, READ_LENGTH, READ_RECORDS } from './limits.js';
import type { Decision, KindRule, Turn } from './ports.js';
import { NAMES } from './names-asked.js';
import { hinted } from './hints.js';
import { inquire } from './inquire.js';
import { ledgerNotes } from './ledger-notes.js';
import type { Draft } from './draft.js';
import { mismatches } from './mismatch.js';
import { homes, located, namesakes, placed } from './placed.js';
import { askField, askWhich, receipt, type Stored } from './receipt.js';
import { columnsOf, isUnplaced, namedBy, nameOf, stateOf } from './record.js';
import { reply } from './say.js';
import { isTwice } from './twice.js';

/** What the ledger itself says of a report. */
const LEDGERS: ReadonlySet<string> = new Set(['evidence-needed', 'bulk-close']);

/** Puts the work of a message into the ledger and asks, once and together, for what is missing. */
export async function report(turn: Turn): Promise<Decision | undefined> {
  const work = turn.understood.records.flatMap((record, i) => {
    const rule = turn.understanding.rule(record.kind);
    return rule?.ledger ? [{ record, rule, at: i }] : [];
  });
  if (work.length === 0) return undefined;
  const draft: Draft = {
    effects: [],
    kept: [],
    stored: [],
    updated: [],
    corrected: [],
    repeated: 0,
    repeats: [],
    items: [],
    asks: [],
  };
  const known = homes(turn, work);
  for (const { record, rule, at } of work) await keep(turn, draft, record, rule, at, known);
  const ledgers = await ledgerNotes(turn, draft.kept);
  draft.items.push(...ledgers.items);
  draft.asks.push(...ledgers.asks);
  draft.effects.push(...ledgers.effects);
  const items = [...draft.items, ...mismatches(turn, draft)];
  if (items.length > 0) {
    const { message } = turn;
    draft.effects.push({
      type: 'ask.open',
      id: turn.newId(),
      messageId: message.id,
      conversationId: message.conversationId,
      contactId: message.contactId,
      items,
      expiresAt: new Date(message.sentAt.getTime() + ASK_OPEN_MS),
    });
  }
  // What is noted in silence in a group is told to whoever says it in private.
  const alone = turn.message.conversationKind === 'private';
  const heard = alone || work.some(({ rule }) => rule.reply !== 'silence');
  if (heard) {
    const { silent, told } = ledgers;
    // What the ledger says of a report on one of its items takes the place of "it was noted", and of what is doubted about it.
    const isTold = ({ id = '', rule }: Stored) => told.has(id) && rule.ledger?.everyTime === true;
    const stored = draft.stored.filter((one) => !silent.has(one.id ?? '') && !isTold(one));
    const spoken = draft.stored.length > 0 && draft.stored.every(isTold);
    const notes = [...ledgers.notes, ...unread(turn)];
    const asked = new Set(draft.items.map((item) => item.field));
    const checks = turn.understood.checks.filter(
      (one) =>
        !(spoken && LEDGERS.has(one.code)) && !(one.code === 'uncertain' && asked.has(String(one['field']))),
    );
    const text = receipt(turn, { ...draft, stored, notes, checks });
    draft.effects.push(
      ...reply(turn, 'receipt', text, { mention: draft.items.some((one) => one.field !== NAMES) }),
    );
  }
  draft.effects.push(...hinted(turn, draft.kept));
  const asked = await inquire(turn, true);
  return {
    effects: [...draft.effects, ...(asked?.effects ?? [])],
    ...(draft.repeats.length > 0 ? { reading: { repeats: draft.repeats } } : {}),
  };
}

/** Says that a message was longer than what is read of one. */
function unread({ message, understood, templates }: Turn): string[] {
  const length = message.text.length > READ_LENGTH ? READ_LENGTH : 0;
  const records = understood.records.length >= READ_RECORDS ? READ_RECORDS : 0;
  return length + records > 0 ? [templates.render('unread', { length, records })] : [];
}

async function keep(
  turn: Turn,
  draft: Draft,
  record: WorkRecord,
  rule: KindRule,
  at: number,
  known: ReadonlyMap<string, string>,
): Promise<void> {
  const sentDay = localDay(turn.message.sentAt);
  const own = columnsOf(record, rule, sentDay, turn.understanding.households);
  const alone = turn.understood.records.filter((one) => one.kind === record.kind).length === 1;
  const columns = await located(placed(own, record, rule, turn, known), record, rule, turn, alone);
  const gaps = [
    ...turn.understood.gaps.filter((gap) => gap.record === at),
    ...noDay(turn.understood.checks, record, rule),
  ];
  const missing = gaps.map((gap) => gap.field);
  const shown: Stored = {
    record,
    rule,
    day: columns.occurredOn,
    complete: stateOf(record, rule, missing) === 'active',
  };

  if (turn.further !== true && (await isTwice(turn, draft, { record, index: at + 1, rule, columns }))) return;

  const kept: NewRecord = {
    id: turn.newId(),
    messageId: turn.message.id,
    index: at + 1,
    kind: record.kind,
    state: stateOf(record, rule, missing),
    data: { ...record },
    missing,
    contactId: turn.message.contactId,
    ...columns,
  };
  draft.effects.push({ type: 'record.add', record: kept });
  draft.kept.push(kept);
  draft.stored.push({ ...shown, id: kept.id });
  await ask(turn, draft, kept, rule, [
    ...gaps.filter((gap) => rule.ledger!.answerable.includes(gap.field)),
    ...whoseOf(turn, draft, kept, rule),
  ]);
  // Its receipt asks for the names already (`claimed.ts`).
  if (rule.ledger?.follow) draft.items.push({ recordId: kept.id, index: kept.index, field: NAMES });
}

/** A name alone that several bear is asked about, unless the visit that raised it is; what is grave is not spoken of here. */
function whoseOf(
  turn: Turn,
  draft: Draft,
  kept: NewRecord,
  rule: KindRule,
): { field: string; candidates: string[] }[] {
  const name = kept.data[rule.ledger?.household ?? ''];
  const raised = draft.kept.some(
    (one) => turn.understanding.rule(one.kind)?.raises === kept.kind && namedBy(one.data) === name,
  );
  const candidates = raised ? [] : namesakes(kept.data, rule, kept, turn);
  return candidates.length > 0 ? [{ field: 'village', candidates }] : [];
}

/** A day that no calendar has ("11月31日"): the record does not count before it is known which was meant. */
function noDay(checks: readonly Check[], record: WorkRecord, rule: KindRule): { field: string }[] {
  const field = rule.ledger?.occurredOn;
  if (field === undefined || record[field] !== undefined || !rule.ledger!.answerable.includes(field))
    return [];
  return checks.some((one) => one.code === 'uncertain' && one['field'] === field) ? [{ field }] : [];
}

/** The same question about the same name, put to the same person today: it stands above, and its answer holds for both. */
async function askedToday(turn: Turn, candidates: readonly string[]): Promise<OpenAsk | undefined> {
  const { message, reader } = turn;
  const asks = await reader.openAsks(message.conversationId, message.contactId);
  const same = JSON.stringify([...candidates].sort());
  return asks.find(
    (open) =>
      localDay(open.askedAt) === localDay(message.sentAt) &&
      open.items.some((item) => JSON.stringify([...(item.candidates ?? [])].sort()) === same),
  );
}

/** The number that what is newly registered may take. It is offered, never given: its list may have one of its own. */
async function offeredNumber(
  turn: Turn,
  { data }: NewRecord,
  { ledger }: KindRule,
  field: string,
): Promise<number | undefined> {
  const fresh = ledger?.fresh;
  if (fresh?.field !== field) return undefined;
  const meant = Object.entries(fresh.when).every(([name, values]) => values.includes(String(data[name])));
  return meant ? turn.items.nextNumber(fresh.ledger) : undefined;
}

async function ask(
  turn: Turn,
  draft: Draft,
  kept: NewRecord,
  rule: KindRule,
  gaps: readonly { field: string; candidates?: string[] }[],
): Promise<void> {
  const { recordId, index } = { recordId: kept.id, index: kept.index };
  for (const gap of gaps) {
    const candidates = gap.candidates ?? [];
    const open = candidates.length > 0 ? await askedToday(turn, candidates) : undefined;
    if (open) {
      const item = { recordId, index, field: gap.field, candidates };
      open.items = [...open.items, item];
      draft.effects.push({ type: 'ask.close', askId: open.id, state: 'answered', items: open.items });
      continue;
    }
    const offered = await offeredNumber(turn, kept, rule, gap.field);
    draft.items.push({
      recordId,
      index,
      field: gap.field,
      ...(candidates.length > 0 ? { candidates } : {}),
      ...(offered === undefined ? {} : { offered }),
    });
    draft.asks.push(
      candidates.length > 0
        ? askWhich(turn, nameOf(kept.data, rule), candidates)
        : askField(turn, kept.data, rule, gap.field, offered),
    );
  }
  // A place was named, but nobody of that name lives there: the name is what may be wrong.
  if (gaps.length === 0 && isUnplaced(kept.data, rule)) {
    draft.items.push({ recordId, index, field: 'householder' });
    draft.asks.push(askField(turn, kept.data, rule, 'householder'));
  }
}
