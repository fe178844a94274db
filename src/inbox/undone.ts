import type { ItemState, LedgerEvent } from '../core/ledger.js';
import { fold, type LedgerRules } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import { eventsOfMessages, eventsOfRecords, knownItems, taskSpans } from '../store/item-read.js';
import { concernedBy, toldOf } from '../store/turn-undone.js';

/**
 * An item that was closed, and is not without what a message had said, and who had a hand in it; or one that is there no
 * longer, and who had been told of it. `waiting`: what was still to be said of it.
 */
export interface UndoneItem {
  before: ItemState;
  after?: ItemState | undefined;
  contacts: string[];
  waiting: string[];
}

/** What would be open again without these records, and what a message did without any. */
export async function undoneItems(
  tx: Db,
  { ledgers, days }: LedgerRules,
  gateway: string,
  messageId: string,
  recordIds: readonly string[],
): Promise<UndoneItem[]> {
  const events = [
    ...(await eventsOfRecords(tx, recordIds)),
    ...(await eventsOfMessages(tx, [messageId])),
  ].filter((event) => !event.voided);
  const gone = new Set(events.map((event) => event.id));
  const ids = [...new Set(events.map((event) => event.itemId))];
  if (ids.length === 0) return [];
  const { events: live, numbers } = await knownItems(tx, ids);
  const tasks = await taskSpans(tx, ids);
  const out: UndoneItem[] = [];
  for (const id of ids) {
    const all = live.get(id) ?? [];
    const ledger = ledgers.get(all[0]?.ledger ?? '');
    if (!ledger) continue;
    const stateOf = (some: readonly LedgerEvent[]) => fold(ledger, some, { days, tasks: tasks.get(id) }).item;
    const before = stateOf(all);
    const after = stateOf(all.filter((event) => !gone.has(event.id)));
    if (!before || after?.closed || (!before.closed && after)) continue;
    const numbered = { ...before, number: before.number ?? numbers.get(id) ?? undefined };
    if (!before.closed) {
      // What was told of it before it was opened anew has been taken back already.
      const records = all.flatMap((event) => (event.at >= before.openedAt ? (event.recordId ?? []) : []));
      const told = await toldOf(tx, records);
      out.push({ before: numbered, contacts: told.contacts, waiting: told.waiting });
      continue;
    }
    const hands = all.filter((event) => {
      const rule = ledger.events[event.type];
      return rule?.review === true || rule?.claims === true;
    });
    const messages = hands.flatMap((event) => event.messageId ?? []);
    const contacts = await concernedBy(tx, gateway, messages, before.owner);
    out.push({ before: numbered, after, contacts, waiting: [] });
  }
  return out;
}
