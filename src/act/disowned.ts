import type { Effect } from '../core/effects.js';
import type { ItemState } from '../core/ledger.js';
import { localDay } from '../core/time.js';
import { patternOf } from '../core/pattern.js';
import type { LedgerDefinition } from '../ledger/index.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** The answer of intents/nudge-replies.yaml that such words give: reminders end, and the office hears of it. */
const NOT_MINE = 'not-mine';

/**
 * "9号问题责任人不是我，是童瑶": no progress on the problem, but what "不是我负责" to a reminder is. The ledger stays as it is:
 * who answers for what is changed by those who may.
 */
export async function disowned(turn: Turn): Promise<Decision | undefined> {
  const { message, items } = turn;
  if (message.type !== 'text' || message.replayed) return undefined;
  const text = message.text
    .normalize('NFKC')
    .replace(/@\S+\s*/g, '')
    .replace(/\s+/g, '');
  for (const ledger of items.ledgers)
    for (const pattern of ledger.disowned) {
      const found = patternOf(`^(?:${pattern})$`).exec(text)?.groups;
      if (found?.['n'] === undefined) continue;
      const number = Number(found['n']);
      const item = await items.byNumber(ledger.id, number);
      const mine = item?.owner === message.sender.name;
      return {
        effects: [
          ...(item && mine ? deeds(turn, ledger, item) : []),
          ...said(turn, ledger, number, item, found['who'] ?? ''),
        ],
        reading: { kinds: [`nudge-${NOT_MINE}`], missing: [], checks: [] },
      };
    }
  return undefined;
}

function deeds({ message, items, nudges }: Turn, ledger: LedgerDefinition, item: ItemState): Effect[] {
  return (nudges?.dutiesOn(ledger.id) ?? []).map((duty) => ({
    type: 'nudge',
    deed: {
      deed: 'reply',
      contactId: message.contactId,
      messageId: message.id,
      duty,
      subject: items.idOf(item),
      period: item.nextDue ?? localDay(message.sentAt),
      kind: NOT_MINE,
    },
  }));
}

function said(
  turn: Turn,
  ledger: LedgerDefinition,
  number: number,
  item: ItemState | undefined,
  who: string,
): Effect[] {
  const { message, templates } = turn;
  // In a group nothing is said of what is discreet but its number.
  const open = item !== undefined && !(item.discreet && message.conversationKind === 'room');
  const text = templates.render('ledger-disowned', {
    word: ledger.word,
    number,
    known: item !== undefined,
    title: open ? item.title : '',
    owner: item?.owner ?? '',
    mine: item?.owner === message.sender.name,
    who,
  });
  return reply(turn, 'receipt', text, { because: { item: { ledger: ledger.id, number } } });
}
