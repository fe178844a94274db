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
  /** The ids of what nobody has looked at yet; the live updates and the list may both tell of one message. */
  unread: Record<PlaceKey, string[]>;
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
  | { type: 'missed'; key: PlaceKey; messages: WireMessage[] }
  | { type: 'read'; key: PlaceKey }
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
    case 'missed':
      return {
        ...chats,
        unread: { ...chats.unread, [action.key]: unreadWith(chats, action.key, action.messages) },
      };
    case 'read':
      return chats.unread[action.key]?.length
        ? { ...chats, unread: { ...chats.unread, [action.key]: [] } }
        : chats;
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
    if (key !== watching) next.unread[key] = unreadWith(chats, key, here);
    if (next.threads[key]) next = withMessages(next, key, here);
  }
  return next;
}

/** What is unread with these: what was recalled, or is on the page already, is not. */
function unreadWith(chats: Chats, key: PlaceKey, messages: WireMessage[]): string[] {
  const drawn = new Set(chats.threads[key]?.map((m) => m.id));
  const gone = new Set(messages.map((m) => m.recalls));
  const isNew = (m: WireMessage) => m.type !== 'recall' && !m.recalledAt && !drawn.has(m.id);
  const ids = new Set([...(chats.unread[key] ?? []), ...messages.filter(isNew).map((m) => m.id)]);
  return [...ids].filter((id) => !gone.has(id));
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
