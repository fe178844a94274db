import { patternOf } from '../core/pattern.js';
import type { LedgerDefinition } from '../ledger/index.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/** More items than these are counted, not listed. */
const LISTED = 9;

/** "同意销号", and nothing else: a decision that does not say on what. What waits for this person is named; nothing is decided by it. */
export async function unnumbered(turn: Turn): Promise<Decision | undefined> {
  const { message, items } = turn;
  if (message.conversationKind !== 'private' || message.type !== 'text' || message.replayed) return undefined;
  const text = message.text.normalize('NFKC').replace(/[\s,.。!！~]+/gu, '');
  const meant = items.ledgers.flatMap((ledger) =>
    Object.entries(ledger.events)
      .filter(([, { unnamed }]) => unnamed !== undefined && patternOf(`^(?:${unnamed})$`).test(text))
      .map(([event]) => ({ ledger, event })),
  );
  const found = [];
  for (const { ledger, event } of meant)
    found.push({ ledger, event, waiting: await items.waiting(ledger.id, event, message.sender) });
  const chosen = found.find(({ waiting }) => waiting && waiting.length > 0) ?? found[0];
  if (!chosen) return undefined;
  return {
    effects: reply(turn, 'receipt', asks(turn, chosen.ledger, chosen.event, text, chosen.waiting)),
    reading: { kinds: ['choice'], missing: [], checks: [] },
  };
}

function asks(
  turn: Turn,
  ledger: LedgerDefinition,
  event: string,
  said: string,
  waiting: readonly { number: number; title: string }[] | undefined,
): string {
  const from = ledger.events[event]!.from.map((state) => ledger.states[state]!.title);
  return turn.templates.render('ledger-unnumbered', {
    word: ledger.word,
    act: ledger.events[event]!.title,
    said,
    theirs: waiting !== undefined,
    states: from,
    items: (waiting ?? []).slice(0, LISTED),
    more: Math.max(0, (waiting ?? []).length - LISTED),
  });
}
