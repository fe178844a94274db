import type { Waiting } from '../act/index.js';
import type { Doer } from '../core/ledger.js';
import { isOneOf, type LedgerDefinition } from '../ledger/index.js';
import type { Db } from '../store/client.js';
import { itemsIn } from '../store/item-read.js';

/**
 * The items that somebody's decision may be about: in a state it starts from, of a place of theirs, not their own and
 * not named for another reviewer. Undefined where the decision is not theirs at all.
 */
export async function waitingItems(
  tx: Db,
  ledger: LedgerDefinition,
  event: string,
  by: Doer,
): Promise<Waiting[] | undefined> {
  const rule = ledger.events[event];
  if (!rule?.who || !isOneOf(rule.who, by)) return undefined;
  const { except } = rule.who;
  const items = await itemsIn(tx, ledger.id, rule.from);
  return items
    .filter(({ owner, data }) => {
      if (except.includes('owner') && owner === by.name) return false;
      if (except.includes('claimer') && data['claimedBy'] === by.name) return false;
      const named = data['toReview'];
      return !rule.review || typeof named !== 'string' || named === by.name;
    })
    .filter((item) => isIn(by, item))
    .map(({ number, title }) => ({ number, title }));
}

/** Whoever answers for some places decides on theirs; what has no place, and who has none, is not divided. */
function isIn({ villages = [] }: Doer, { town, village }: { town: string | null; village: string | null }) {
  if (villages.length === 0 || (town === null && village === null)) return true;
  return villages.some((place) => place === town || place === village);
}
