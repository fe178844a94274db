import type { Effect } from '../core/effects.js';
import { localDay } from '../core/time.js';
import type { Turn } from './ports.js';

/** Tells the sender, in private and once a day for each kind, that identity or telephone numbers do not belong in a group. */
export function warnSensitive(turn: Turn): Effect[] {
  const { message } = turn;
  if (message.conversationKind !== 'room' || message.type === 'recall' || message.replayed) return [];
  const what = [...new Set(turn.findSensitive(message.text).map((s) => s.what))].sort();
  // A key for each kind: whoever has heard of a telephone number today still hears of an identity number.
  return what.map((one) => ({
    type: 'say',
    say: {
      conversation: { privateOf: message.contactId },
      key: `sensitive:${message.contactId}:${localDay(message.sentAt)}:${one}`,
      purpose: 'hint',
      text: turn.templates.render('sensitive-hint', { topic: message.topic, what: [one] }),
      mentions: [],
      because: { message: message.id, check: 'sensitive' },
      expiresAt: new Date(message.sentAt.getTime() + turn.receiptTtlMs),
    },
  }));
}
