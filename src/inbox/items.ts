import type { Effect } from '../core/effects.js';
import type { ItemState, LedgerEvent } from '../core/ledger.js';
import { concerns, fold, projectAll, type LedgerRules, type Ledgers } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import { hangsTogether, itemId, refold, tasksOf } from './item-fold.js';
import { moveItems } from './item-moves.js';
import { undoneItems, type UndoneItem } from './undone.js';
import type { Remembered } from '../store/item-rebuild.js';
import {
  eventsOfMessages,
  eventsOfRecords,
  itemByNumber,
  keysByNumber,
  knownItems,
  liveEvents,
  messagesOfRecords,
  sourceRecords,
  type KeptEvent,
} from '../store/item-read.js';
import { addEvents, lockItems, nextNumber, voidEvents, type ItemRef } from '../store/item-write.js';

/**
 * The items that the records of a transaction concern. Records make events, events make items; nothing else does, so that
 * recalls, corrections, repeats and whatever order leave the ledger as if only what counts had been said.
 */
export class ItemBook {
  readonly #messages = new Set<string>();
  readonly #records = new Set<string>();
  readonly #recalled = new Set<string>();
  /** Records that this transaction adds and that have not led to anything yet. */
  readonly #unseen = new Set<string>();
  readonly #reserved = new Map<string, number>();
  /** The items that messages which are not settled yet were seen to speak of; 'any' where that cannot be told. */
  readonly #spoken = new Map<string, ReadonlySet<string> | 'any'>();
  private readonly ledgers: Ledgers;

  constructor(
    readonly tx: Db,
    readonly rules: LedgerRules,
    readonly now: Date,
    /** Writes what of the records is still kept in memory. */
    private readonly flushRecords: () => Promise<void>,
    /** What events knew that are being made anew: by their id. */
    private readonly remembered?: ReadonlyMap<string, Remembered>,
  ) {
    this.ledgers = rules.ledgers;
  }

  /** Remembers which messages have to be looked at again. */
  learn(effect: Effect): void {
    if (effect.type === 'record.add' && concerns(this.ledgers, effect.record)) {
      this.#messages.add(effect.record.messageId);
      this.#unseen.add(effect.record.id);
    }
    if (effect.type === 'record.change' && this.ledgers.sources(effect.after.data.kind).length > 0)
      this.#records.add(effect.recordId);
    if (effect.type === 'message.recalled') this.#recalled.add(effect.messageId);
  }

  /** A number for an item that is about to be: it is named in what is said before it is written. */
  async reserve(ledger: string, key: string): Promise<number> {
    const id = itemId(ledger, key);
    const number = this.#reserved.get(id) ?? (await nextNumber(this.tx));
    this.#reserved.set(id, number);
    return number;
  }

