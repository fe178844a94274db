import { AppError } from '../../src/core/errors.js';
import { BOT_ID, type LocalMessage, type LocalPlace, type LocalPost } from '../../src/chat/local/network.js';
import type { TestNetwork } from './county.js';

/** The local groups in memory: where a test counts listeners, or needs days gone by. */
export interface MemoryNetwork extends TestNetwork {
  readonly listeners: number;
}

export interface MemoryRoom {
  id: string;
  topic: string;
  members: { id: string; name: string; alias?: string }[];
}

export function memoryNetwork(rooms: MemoryRoom[], botName = '小助手', start = Date.now()): MemoryNetwork {
  const people = new Map<string, string>();
  for (const room of rooms) for (const m of room.members) people.set(m.id, m.name);
  const rows: LocalMessage[] = [];
  const kept = new Map<string, { name: string; type: string; bytes: Uint8Array }>();
  const hints = new Set<() => void>();
  let clock = start;

  let gone = false;
  const there = () => {
    if (gone) throw Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:5432'), { code: 'ECONNREFUSED' });
  };
  const roomOf = (id: string) => {
    const room = rooms.find((r) => r.id === id);
    if (!room) throw new AppError('unknown-room', `there is no room ${id}`);
    return room;
  };
  const nameOf = (id: string) => {
    const name = id === BOT_ID ? botName : id === '' ? '' : people.get(id);
    if (name === undefined) throw new AppError('unknown-person', `there is no person ${id}`);
    return name;
  };
  const exists = (place: LocalPlace) => ('room' in place ? roomOf(place.room) : nameOf(place.person));
  const same = (a: LocalPlace, b: LocalPlace) => JSON.stringify(a) === JSON.stringify(b);
  const find = (id: string) => {
    const row = rows.find((r) => r.id === id);
    if (!row) throw new AppError('unknown-message', `there is no message ${id}`);
    return row;
  };
  const add = (row: Omit<LocalMessage, 'seq' | 'id' | 'sentAt' | 'recalledAt'>) => {
    const seq = BigInt(rows.length + 1);
    clock = Math.max(clock + 1, Math.min(Date.now(), clock + 60_000));
    const stored = { ...row, seq, id: `m${seq}`, sentAt: new Date(clock), recalledAt: null };
    rows.push(stored);
    for (const hint of hints) queueMicrotask(hint);
    return stored.id;
  };
  const event = (
    type: LocalMessage['type'],
    room: string,
    sender: string,
    text: string,
    extra: Partial<LocalMessage> = {},
  ) =>
    add({
      type,
      place: { room },
      sender,
      senderName: nameOf(sender),
      text,
      attachments: [],
      mentions: [],
      ...extra,
    });

  const network: MemoryNetwork = {
    async away(now) {
      gone = now;
    },
    get listeners() {
      return hints.size;
    },
    async bot(place, text, quote) {
      return (await network.post({ place, sender: BOT_ID, text, ...(quote ? { quote } : {}) })).id;
    },
    async rooms() {
      there();
      return rooms;
    },
    async people() {
      there();
      return [...people].map(([id, name]) => ({ id, name }));
    },
    async post(post: LocalPost) {
      there();
      exists(post.place);
      nameOf(post.sender);
      const inRoom =
        'room' in post.place ? roomOf(post.place.room).members.find((m) => m.id === post.sender) : undefined;
      const senderName = inRoom?.alias ?? nameOf(post.sender);
      if (
        'room' in post.place &&
        post.sender !== BOT_ID &&
        !roomOf(post.place.room).members.some((m) => m.id === post.sender)
      ) {
        throw new AppError('not-a-member', `${post.sender} is not a member of ${post.place.room}`);
      }
      if (post.text.trim() === '' && !post.attachments?.length)
        throw new AppError('text-empty', 'the message is empty: it needs a text or an attachment');
      const quoted = post.quote ? find(post.quote) : undefined;
      const id = add({
        type: post.attachments?.length ? 'image' : 'text',
        place: post.place,
        sender: post.sender,
        senderName,
        text: post.text,
        attachments: post.attachments ?? [],
        mentions: post.mentions ?? [],
        ...(quoted ? { quoted: { id: quoted.id, sender: quoted.senderName, text: quoted.text } } : {}),
      });
      return { id };
    },
    async recall(id) {
      there();
      const row = find(id);
      if (row.recalledAt) throw new AppError('already-recalled', `message ${id} was recalled before`);
      row.recalledAt = new Date(clock);
      add({
        type: 'recall',
        place: row.place,
        sender: row.sender,
        senderName: row.senderName,
        text: '',
        attachments: [],
        mentions: [],
        recalls: id,
      });
    },
    async join(room, person) {
      roomOf(room).members.push({ id: person, name: nameOf(person) });
      event('join', room, person, '');
    },
    async leave(room, person) {
      const r = roomOf(room);
      event('leave', room, person, '');
      r.members = r.members.filter((m) => m.id !== person);
    },
    async rename(room, topic) {
      roomOf(room).topic = topic;
      event('topic', room, '', topic);
    },
    async messages(place, { after, limit = 500 } = {}) {
      there();
      const from = after === undefined ? 0n : find(after).seq;
      const found = rows.filter((r) => same(r.place, place) && r.seq > from);
      return after === undefined ? found.slice(-limit) : found.slice(0, limit);
    },
    async since(seq, limit) {
      there();
      return rows.filter((r) => r.seq > seq).slice(0, limit);
    },
    onNew(listener) {
      hints.add(listener);
      return () => hints.delete(listener);
    },
    async keep({ name, type, bytes }) {
      const id = `${kept.size}`.padStart(64, '0');
      kept.set(id, { name, type, bytes });
      return id;
    },
    async file(id) {
      return kept.get(id);
    },
    async close() {},
  };
  return network;
}
