import { useEffect, useRef, useState } from 'react';
import { api, type WireEntry } from '../api.js';

/** Understanding takes a moment after a message arrives: look soon, and once more for what was slow. */
const LOOK_AFTER_MS = [500, 2500];

/** What was understood in a group, by message id. Looks again whenever `newest` (the newest message's seq) changes. */
export function useEntries(
  room: string | undefined,
  newest: number | undefined,
): { list: WireEntry[]; byMessage: Map<string, WireEntry> } {
  const [found, setFound] = useState<{ room: string; list: WireEntry[] }>();
  const wanted = useRef(room);
  wanted.current = room;

  useEffect(() => {
    if (!room) return;
    const look = () => {
      api.records(room).then(
        (list) => wanted.current === room && setFound({ room, list }),
        () => {}, // the marks are an extra: the talk goes on without them
      );
    };
    look();
    const timers = LOOK_AFTER_MS.map((ms) => setTimeout(look, ms));
    return () => timers.forEach(clearTimeout);
  }, [room, newest]);

  const list = found && found.room === room ? found.list : [];
  return { list, byMessage: new Map(list.map((e) => [e.message, e])) };
}
