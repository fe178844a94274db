import type { InboxMessage } from '../core/effects.js';
import type { WorkRecord } from '../core/records.js';
import { toLocal } from '../core/time.js';
import type { ActContext, Decision, Turn } from './ports.js';
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
  records: readonly WorkRecord[],
  context: ActContext,
): Promise<{ messageId: string; sentAt: Date } | undefined> {
  const work = records.flatMap((r) => context.understanding.rule(r.kind)?.ledger ?? []);
  const everyTime = work.length > 0 && work.every((ledger) => ledger.everyTime);
  const back = everyTime ? SLIP_MS : REPEAT_DAYS * 86_400_000;
  const since = new Date(message.sentAt.getTime() - back);
  return context.reader.sameText(
    message.contactId,
    message.digest,
    message.seq,
    since,
    everyTime ? message.conversationId : undefined,
  );
}

/** The same words again: a redelivery is passed over in silence, a report sent twice is not stored twice. */
export async function repeat(turn: Turn): Promise<Decision | undefined> {
  const { message, understood } = turn;
  if (message.replayed)
    return { effects: [], reading: { checks: [{ code: 'duplicate', of: 'redelivered' }] } };
  const work = understood.records.some((r) => turn.understanding.rule(r.kind)?.ledger);
  const said = understood.checks.some((c) => c.code === 'duplicate');
  if (!work && !said) return undefined;
  const earlier = await earlierWords(message, understood.records, turn);
  if (!earlier) return undefined;
  return {
    effects: reply(turn, 'receipt', turn.templates.render('duplicate', { at: toLocal(earlier.sentAt) })),
    reading: { kinds: [], missing: [], checks: [{ code: 'duplicate', of: earlier.messageId }] },
  };
}
