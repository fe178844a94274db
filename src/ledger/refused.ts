import type { EventData, EventOutcome, ItemState, LedgerEvent } from '../core/ledger.js';

export interface Refused {
  id: string; // of the event
  as: NonNullable<EventData['refused']>;
}

/** A refusal stands whatever becomes of what stood in the way: nothing acts later by itself. */
export const stands = ({ data }: LedgerEvent, item: ItemState | undefined): boolean =>
  data.refused === 'wholly' || (data.refused === 'opening' && item === undefined);

/** Those of the fresh events that are refused now, and how. */
export function refusedAmong(outcomes: readonly EventOutcome[], fresh: ReadonlySet<string>): Refused[] {
  return outcomes.flatMap((one) => {
    const as = fresh.has(one.event.id) ? refusedAs(one) : undefined;
    return as === undefined ? [] : [{ id: one.event.id, as }];
  });
}

/** By a guard, or because the item of that name is something else; undefined where it counts. */
function refusedAs({ event, before, after, refusal }: EventOutcome): EventData['refused'] {
  if (refusal) return 'wholly';
  if (before === undefined) return undefined;
  const conflicts = (after?.data['conflicts'] as { event: string; field: string }[] | undefined) ?? [];
  return conflicts.some((one) => one.event === event.id && one.field === 'title') ? 'opening' : undefined;
}
