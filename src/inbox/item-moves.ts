import type { HouseholdIndex } from '../core/household.js';
import type { ItemState, LedgerEvent, SourceRecord } from '../core/ledger.js';
import type { Rehomed, RehomedRecord } from '../act/index.js';
import { canonical, fold, projectAll, type LedgerRules } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import { eventsOfRecords, knownItems, sourceRecords, type KeptEvent } from '../store/item-read.js';
import { carryOver } from '../store/item-write.js';
import { toldOf } from '../store/turn-undone.js';
import { itemId } from './item-fold.js';
import { placeOf } from './source-place.js';

/** Of the book of items, what moving needs. */
interface Numbering {
  rules: LedgerRules;
  reserve(ledger: string, key: string): Promise<number>;
}

/** What a changed record opens now in place of what it opened before. */
interface Move {
  from: string;
  to: string;
}

/** The events of a changed record that concern another item of a counted ledger than before. */
function movesOf(
  { ledgers }: LedgerRules,
  gone: readonly KeptEvent[],
  fresh: readonly LedgerEvent[],
): Move[] {
  return gone.flatMap((event) => {
    if (ledgers.get(event.ledger)?.number !== 'counted') return [];
    const now = fresh.find((one) => isSame(one, event));
    const to = now && itemId(now.ledger, now.key);
    return to === undefined || to === event.itemId ? [] : [{ from: event.itemId, to }];
  });
}

/** The same saying of the same record, about whatever item. */
const isSame = (a: LedgerEvent, b: LedgerEvent): boolean =>
  a.recordId === b.recordId &&
  a.ledger === b.ledger &&
  a.type === b.type &&
  a.data.order === b.data.order &&
  (b.data.number === undefined) === (a.data.number === undefined);

const opens = ({ ledgers }: LedgerRules, events: readonly LedgerEvent[]): boolean =>
  events.some((event) => ledgers.get(event.ledger)?.events[event.type]?.opens);

/**
 * Where a record names its household only later, or another one, its item is the same still: nothing but that record had
 * opened it, so its number and what was done about it go along. The rows must be locked, the events written.
 */
export async function moveItems(
  { tx, rules }: { tx: Db; rules: LedgerRules },
  gone: readonly KeptEvent[],
  fresh: readonly LedgerEvent[],
): Promise<void> {
  const moves = movesOf(rules, gone, fresh);
  if (moves.length === 0) return;
  const { events } = await knownItems(tx, [...new Set(moves.flatMap(({ from, to }) => [from, to]))]);
  const done = new Set<string>();
  for (const { from, to } of moves) {
    const left = events.get(from) ?? [];
    if (done.has(from) || opens(rules, left)) continue;
    done.add(from);
    const there = (events.get(to) ?? []).filter((event) => !fresh.some((one) => one.id === event.id));
    await carryOver(tx, { from, to, number: !opens(rules, there), events: left.map((event) => event.id) });
  }
}

/** What a change of a record makes of the items that it opened, before it is written. */
export async function rehomed(
  book: Numbering,
  tx: Db,
  households: HouseholdIndex,
  { record, after }: RehomedRecord,
): Promise<Rehomed[]> {
  const { ledgers, days } = book.rules;
  const kept = (await eventsOfRecords(tx, [record.id])).filter((event) => !event.voided);
  const told = kept.filter((event) =>
    ledgers.get(event.ledger)?.tells.some((one) => one.event === event.type),
  );
  if (told.length === 0) return [];
  const sources = (await sourceRecords(tx, [record.messageId])).map((one): SourceRecord =>
    one.id === record.id
      ? { ...one, data: after.data, occurredOn: after.occurredOn, place: placeOf(after, households) }
      : one,
  );
  const projected = projectAll(ledgers, sources);
  const out: Rehomed[] = [];
  for (const event of told) {
    const now = projected.find((one) => isSame(one, event));
    if (!now || (now.key === event.key && canonical(seen(now)) === canonical(seen(event)))) continue;
    const ledger = ledgers.get(event.ledger)!;
    const to = itemId(now.ledger, now.key);
    const known = await knownItems(tx, [event.itemId, to]);
    const own = known.events.get(event.itemId) ?? [];
    const others = own.filter((one) => one.id !== event.id);
    const there = to === event.itemId ? [] : (known.events.get(to) ?? []);
    const alone = to === event.itemId || !opens(book.rules, others);
    const joins = opens(book.rules, there);
    const before = fold(ledger, own, { days }).item;
    const after = fold(ledger, [...there, ...(alone ? others : []), now], { days }).item;
    if (!before || !after) continue;
    const number = known.numbers.get(event.itemId) ?? undefined;
    const next = joins
      ? (known.numbers.get(to) ?? undefined)
      : alone
        ? number
        : await book.reserve(ledger.id, now.key);
    const records = alone ? own.flatMap((one) => one.recordId ?? []) : [record.id];
    out.push({
      event: now,
      before: numbered(before, number),
      after: numbered(after, next),
      how: joins ? 'joins' : !alone ? 'parts' : before.leadUnit === after.leadUnit ? 'moves' : 'hands',
      ...(await toldOf(tx, records)),
    });
  }
  return out;
}

/** What whoever is told of it sees. */
const seen = ({ data: { place, fields } }: LedgerEvent) => [
  place.household?.code,
  place.village,
  place.town,
  fields,
];

const numbered = (item: ItemState, number: number | undefined): ItemState => ({
  ...item,
  number: number ?? item.number,
});
