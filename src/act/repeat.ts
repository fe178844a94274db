import type { InboxMessage, NewRecord, Repeat } from '../core/effects.js';
import type { Explained, WorkRecord } from '../core/records.js';
import { localDay, toLocal } from '../core/time.js';
import type { ActContext, Decision, Turn } from './ports.js';
import { columnsOf } from './record.js';
import { reply } from './say.js';

const REPEAT_DAYS = 7;
/** What counts every time it is said is only a slip of the finger within this. */
const SLIP_MS = 10 * 60_000;

/**
 * The same words of the same person, said so lately that they are the same report: next month's visit may read the same.
 * What counts every time (a claim after a return, a review repeated in private) is a repeat only where it is sent twice.
 */
export async function earlierWords(
  message: InboxMessage,
  { records, checks }: Pick<Explained, 'records' | 'checks'>,
  context: ActContext,
): Promise<{ messageId: string; sentAt: Date } | undefined> {
  const work = records.flatMap((r) => context.understanding.rule(r.kind)?.ledger ?? []);
  const everyTime = work.length > 0 && work.every((ledger) => ledger.everyTime);
  const back = everyTime ? SLIP_MS : REPEAT_DAYS * 86_400_000;
  const since = new Date(message.sentAt.getTime() - back);
  const earlier = await context.reader.sameText(
    message.contactId,
    message.digest,
    message.seq,
    since,
    everyTime ? message.conversationId : undefined,
  );
  if (earlier && everyTime && (await moves(message, records, context))) return undefined;
  const assumed = checks.some((check) => check.code === 'date-assumed');
  return earlier && !assumed && (await ofAnotherDay(earlier.messageId, records, context))
    ? undefined
    : earlier;
}

/**
 * A decision said again is no repeat where it was refused, or where what it is about has changed since: what was lacking is
 * there now, or the problem was returned. Then it changes something, or hears why it still may not.
 */
async function moves(
  message: InboxMessage,
  records: readonly WorkRecord[],
  context: ActContext,
): Promise<boolean> {
  const drafts = records.flatMap((record, i): NewRecord[] => {
    const rule = context.understanding.rule(record.kind);
    if (!rule?.ledger) return [];
    const sentDay = localDay(message.sentAt);
    const columns = columnsOf(record, rule, sentDay, context.understanding.households);
    const { id: messageId, contactId } = message;
    const draft = { id: context.newId(), messageId, index: i + 1, kind: record.kind, contactId };
    return [{ ...draft, state: 'active', data: record, missing: [], ...columns }];
  });
  const outcomes = await context.items.outcomes(drafts, message);
  return outcomes.some(
    ({ refusal, before, after }) => refusal !== undefined || before?.state !== after?.state,
  );
}

/** "今日入户" said on two days are two visits: the words are the same, the days they name are not. */
async function ofAnotherDay(
  messageId: string,
  records: readonly WorkRecord[],
  { reader, understanding }: ActContext,
): Promise<boolean> {
  const dayOf = (record: WorkRecord): unknown => {
    const field = understanding.rule(record.kind)?.ledger?.occurredOn;
    return field === undefined ? undefined : record[field];
  };
  const now = records.flatMap((record) => dayOf(record) ?? []);
  if (now.length === 0) return false;
  const before = (await reader.recordsOf(messageId)).flatMap((record) => dayOf(record.data) ?? []);
  return before.length > 0 && now.every((day) => !before.includes(day));
}

/** The same words again: a redelivery is passed over in silence, a report sent twice is not stored twice. */
export async function repeat(turn: Turn): Promise<Decision | undefined> {
  const { message, understood } = turn;
  if (message.replayed)
    return { effects: [], reading: { checks: [{ code: 'duplicate', of: 'redelivered' }] } };
  const work = understood.records.some((r) => turn.understanding.rule(r.kind)?.ledger);
  const said = understood.checks.some((c) => c.code === 'duplicate');
  if (!work && !said) return undefined;
  const earlier = await earlierWords(message, understood, turn);
  if (!earlier) return undefined;
  return {
    effects: reply(turn, 'receipt', turn.templates.render('duplicate', { at: toLocal(earlier.sentAt) })),
    reading: {
      kinds: [],
      missing: [],
      checks: [{ code: 'duplicate', of: earlier.messageId }],
      repeats: await saidAgain(turn, earlier.messageId),
    },
  };
}

/** What the earlier message says in the ledger, which this one says again. */
const saidAgain = async ({ reader }: Turn, messageId: string): Promise<Repeat[]> =>
  (await reader.recordsOf(messageId))
    .filter((record) => record.state !== 'retracted')
    .map(({ id, index }) => ({ record: id, index }));
