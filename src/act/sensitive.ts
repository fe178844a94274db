import type { Effect } from '../core/effects.js';
import { localDay } from '../core/time.js';
import type { Turn } from './ports.js';

/** Tells the sender, in private and once a day, that identity or telephone numbers do not belong in a group. */
export function warnSensitive(turn: Turn): Effect[] {
  const { message } = turn;
  if (message.conversationKind !== 'room' || message.type === 'recall' || message.replayed) return [];
  const what = [...new Set(turn.findSensitive(message.text).map((s) => s.what))].sort();
  if (what.length === 0) return [];
  return [
    {
      type: 'say',
      say: {
        conversation: { privateOf: message.contactId },
        key: `sensitive:${message.contactId}:${localDay(message.sentAt)}`,
        purpose: 'hint',
        text: turn.templates.render('sensitive-hint', { topic: message.topic, what }),
        mentions: [],
        because: { message: message.id, check: 'sensitive' },
        expiresAt: new Date(message.sentAt.getTime() + turn.receiptTtlMs),
      },
    },
  ];
}
