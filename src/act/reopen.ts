import type { AskItem, Effect, StoredRecord } from '../core/effects.js';
import { ASK_OPEN_MS } from './limits.js';
import type { KindRule, Turn } from './ports.js';
import { namesakes } from './placed.js';
import { namedBy, needsHousehold, whereOf } from './record.js';

/** What a record as it now stands would have to be asked for; nothing when it is complete. */
export function openItems(turn: Turn, record: StoredRecord, rule: KindRule): AskItem[] {
  const { id: recordId, index, data } = record;
  const name = namedBy(data);
  if (needsHousehold(rule) && name !== undefined && data['householdId'] === undefined) {
    const match = turn.understanding.households.find(name, whereOf(data));
    if (match.type === 'many')
      return [{ recordId, index, field: 'village', candidates: match.households.map((h) => h.code) }];
    return [{ recordId, index, field: 'householder' }];
  }
  const answerable = rule.ledger?.answerable ?? [];
  const candidates = namesakes(data, rule, record, turn);
  const which = candidates.length > 0 ? [{ recordId, index, field: 'village', candidates }] : [];
  return [
    ...record.missing
      .filter((field) => answerable.includes(field))
      .map((field) => ({ recordId, index, field })),
    ...which,
  ];
}

/** Lets `items` be answered from now on, as asked by the message of this turn. */
export function reopen(turn: Turn, items: AskItem[], contactId: string): Effect[] {
  if (items.length === 0) return [];
  const { message } = turn;
  return [
    {
      type: 'ask.open',
      id: turn.newId(),
      messageId: message.id,
      conversationId: message.conversationId,
      contactId,
      items,
      expiresAt: new Date(message.sentAt.getTime() + ASK_OPEN_MS),
    },
  ];
}
