import { patternOf } from '../core/pattern.js';
import type { Decision, Turn } from './ports.js';
import { reply } from './say.js';

/**
 * "2号漏雨已修好", in private and without the word of a ledger: the sender's own open items of this number are named, with
 * how to say which is meant. Nothing is recorded: one number stands in several ledgers.
 */
export async function whichLedger(turn: Turn): Promise<Decision | undefined> {
  const { message, items, understood, understanding } = turn;
  if (message.conversationKind !== 'private' || message.type !== 'text' || message.replayed) return undefined;
  if (!understood.records.every((one) => understanding.rule(one.kind)?.rest)) return undefined;
  const text = message.text.normalize('NFKC').trim();
  const found = [];
  for (const ledger of items.ledgers) {
    const n = ledger.bare && patternOf(ledger.bare).exec(text)?.groups?.['n'];
    if (n === undefined || n === '') continue;
    const item = await items.byNumber(ledger.id, Number(n));
    if (item?.owner !== turn.message.sender.name || ledger.states[item.state]?.closed) continue;
    found.push({ word: ledger.word, number: Number(n), title: item.title });
  }
  if (found.length === 0) return undefined;
  const said = text.replace(/^(?:@\S+\s*)?第?\d{1,4}\s?号/u, '');
  const asked = turn.templates.render('ledger-which', { said, items: found });
  return {
    effects: reply(turn, 'receipt', asked),
    reading: { kinds: ['choice'], missing: [], checks: [] },
  };
}
