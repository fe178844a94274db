import type { InboxMessage } from '../core/effects.js';
import { toLocal } from '../core/time.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

const REPEAT_DAYS = 7;

/** Words said longer ago than this may be said again: next month's visit may read the same. */
export function repeatsSince(message: InboxMessage): Date {
  return new Date(message.sentAt.getTime() - REPEAT_DAYS * 86_400_000);
}

/** The same words again: a redelivery is passed over in silence, a report sent twice is not stored twice. */
export async function repeat(turn: Turn): Promise<Decision | undefined> {
  const { message, understood } = turn;
  if (message.replayed)
    return { effects: [], reading: { checks: [{ code: 'duplicate', of: 'redelivered' }] } };
  const work = understood.records.some((r) => turn.understanding.rule(r.kind)?.ledger);
  const said = understood.checks.some((c) => c.code === 'duplicate');
  if (!work && !said) return undefined;
  const earlier = await turn.reader.sameText(
    message.contactId,
    message.digest,
    message.seq,
    repeatsSince(message),
  );
  if (!earlier) return undefined;
  return {
    effects: reply(turn, 'receipt', turn.templates.render('duplicate', { at: toLocal(earlier.sentAt) })),
    reading: { kinds: [], missing: [], checks: [{ code: 'duplicate', of: earlier.messageId }] },
  };
}
