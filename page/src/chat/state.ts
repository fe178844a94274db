import { keyOf, type PlaceKey, type WireMessage, type WirePerson, type WireRoom } from '../api.js';

/** Everything the page knows about the conversations. Changed only by `reduce`. */
export interface Chats {
  loaded: boolean;
  online: boolean;
  rooms: WireRoom[];
  people: WirePerson[];
  /** Newest messages, oldest first; a conversation is here once it was opened. */
  threads: Record<PlaceKey, WireMessage[]>;
  latest: Record<PlaceKey, WireMessage>;
  unread: Record<PlaceKey, number>;
  /** Own texts that were recalled here, to be edited again. */
  recalled: Record<string, string>;
}

export const emptyChats: Chats = {
  loaded: false,
  online: true,
  rooms: [],
  people: [],
  threads: {},
  latest: {},
  unread: {},
  recalled: {},
};

export type Action =
  | { type: 'overview'; rooms: WireRoom[]; people: WirePerson[]; latest: WireMessage[] }
  | { type: 'thread'; key: PlaceKey; messages: WireMessage[] }
  | { type: 'arrived'; messages: WireMessage[]; watching: PlaceKey | undefined }
  | { type: 'unread'; key: PlaceKey; count: number }
  | { type: 'online'; online: boolean };

/** A browser tab that stays open for weeks must not grow. */
const KEEP = 500;

export function reduce(chats: Chats, action: Action): Chats {
  switch (action.type) {
    case 'overview': {
      const latest = { ...chats.latest };
      for (const message of action.latest) latest[keyOf(message.place)] = message;
      return { ...chats, loaded: true, rooms: action.rooms, people: action.people, latest };
    }
    case 'thread':
      return withMessages(chats, action.key, action.messages);
    case 'arrived':
      return arrived(chats, action.messages, action.watching);
    case 'unread':
      return chats.unread[action.key] === action.count
        ? chats
        : { ...chats, unread: { ...chats.unread, [action.key]: action.count } };
    case 'online':
      return chats.online === action.online ? chats : { ...chats, online: action.online };
  }
}

/** Takes in what others said; what is not being watched is unread. */
function arrived(chats: Chats, messages: WireMessage[], watching: PlaceKey | undefined): Chats {
  const byPlace = new Map<PlaceKey, WireMessage[]>();
  for (const message of messages) {
    const key = keyOf(message.place);
    byPlace.set(key, [...(byPlace.get(key) ?? []), message]);
  }
  let next = { ...chats, latest: { ...chats.latest }, unread: { ...chats.unread } };
  for (const [key, here] of byPlace) {
    const known = chats.latest[key]?.seq ?? 0;
    const fresh = here.filter((m) => m.seq > known);
    if (fresh.length > 0) next.latest[key] = fresh.at(-1)!;
    if (key !== watching)
      next.unread[key] = (next.unread[key] ?? 0) + fresh.filter((m) => m.type !== 'recall').length;
    if (next.threads[key]) next = withMessages(next, key, here);
  }
  return next;
}

/** Adds messages, each once and in order, and takes back what they recall. */
function withMessages(chats: Chats, key: PlaceKey, incoming: WireMessage[]): Chats {
  const before = chats.threads[key] ?? [];
  const byId = new Map(before.map((m) => [m.id, m]));
  const recalled = { ...chats.recalled };
  for (const message of incoming) byId.set(message.id, message);
  for (const message of incoming) {
    const gone = message.recalledAt ? message.id : message.recalls;
    if (!gone) continue;
    const text = before.find((m) => m.id === gone)?.text;
    if (text) recalled[gone] = text;
    const target = byId.get(gone);
    if (target && !target.recalledAt)
      byId.set(gone, { ...target, text: '', attachments: [], recalledAt: message.sentAt });
  }
  const messages = [...byId.values()].sort((a, b) => a.seq - b.seq).slice(-KEEP);
  return { ...chats, threads: { ...chats.threads, [key]: messages }, recalled };
}