  /** Voids what a recalled message did to items by itself, without a record. */
  async #takeBack(): Promise<void> {
    if (this.#recalled.size === 0) return;
    const events = await eventsOfMessages(this.tx, [...this.#recalled]);
    this.#recalled.clear();
    if (events.length > 0) await this.#write([], events);
  }

  touch(messageIds: Iterable<string>): void {
    for (const id of messageIds) this.#messages.add(id);
  }

  /** Remembers which items the records of a message speak of, once they are kept: what it says may settle later. */
  foresee(messageId: string, events: readonly LedgerEvent[]): void {
    const ids = new Set(events.map((event) => itemId(event.ledger, event.key)));
    this.#spoken.set(messageId, this.#entangled(events) ? 'any' : ids);
  }

  /** Named by number, or hanging together with other items: which ones it may bear on is not known beforehand. */
  #entangled(events: readonly LedgerEvent[]): boolean {
    return events.some((event) => event.key === '' || hangsTogether(this.rules, event.ledger));
  }

  /** Settles what was said before, where it may bear on what these events do. The rest is settled once for the whole turn. */
  async settleFor(events: readonly LedgerEvent[]): Promise<void> {
    const apart = (messageId: string) => {
      const spoken = this.#spoken.get(messageId) ?? 'any';
      return spoken !== 'any' && !events.some((event) => spoken.has(itemId(event.ledger, event.key)));
    };
    const free = this.#records.size + this.#recalled.size === 0 && [...this.#messages].every(apart);
    if (!free || this.#entangled(events)) await this.settle();
  }

  /** What is known of the items that these events are about. */
  async look(events: readonly LedgerEvent[]) {
    const refs = new Map(
      events.map(({ ledger, key }) => [itemId(ledger, key), { id: itemId(ledger, key), ledger }]),
    );
    const known = await knownItems(this.tx, [...refs.keys()]);
    return { ...known, tasks: await tasksOf(this.tx, this.rules, [...refs.values()]) };
  }

  /** The item that bears a number as the records stand in the transaction. */
  async byNumber(ledger: string, number: number): Promise<ItemState | undefined> {
    await this.settle();
    const definition = this.ledgers.get(ledger);
    const row = await itemByNumber(this.tx, ledger, number);
    if (!definition || !row) return undefined;
    const events = await liveEvents(this.tx, [row.id]);
    const tasks = await tasksOf(this.tx, this.rules, [{ id: row.id, ledger }]);
    const { item } = fold(definition, events.get(row.id) ?? [], {
      days: this.rules.days,
      tasks: tasks.get(row.id),
    });
    return item && { ...item, number };
  }

  /** What would be open again without these records of a message. */
  async undone(gateway: string, messageId: string, recordIds: readonly string[]): Promise<UndoneItem[]> {
    await this.settle();
    return undoneItems(this.tx, this.rules, gateway, messageId, recordIds);
  }

  /** Brings the items up to the records as they stand in the transaction. Doing it twice changes nothing. */
  async settle(): Promise<void> {
    if (this.#messages.size + this.#records.size + this.#recalled.size === 0) return;
    await this.flushRecords();
    await this.#takeBack();
    const messages = new Set(this.#messages);
    if (this.#records.size > 0)
      for (const id of await messagesOfRecords(this.tx, [...this.#records])) messages.add(id);
    this.#messages.clear();
    this.#records.clear();
    this.#spoken.clear();
    const records = await sourceRecords(this.tx, [...messages]);
    if (records.length === 0) return;
    const seen = records.filter((record) => !this.#unseen.delete(record.id));
    const kept = await eventsOfRecords(
      this.tx,
      seen.map((record) => record.id),
    );
    const wanted = await this.resolve(projectAll(this.ledgers, records), kept);
    const wantedIds = new Set(wanted.map((event) => event.id));
    const gone = kept.filter((event) => !event.voided && !wantedIds.has(event.id));
    const fresh = wanted.filter(
      (event) => !kept.some((one) => one.id === event.id && !one.voided && one.key === event.key),
    );
    if (gone.length + fresh.length === 0) return;
    await this.#write(fresh, gone);
  }

  /** Adds events that stand in no record: of a confirmed plan, of a command. */
  async add(events: readonly LedgerEvent[]): Promise<void> {
    await this.#write(events, []);
  }

  async #write(fresh: readonly LedgerEvent[], gone: readonly KeptEvent[]): Promise<void> {
    const refs = new Map<string, ItemRef>();
    for (const event of gone) refs.set(event.itemId, this.#ref(event));
    for (const event of fresh) refs.set(itemId(event.ledger, event.key), this.#ref(event));
    await lockItems(this.tx, [...refs.values()], this.now);
    await voidEvents(
      this.tx,
      gone.map((event) => event.id),
      this.now,
    );
    await addEvents(
      this.tx,
      fresh.map((event) => ({ ...event, itemId: itemId(event.ledger, event.key) })),
    );
    await moveItems(this, gone, fresh);
    // What is made anew was told its answer long ago.
    const told = fresh.filter((event) => this.remembered?.has(event.id) !== true);
    await refold(this, [...refs.values()], new Set(told.map((event) => event.id)));
  }

  #ref({ ledger, key }: LedgerEvent): ItemRef {
    return {
      id: itemId(ledger, key),
      ledger,
      key,
      counted: this.ledgers.get(ledger)?.number === 'counted',
      number: this.#reserved.get(itemId(ledger, key)),
    };
  }

  /** Items that are named by number: the one that the record meant when it came, else the one that bears it now. */
  async resolve(events: readonly LedgerEvent[], kept: readonly KeptEvent[]): Promise<LedgerEvent[]> {
    const by = new Map(kept.map((event) => [event.recordId, event.data.by]));
    const known = events.map((event) => {
      const before = this.remembered?.get(event.id);
      const meant = kept.find((one) => one.id === event.id)?.key ?? before?.key ?? '';
      const who = by.get(event.recordId) ?? before?.by ?? event.data.by;
      return {
        ...event,
        key: event.key === '' ? meant : event.key,
        data: { ...event.data, by: who, ...(before?.refused && { refused: before.refused }) },
      };
    });
    // Made anew, a number that meant nothing when it was said means nothing now.
    const open = this.remembered ? [] : known.filter((event) => event.key === '');
    const keys = await keysByNumber(
      this.tx,
      open.map((e) => ({ ledger: e.ledger, number: e.data.number!, messageId: e.messageId! })),
    );
    return known.flatMap((event) => {
      const key = event.key === '' ? keys[open.indexOf(event)] : event.key;
      return key === undefined ? [] : [{ ...event, key }];
    });
  }
}
