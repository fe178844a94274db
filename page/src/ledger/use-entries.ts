import { useEffect, useMemo, useRef, useState } from 'react';
import { api, type WireEntry } from '../api.js';

type Rec = WireEntry['records'][number];

/** What a message changed in the record of an earlier one. */
export interface Effect {
  record: Rec;
  change: Rec['changes'][number];
}

export interface Entries {
  list: WireEntry[];
  byMessage: Map<string, WireEntry>;
  effects: Map<string, Effect[]>;
}

/** Understanding takes a moment after a message arrives: look soon, and once more for what was slow. */
const SOON_MS = 500;
const LATER_MS = 2500;

/** What was understood in a group, as far as `as` may see it. Looks again after `newest` (the newest message's seq) has changed, twice a second at most. */
export function useEntries(
  room: string | undefined,
  as: string | undefined,
  newest: number | undefined,
): Entries {
  const [found, setFound] = useState<{ room: string; as: string; list: WireEntry[] }>();
  const look = useRef(() => {});
  const soon = useRef<ReturnType<typeof setTimeout>>(undefined);

  useEffect(() => {
    if (!room || as === undefined) return;
    let left = false;
    look.current = () => {
      api.records(room, as).then(
        (list) => left || setFound({ room, as, list }),
        () => {}, // the marks are an extra: the talk goes on without them
      );
    };
    look.current();
    return () => {
      left = true;
      look.current = () => {};
      clearTimeout(soon.current);
      soon.current = undefined;
    };
  }, [room, as]);

  useEffect(() => {
    soon.current ??= setTimeout(() => {
      soon.current = undefined;
      look.current();
    }, SOON_MS);
    const later = setTimeout(() => look.current(), LATER_MS);
    return () => clearTimeout(later);
  }, [room, newest]);

  const list = found && found.room === room && found.as === as ? found.list : NONE;
  return useMemo(
    () => ({ list, byMessage: new Map(list.map((e) => [e.message, e])), effects: effectsIn(list) }),
    [list],
  );
}

const NONE: WireEntry[] = [];

function effectsIn(list: WireEntry[]): Map<string, Effect[]> {
  const effects = new Map<string, Effect[]>();
  for (const record of list.flatMap((e) => e.records)) {
    for (const change of record.changes) {
      effects.set(change.message, [...(effects.get(change.message) ?? []), { record, change }]);
    }
  }
  return effects;
}
