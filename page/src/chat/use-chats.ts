import { useCallback, useEffect, useReducer, useRef } from 'react';
import { api, keyOf, type NewMessage, type PlaceKey, type WireMessage } from '../api.js';
import { follow } from '../live.js';
import { emptyChats, reduce, type Chats } from './state.js';

export interface ChatActions {
  send: (key: PlaceKey, message: NewMessage) => Promise<void>;
  recall: (key: PlaceKey, id: string) => Promise<void>;
}

const DRAW_MS = 50;

/** The number of the newest message when this browser first came here. */
const FIRST = 'first visit';
const firstVisit = () => Number(localStorage.getItem(FIRST));

const seenKey = (key: PlaceKey) => `seen ${key}`;

/** Loads, follows and changes the conversations; `open` is the one on the screen. */
export function useChats(
  open: PlaceKey | undefined,
  onError: (error: unknown) => void,
): [Chats, ChatActions] {
  const [chats, dispatch] = useReducer(reduce, emptyChats);
  const now = useRef({ chats, open, onError });
  now.current = { chats, open, onError };

  const catchUp = useCallback(async (key: PlaceKey) => {
    const last = now.current.chats.threads[key]?.at(-1);
    dispatch({ type: 'thread', key, messages: await api.messages(key, last?.id) });
  }, []);

  const overview = useCallback(async () => {
    const [rooms, people, latest] = await Promise.all([api.rooms(), api.people(), api.latest()]);
    dispatch({ type: 'overview', rooms, people, latest });
    for (const message of latest) {
      const key = keyOf(message.place);
      const seen = localStorage.getItem(seenKey(key));
      // A conversation never looked at: what stood there before the first visit is not "new".
      if (key === now.current.open || seen === message.id || (!seen && message.seq <= firstVisit())) continue;
      const after = await api.messages(key, seen ?? undefined).catch(() => []);
      const missed = seen ? after : after.filter((m) => m.seq > firstVisit());
      if (key !== now.current.open) dispatch({ type: 'missed', key, messages: missed });
    }
  }, []);

  useEffect(() => {
    let waiting: WireMessage[] = [];
    let timer: ReturnType<typeof setTimeout> | undefined;
    /** A burst is taken in at once: the page draws twenty times a second at most. */
    const takeIn = () => {
      timer = undefined;
      const messages = waiting;
      waiting = [];
      const watching = document.visibilityState === 'visible' ? now.current.open : undefined;
      dispatch({ type: 'arrived', messages, watching });
      const changed = messages.some((m) => m.type === 'join' || m.type === 'leave' || m.type === 'topic');
      if (changed) overview().catch(now.current.onError);
    };
    const stop = follow({
      ready(seq) {
        if (localStorage.getItem(FIRST) === null) localStorage.setItem(FIRST, String(seq));
        dispatch({ type: 'online', online: true });
        const { open: key } = now.current;
        Promise.all([overview(), key && catchUp(key)]).catch(now.current.onError);
      },
      message(message) {
        waiting.push(message);
        timer ??= setTimeout(takeIn, DRAW_MS);
      },
      lost: () => dispatch({ type: 'online', online: false }),
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [overview, catchUp]);

  useEffect(() => {
    if (open) catchUp(open).catch(now.current.onError);
  }, [open, catchUp]);

  // What is on the screen is read, also when the tab comes back to the front.
  const newest = open && chats.latest[open]?.id;
  useEffect(() => {
    const read = () => {
      if (!open || document.visibilityState !== 'visible') return;
      if (newest) localStorage.setItem(seenKey(open), newest);
      dispatch({ type: 'read', key: open });
    };
    read();
    document.addEventListener('visibilitychange', read);
    return () => document.removeEventListener('visibilitychange', read);
  }, [open, newest]);

  const actions = useRef<ChatActions>({
    async send(key, message) {
      await api.post(key, message);
      catchUp(key).catch(() => {}); // it was posted: the live update brings it too
    },
    async recall(key, id) {
      await api.recall(id);
      catchUp(key).catch(() => {});
    },
  });
  return [chats, actions.current];
}
