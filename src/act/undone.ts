import type { Effect } from '../core/effects.js';
import type { Turn } from './ports.js';
import { aboutOf, placeOf } from './told.js';

const NONE = { word: '', number: '', was: '', state: '', unit: '', from: '', to: '', place: '', about: '' };

/**
 * What had been closed or signed is open again with a message that is taken back, and what somebody had been told to do
 * is there no longer: whoever was concerned is told, once.
 */
export async function undone(turn: Turn, messageId: string, recordIds: readonly string[]): Promise<Effect[]> {
  const { message, items, reader, templates } = turn;
  const lines = new Map<string, string[]>();
  const add = (contactId: string, data: object) => {
    if (contactId === message.contactId) return;
    const text = templates.render('undone', { by: message.senderName, ...data });
    lines.set(contactId, [...(lines.get(contactId) ?? []), text]);
  };
  const unsaid: Effect[] = [];
  for (const { before, after, contacts, waiting } of await items.undone(messageId, recordIds)) {
    const ledger = items.ledger(before.ledger);
    if (!ledger) continue;
    unsaid.push(...waiting.map((key): Effect => ({ type: 'unsay', key })));
    if (!before.closed) {
      const gone = {
        word: ledger.word,
        number: before.number ?? '',
        place: placeOf(before),
        about: aboutOf(ledger, before),
      };
      for (const contactId of contacts) add(contactId, { ...NONE, ...gone, what: 'gone' });
      continue;
    }
    const state = after ? ledger.states[after.state]!.title : '';
    const was = ledger.states[before.state]!.title;
    for (const contactId of contacts)
      add(contactId, { ...NONE, what: 'item', word: ledger.word, number: before.number ?? '', was, state });
  }
  for (const { contactId, signed, ...report } of await reader.undoneSignatures(messageId))
    add(contactId, { ...NONE, what: signed ? 'signed' : 'unsigned', ...report });
  const said = [...lines].map(([contactId, texts]): Effect => ({
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
  return [...unsaid, ...said];
}
