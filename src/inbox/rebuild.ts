import { inTransaction } from '../store/turn.js';
import { clearItems, itemRefs, recordsWithEvents, sourceMessages } from '../store/item-rebuild.js';
import type { Store } from '../store/client.js';
import type { LedgerRules } from '../ledger/index.js';
import { refold } from './item-fold.js';
import { ItemBook } from './items.js';

/** Messages looked at together: enough to share the cost of a query. */
const BATCH = 500;
/** A ledger of a county is made anew in seconds; a server under load may take its time. */
const TIMEOUT_MS = 30 * 60_000;

/**
 * Makes all items anew out of records and of what was done by command: nothing that is in the item table is believed but
 * the numbers that people know items by. Safe at any time: it happens in one transaction, and no turn changes items meanwhile.
 */
export async function rebuildLedger(
  store: Store,
  rules: LedgerRules,
  now: Date,
  progress: (done: number, all: number) => void = () => {},
): Promise<{ messages: number; items: number }> {
  return inTransaction(
    store,
    async (tx) => {
      const kept = await recordsWithEvents(tx);
      await clearItems(tx);
      const kinds = [...new Set(rules.ledgers.all.flatMap((one) => one.from.map((source) => source.kind)))];
      const messages = await sourceMessages(tx, kinds);
      const book = new ItemBook(tx, rules, now, () => Promise.resolve(), kept);
      for (let from = 0; from < messages.length; from += BATCH) {
        book.touch(messages.slice(from, from + BATCH));
        await book.settle();
        progress(Math.min(from + BATCH, messages.length), messages.length);
      }
      // What stands in no record (plans, commands) is folded again, and what nothing speaks of any more goes.
      const refs = await itemRefs(tx);
      for (let from = 0; from < refs.length; from += BATCH)
        await refold(
          book,
          refs.slice(from, from + BATCH).map((ref) => ({ ...ref, counted: false })),
        );
      const items = await tx.item.count({ where: { NOT: { ledger: { startsWith: '?' } } } });
      return { messages: messages.length, items };
    },
    TIMEOUT_MS,
  );
}
