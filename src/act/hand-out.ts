import type { Decision, Turn } from './ports.js';
import type { Effect } from '../core/effects.js';

/** "导出 本月走访": a ledger as a file, to the asker alone. In a group only when the bot is spoken to. */
export async function handOut(turn: Turn): Promise<Decision | undefined> {
  const { message, exporter, reader } = turn;
  const direct = message.mentionsBot || message.conversationKind === 'private';
  if (!exporter || !direct || message.replayed) return undefined;
  const answer = await exporter.answer(
    { text: message.text, contactId: message.contactId, messageId: message.id, now: turn.now },
    reader.exports,
  );
  if (!answer) return undefined;
  const effects: Effect[] = [
    {
      type: 'say',
      say: {
        conversation: { privateOf: message.contactId },
        key: `export:${message.id}`,
        purpose: 'export',
        text: turn.mask(answer.text),
        mentions: [],
        because: { message: message.id, sender: message.senderName, ...answer.because },
        ...(answer.file ? { attachments: [answer.file] } : {}),
        expiresAt: new Date(message.sentAt.getTime() + turn.receiptTtlMs),
      },
    },
  ];
  if (answer.audit)
    effects.push({
      type: 'audit',
      ...answer.audit,
      detail: { ...answer.audit.detail, message: message.id },
    });
  return { effects };
}
