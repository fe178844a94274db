import { stableId } from '../core/ids.js';
import type { ItemState } from '../core/ledger.js';
import { fold, refusedAmong, type LedgerRules, type Refused } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import { keepResponsibilities } from '../store/item-people.js';
import { liveEvents, taskSpans, type TaskSpans } from '../store/item-read.js';
import {
  adoptTasks,
  dropItems,
  hideItems,
  markRefused,
  saveItems,
  type ItemRef,
  type SavedItem,
} from '../store/item-write.js';

export const itemId = (ledger: string, key: string): string => stableId('item', ledger, key);

/** What items are made anew with: the transaction that holds their rows locked. */
export interface Folding {
  tx: Db;
  rules: LedgerRules;
  now: Date;
}

/** Whether items of this ledger have tasks, or are tasks: what becomes of them hangs on other items. */
export const hasTasks = ({ ledgers }: LedgerRules, ledger: string): boolean =>
  ledgers.all.some((one) => one.parent?.ledger === ledger);
export const hangsTogether = (rules: LedgerRules, ledger: string): boolean =>
  rules.ledgers.get(ledger)?.parent !== undefined || hasTasks(rules, ledger);

/** The tasks of items, asked for where the ledger knows of any. */
export function tasksOf(
  tx: Db,
  rules: LedgerRules,
  refs: readonly { id: string; ledger: string }[],
): Promise<TaskSpans> {
  return taskSpans(
    tx,
    refs.filter((ref) => hasTasks(rules, ref.ledger)).map((ref) => ref.id),
  );
}

/**
 * Makes items anew out of what counts of their events; tasks before what they belong to. The rows must be locked.
 * Of the events that are `fresh`, those that are refused now stay so.
 */
export async function refold(
  folding: Folding,
  refs: readonly ItemRef[],
  fresh: ReadonlySet<string> = new Set(),
): Promise<void> {
  const { ledgers } = folding.rules;
  const tasks = refs.filter((ref) => ledgers.get(ref.ledger)?.parent);
  const parents = new Map(refs.filter((ref) => !ledgers.get(ref.ledger)?.parent).map((ref) => [ref.id, ref]));
  for (const item of await foldAll(folding, tasks, fresh)) {
    const parent = ledgers.get(item.ledger)!.parent!;
    if (item.parentKey === undefined) continue;
    const id = itemId(parent.ledger, item.parentKey);
    if (!parents.has(id)) parents.set(id, { id, ledger: parent.ledger, key: item.parentKey, counted: false });
  }
  await foldAll(folding, [...parents.values()], fresh);
}

async function foldAll(
  { tx, rules, now }: Folding,
  refs: readonly ItemRef[],
  fresh: ReadonlySet<string>,
): Promise<ItemState[]> {
  if (refs.length === 0) return [];
  const { ledgers, days } = rules;
  const events = await liveEvents(
    tx,
    refs.map((ref) => ref.id),
  );
  const spans = await tasksOf(tx, rules, refs);
  const items: SavedItem[] = [];
  const empty: string[] = [];
  const refused: Refused[] = [];
  for (const ref of refs) {
    const ledger = ledgers.get(ref.ledger);
    if (!ledger) continue;
    const { item, outcomes } = fold(ledger, events.get(ref.id) ?? [], { days, tasks: spans.get(ref.id) });
    refused.push(...refusedAmong(outcomes, fresh));
    if (!item) {
      empty.push(ref.id);
      continue;
    }
    const { parent } = ledger;
    const parentId =
      parent && item.parentKey !== undefined ? itemId(parent.ledger, item.parentKey) : undefined;
    items.push({ ...item, id: ref.id, parentId });
  }
  await markRefused(tx, refused);
  // An item that was never opened, but spoken of, keeps its events: what was refused is known, and does not act later.
  await dropItems(
    tx,
    empty.filter((id) => !events.has(id)),
  );
  await hideItems(
    tx,
    refs.filter((ref) => empty.includes(ref.id) && events.has(ref.id)),
  );
  await saveItems(tx, items, now);
  await keepResponsibilities(tx, items, now);
  const owning = items.flatMap((item) => {
    const under = ledgers.all.filter((one) => one.parent?.ledger === item.ledger).map((one) => one.id);
    return under.length > 0 ? [{ id: item.id, key: item.key, tasks: under }] : [];
  });
  await adoptTasks(tx, owning);
  return items;
}
