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
  const asked = asksForHelp(turn);
  if (!asked && !(message.mentionsBot && rest)) return undefined;
  // Whoever asks in private is answered each time.
  const each = asked && message.conversationKind !== 'room' ? message.id : localDay(message.sentAt);
  return {
    effects: [
      {
        type: 'say',
        say: {
          conversation: { id: message.conversationId },
          key: `puzzled:${message.contactId}:${each}`,
          purpose: 'hint',
          text: templates.render('puzzled', { asked }),
          mentions: message.conversationKind === 'room' ? [message.contactId] : [],
          because: { message: message.id, sender: message.senderName },
          expiresAt: new Date(message.sentAt.getTime() + receiptTtlMs),
        },
      },
    ],
  };
}
