import type { Effect } from '../core/effects.js';
import type { Turn } from './ports.js';

/** What had been closed or signed is open again with a message that is taken back: whoever was concerned is told, once. */
export async function undone(turn: Turn, messageId: string, recordIds: readonly string[]): Promise<Effect[]> {
  const { message, items, reader, templates } = turn;
  const lines = new Map<string, string[]>();
  const add = (contactId: string, data: object) => {
    if (contactId === message.contactId) return;
    const text = templates.render('undone', { by: message.senderName, ...data });
    lines.set(contactId, [...(lines.get(contactId) ?? []), text]);
  };
  for (const { before, after, contacts } of await items.undone(messageId, recordIds)) {
    const ledger = items.ledger(before.ledger);
    if (!ledger) continue;
    const state = after ? ledger.states[after.state]!.title : '';
    const was = ledger.states[before.state]!.title;
    for (const contactId of contacts)
      add(contactId, { what: 'item', word: ledger.word, number: before.number ?? '', was, state, unit: '', from: '', to: '' }); // prettier-ignore
  }
  for (const { contactId, signed, ...report } of await reader.undoneSignatures(messageId))
    add(contactId, { what: signed ? 'signed' : 'unsigned', word: '', number: '', was: '', state: '', ...report }); // prettier-ignore
  return [...lines].map(([contactId, texts]) => ({
    type: 'say',
    say: {
      conversation: { privateOf: contactId },
      key: `undone:${message.id}:${contactId}`,
      purpose: 'item',
      text: turn.mask([...new Set(texts)].join('\n')),
      mentions: [],
      because: { message: message.id, undone: messageId },
      notBefore: items.opening(turn.now),
    },
  }));
}
