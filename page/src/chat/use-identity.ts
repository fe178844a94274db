import { useState } from 'react';
import type { PlaceKey } from '../api.js';
import type { Who } from '../names.js';

const ANYWHERE = 'me';

/** For whom one writes here: remembered per conversation, else whoever one was last, else the first who may speak. */
export function useIdentity(place: PlaceKey, speakers: Who[]): [string | undefined, (id: string) => void] {
  const [, setTurn] = useState(0);
  const may = (id: string | null) => (id !== null && speakers.some((s) => s.id === id) ? id : undefined);
  const me =
    may(localStorage.getItem(`me ${place}`)) ?? may(localStorage.getItem(ANYWHERE)) ?? speakers[0]?.id;
  const set = (id: string) => {
    localStorage.setItem(`me ${place}`, id);
    localStorage.setItem(ANYWHERE, id);
    setTurn((n) => n + 1);
  };
  return [me, set];
}
