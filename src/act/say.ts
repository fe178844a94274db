import type { Effect } from '../core/effects.js';
import type { FileRef } from '../core/files.js';
import type { Turn } from './ports.js';

/** What is said to a conversation about a message; in a room, numbers of people are masked whatever the text came from. */
export function reply(
  turn: Turn,
  purpose: string,
  text: string,
  options: { mention?: boolean; because?: object; files?: FileRef[] | undefined } = {},
): Effect[] {
  if (text === '') return [];
  const { message } = turn;
  return [
    {
      type: 'say',
      say: {
        conversation: { id: message.conversationId },
        key: `${purpose}:${message.id}`,
        purpose,
        text: turn.mask(text),
        mentions: options.mention && message.conversationKind === 'room' ? [message.contactId] : [],
        because: { message: message.id, sender: message.senderName, ...options.because },
        attachments: options.files,
        // Late news about an old message only adds noise: nobody needs a receipt for yesterday's report.
        expiresAt: new Date(message.sentAt.getTime() + turn.receiptTtlMs),
      },
    },
  ];
}
