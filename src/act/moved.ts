import type { Effect } from '../core/effects.js';
import type { Turn } from './ports.js';
import type { Rehomed } from './readers.js';
import { aboutOf, isGrave, placeOf, told } from './told.js';

type Change = Extract<Effect, { type: 'record.change' }>;

/**
 * What a message settles or corrects of a household is told to whoever had been told of its items: the number stays, the
 * name is another. What has not left yet is said anew, with the name that holds.
 */
export async function moved(turn: Turn, effects: readonly Effect[]): Promise<Effect[]> {
  const { items, reader } = turn;
  const changes = effects.filter(
    (one): one is Change =>
      one.type === 'record.change' && one.after.state === 'active' && items.tells(one.after.data.kind),
  );
  if (changes.length === 0) return [];
  const records = await reader.recordsById(changes.map((one) => one.recordId));
  const out: Effect[] = [];
  for (const { recordId, after } of changes) {
    const record = records.find((one) => one.id === recordId);
    if (record?.state !== 'active') continue;
    for (const one of await items.rehomed({ record, after })) out.push(...(await tell(turn, recordId, one)));
  }
  return out;
}

async function tell(turn: Turn, recordId: string, one: Rehomed): Promise<Effect[]> {
  const { message, items, now } = turn;
  const ledger = items.ledger(one.after.ledger);
  if (!ledger) return [];
  const raised = `item:${recordId}`;
  const unsaid = one.waiting.filter((key) => key === raised || key.startsWith(`${raised}:`));
  const { how, event, before, after } = one;
  const anew =
    how === 'parts' || how === 'hands' || (how === 'moves' && unsaid.length > 0)
      ? (await told(turn, ledger, { event, after })).map((effect) => again(effect, message.id))
      : [];
  const reached = new Set(
    anew.flatMap((effect) =>
      effect.type === 'say' && 'privateOf' in effect.say.conversation
        ? [effect.say.conversation.privateOf]
        : [],
    ),
  );
  const whom =
    how === 'parts' ? [] : one.contacts.filter((id) => id !== message.contactId && !reached.has(id));
  const shown = (item: Rehomed['after']) =>
    !item.discreet && typeof item.data['detail'] === 'string' ? item.data['detail'] : '';
  const text = turn.templates.render('item-moved', {
    how,
    word: ledger.word,
    number: before.number ?? '',
    into: how === 'joins' ? (after.number ?? '') : '',
    place: after.place.household === undefined && before.place.household !== undefined ? '' : placeOf(after),
    was: placeOf(before),
    about: aboutOf(ledger, after),
    former: aboutOf(ledger, before),
    detail: shown(after),
    said: shown(before),
    unit: after.leadUnit ?? '',
  });
  return [
    ...(how === 'parts' ? [] : unsaid.map((key): Effect => ({ type: 'unsay', key }))),
    ...anew,
    ...whom.map((contactId): Effect => ({
      type: 'say',
      say: {
        conversation: { privateOf: contactId },
        key: `${raised}:${message.id}:${contactId}`,
        purpose: 'item',
        text,
        mentions: [],
        because: {
          item: { ledger: ledger.id, key: after.key, number: after.number },
          record: recordId,
          message: message.id,
        },
        ...(isGrave(ledger, after) ? {} : { notBefore: items.opening(now) }),
      },
    })),
  ];
}

/** The same words about the same record, as said by this message. */
const again = (effect: Effect, messageId: string): Effect =>
  effect.type === 'say'
    ? { ...effect, say: { ...effect.say, key: `${effect.say.key}:${messageId}` } }
    : effect;
