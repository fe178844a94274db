import type { ItemReader } from '../act/index.js';
import type { InboxMessage, NewRecord } from '../core/effects.js';
import type { HouseholdIndex } from '../core/household.js';
import type { EventOutcome, LedgerEvent, SourceRecord } from '../core/ledger.js';
import { concerns, fold, inOrder, projectAll, speaks } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import { liaisonOf } from '../store/item-people.js';
import { nextNumber } from '../store/item-read.js';
import { concernedBy } from '../store/turn-undone.js';
import { itemId } from './item-fold.js';
import { rehomed } from './item-moves.js';
import type { ItemBook } from './items.js';
import { placeOf } from './source-place.js';
import { waitingItems } from './waiting.js';

/** The ledgers as deciding sees them: what a message would do to them, before any of it is written. */
export function itemReader(book: ItemBook, tx: Db, households: HouseholdIndex, gateway: string): ItemReader {
  const { ledgers, days, opening } = book.rules;
  return {
    ledger: (id) => ledgers.get(id),
    ledgers: ledgers.all,
    byNumber: (ledger, number) => book.byNumber(ledger, number),
    async nextNumber(ledger) {
      await book.settle();
      return nextNumber(tx, ledger);
    },
    opening,
    idOf: ({ ledger, key }) => itemId(ledger, key),
    async waiting(id, event, by) {
      await book.settle();
      const ledger = ledgers.get(id);
      return ledger && waitingItems(tx, ledger, event, by);
    },
    tells: (kind) => ledgers.sources(kind).some(({ ledger }) => ledger.tells.length > 0),
    async rehomed(change) {
      await book.settle();
      return rehomed(book, tx, households, change);
    },
    undone: (messageId, recordIds) => book.undone(gateway, messageId, recordIds),
    contact: async (name) => (await concernedBy(tx, gateway, [], name))[0],
    liaison: (unit) => liaisonOf(tx, gateway, unit),
    async outcomes(records, message) {
      if (!records.some((record) => concerns(ledgers, record))) return [];
      const sources = records.map((record) => sourceOf(record, message, households));
      const projected = projectAll(ledgers, sources);
      const heard = records.some((record) => speaks(ledgers, record));
      if (heard) await book.settleFor(projected);
      book.foresee(message.id, projected);
      if (!heard) return [];
      const fresh = await book.resolve(projected, []);
      const known = await book.look(fresh);
      const byItem = new Map<string, LedgerEvent[]>();
      for (const event of fresh) {
        const id = itemId(event.ledger, event.key);
        byItem.set(id, [...(byItem.get(id) ?? []), event]);
      }
      // A number that no item bears: said, not passed over.
      const out: EventOutcome[] = projected
        .filter((event) => !fresh.some((one) => one.id === event.id))
        .map((event) => ({ event, refusal: { eventId: event.id, reason: 'new', lacking: [] } }));
      for (const [id, events] of byItem) {
        const ledger = ledgers.get(events[0]!.ledger)!;
        const before = known.events.get(id) ?? [];
        const ids = new Set(events.map((event) => event.id));
        const { outcomes } = fold(ledger, [...before, ...events], { days, tasks: known.tasks.get(id) });
        const mine = outcomes
          .filter((one) => ids.has(one.event.id))
          .map((one) => ({ ...one, again: saidBefore(before, one.event) }));
        const opened = mine.some((one) => one.after !== undefined);
        const number =
          known.numbers.get(id) ??
          (opened && ledger.number === 'counted' ? await book.reserve(ledger.id, events[0]!.key) : undefined);
        out.push(...mine.map((one) => numbered(one, number)));
      }
      return out.sort((a, b) => a.event.data.order - b.event.data.order);
    },
  };
}

function numbered(outcome: EventOutcome, number: number | undefined): EventOutcome {
  const { after } = outcome;
  return after && number !== undefined ? { ...outcome, after: { ...after, number } } : outcome;
}

function sourceOf(record: NewRecord, message: InboxMessage, households: HouseholdIndex): SourceRecord {
  return {
    id: record.id,
    messageId: record.messageId,
    index: record.index,
    kind: record.kind,
    state: record.state,
    data: record.data,
    occurredOn: record.occurredOn,
    sentAt: message.sentAt,
    text: message.text,
    saidIn: message.conversationKind,
    by: message.sender,
    place: placeOf(record, households),
  };
}

/** Whether this person has said the like of the item here, and nothing else has happened to it since. */
function saidBefore(before: readonly LedgerEvent[], { type, data: { by, saidIn } }: LedgerEvent): boolean {
  const events = inOrder(before);
  const since = events.findLastIndex((one) => one.type !== type) + 1;
  return events.slice(since).some((one) => one.data.by.name === by.name && one.data.saidIn === saidIn);
}
