import { useCallback, useEffect, useState } from 'react';
import type { PlaceKey } from './api.js';

function read(): PlaceKey | undefined {
  const match = /^\/(rooms|people)\/([^/]+)$/.exec(location.pathname);
  if (!match) return undefined;
  try {
    return `${match[1] as 'rooms' | 'people'}/${decodeURIComponent(match[2]!)}`;
  } catch {
    return undefined;
  }
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
  }, []);
  return [key, go];
}
