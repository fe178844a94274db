import { localDay } from '../core/time.js';
import { asksForHelp } from './alone.js';
import type { Decision, Turn } from './ports.js';

/**
 * Somebody calls the bot by name and nothing could be made of it, or asks what it can do: says so, with what may be said instead, once a day to
 * each person. Silence would look like consent; more than once would be chatter.
 */
export function puzzled(turn: Turn): Promise<Decision | undefined> {
  return Promise.resolve(decided(turn));
}

function decided(turn: Turn): Decision | undefined {
  const { message, understood, understanding, templates, receiptTtlMs } = turn;
  if (message.type === 'recall' || message.replayed) return undefined;
  const { records } = understood;
  const rest = records.length > 0 && records.every((r) => understanding.rule(r.kind)?.rest);
  if (!asksForHelp(turn) && !(message.mentionsBot && rest)) return undefined;
  return {
    effects: [
      {
        type: 'say',
        say: {
          conversation: { id: message.conversationId },
          key: `puzzled:${message.contactId}:${localDay(message.sentAt)}`,
          purpose: 'hint',
          text: templates.render('puzzled', {}),
          mentions: message.conversationKind === 'room' ? [message.contactId] : [],
          because: { message: message.id, sender: message.senderName },
          expiresAt: new Date(message.sentAt.getTime() + receiptTtlMs),
        },
      },
    ],
  };
}
