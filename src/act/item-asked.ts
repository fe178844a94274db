import type { Effect } from '../core/effects.js';
import type { ItemState } from '../core/ledger.js';
import { patternOf } from '../core/pattern.js';
import type { LedgerDefinition } from '../ledger/index.js';
import { wordsOf } from './item-words.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';
import { aboutOf, placeOf } from './told.js';

/**
 * "7号问题进展到哪了", "线索12号明细": what the ledger has of one item. Of a discreet one the words are told in private alone,
 * to whoever answers for it. Nothing is written: a question about a problem is no report on it.
 */
export async function itemAsked(turn: Turn): Promise<Decision | undefined> {
  const { message } = turn;
  if (message.type !== 'text' || message.replayed) return undefined;
  for (const ledger of turn.items.ledgers) {
    const found = ledger.asked && patternOf(ledger.asked).exec(message.text)?.groups?.['n'];
    if (found === undefined || found === '') continue;
    const number = Number(found);
    const item = await turn.items.byNumber(ledger.id, number);
    return {
      effects: await answer(turn, ledger, number, item),
      reading: { kinds: ['status-query'], missing: [], checks: [] },
    };
  }
  return undefined;
}

async function answer(
  turn: Turn,
  ledger: LedgerDefinition,
  number: number,
  item: ItemState | undefined,
): Promise<Effect[]> {
  const { message } = turn;
  const open = item !== undefined && (await mayRead(turn, ledger, item));
  const text = turn.templates.render('item-state', {
    ...(item ? wordsOf(ledger, item) : {}),
    word: ledger.word,
    number,
    known: item !== undefined,
    hidden: item !== undefined && !open,
    title: item && open ? item.title : '',
    about: item ? aboutOf(ledger, item) : '',
    place: item ? placeOf(item) : '',
    detail: item && open && item.discreet ? (item.data['detail'] ?? '') : '',
    progress: item && open ? (item.data['progress'] ?? '') : '',
  });
  const direct =
    message.mentionsBot || message.conversationKind === 'private' || message.sender.role !== 'cadre';
  // In the talk of others a cadre is answered aside.
  if (direct && (message.conversationKind === 'private' || item?.discreet !== true))
    return reply(turn, 'status', text, { mention: true });
  return [
    {
      type: 'say',
      say: {
        conversation: { privateOf: message.contactId },
        key: `item-state:${message.id}`,
        purpose: 'status',
        text: turn.mask(text),
        mentions: [],
        because: { message: message.id, item: { ledger: ledger.id, number } },
        expiresAt: new Date(message.sentAt.getTime() + turn.receiptTtlMs),
      },
    },
  ];
}

/** What is discreet is read by whoever is named for it, by the liaison of its unit, and by the helper of its household. */
async function mayRead(turn: Turn, ledger: LedgerDefinition, item: ItemState): Promise<boolean> {
  const { sender, contactId } = turn.message;
  if (!item.discreet) return sender.role !== '';
  if (sender.role === '') return false;
  if (sender.name === item.owner || sender.name === item.leader) return true;
  const home = item.place.household && turn.understanding.households.byCode(item.place.household.code);
  if (home?.helper === sender.name) return true;
  for (const unit of [item.leadUnit, ...(ledger.route?.otherwise ?? [])]) {
    const whom = unit === undefined ? undefined : await turn.items.liaison(unit);
    if (whom?.contactId !== undefined) return whom.contactId === contactId;
  }
  return false;
}
