import { useCallback, useEffect, useState } from 'react';
import type { PlaceKey } from './api.js';

/** Said when the address changes without a step back or forth: the browser itself tells only of those. */
const MOVED = 'moved';

function read(): PlaceKey | undefined {
  const match = /^\/(rooms|people)\/([^/]+)$/.exec(location.pathname);
  if (!match) return undefined;
  try {
    return `${match[1] as 'rooms' | 'people'}/${decodeURIComponent(match[2]!)}`;
  } catch {
    return undefined;
  }
}

export type Go = (path: string, replace?: boolean) => void;

/** The address of the page, below the host; `go` with `replace` leaves no step for the back button. */
export function usePath(): [string, Go] {
  const here = () => location.pathname + location.search;
  const [path, setPath] = useState(here);
  useEffect(() => {
    const changed = () => setPath(here());
    addEventListener('popstate', changed);
    addEventListener(MOVED, changed);
    return () => {
      removeEventListener('popstate', changed);
      removeEventListener(MOVED, changed);
    };
  }, []);
  const go = useCallback<Go>((next, replace = false) => {
    if (next !== here()) history[replace ? 'replaceState' : 'pushState']({ inside: true }, '', next);
    setPath(next);
  }, []);
  return [path, go];
}

/** The open conversation is part of the address, so that back, reload and links work. */
export function useRoute(): [PlaceKey | undefined, (key: PlaceKey | undefined, replace?: boolean) => void] {
  const [key, setKey] = useState(read);
  useEffect(() => {
    const changed = () => setKey(read());
    addEventListener('popstate', changed);
    return () => removeEventListener('popstate', changed);
  }, []);
  const go = useCallback((next: PlaceKey | undefined, replace = false) => {
    const path = next
      ? `/${next.slice(0, next.indexOf('/'))}/${encodeURIComponent(next.slice(next.indexOf('/') + 1))}`
      : '/';
    if (path !== location.pathname) history[replace ? 'replaceState' : 'pushState'](null, '', path);
    setKey(next);
    dispatchEvent(new Event(MOVED));
  }, []);
  return [key, go];
}
