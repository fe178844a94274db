import type { ItemState } from './ledger.js';

/** What whoever decides on an item has to have asked themselves: the field of the answer, and which answers let it pass. */
export interface Questioned {
  questions?: { of: readonly { field: string; ask: string; good: readonly string[] }[] } | undefined;
}

/** The questions of a decision, by what the item has of them: answered so that it is held up, or not answered. */
export function answersOf(
  { questions }: Questioned,
  { data }: Pick<ItemState, 'data'>,
): { bad: string[]; open: string[] } {
  const asked = (questions?.of ?? []).map((one) => ({ ...one, said: data[one.field] }));
  return {
    bad: asked
      .filter((o) => o.said !== undefined && !o.good.some((good) => good === o.said))
      .map((o) => o.ask),
    open: asked.filter((o) => o.said === undefined).map((o) => o.ask),
  };
}
