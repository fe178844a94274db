import type { WireRoom } from './api.js';

export const BOT_ID = 'bot';

export interface Who {
  id: string;
  name: string;
  alias?: string;
}

/** White text on each of these has a contrast of at least 4.5. */
const COLOURS = [
  '#2f6f9f',
  '#8a4f7d',
  '#a0522d',
  '#3d7a4e',
  '#6a5acd',
  '#b0413e',
  '#2a7d7b',
  '#7a6a1e',
  '#5b6c8f',
  '#9a5b13',
  '#4b6e23',
  '#8c4661',
];

export function colourOf(id: string): string {
  let hash = 7;
  for (const char of id) hash = (hash * 31 + char.codePointAt(0)!) >>> 0;
  return COLOURS[hash % COLOURS.length]!;
}

/** What stands on an avatar: the given name of a Chinese name, else the first letters. */
export function initialsOf(name: string): string {
  const chars = [...name.trim()];
  if (chars.length === 0) return '?';
  return /^[\p{Script=Han}·]+$/u.test(name)
    ? chars.slice(-2).join('')
    : chars.slice(0, 2).join('').toUpperCase();
}

/** The name others see in a group. */
export const shownName = (who: Who): string => who.alias || who.name;

/** The members one may speak as: everybody but the bot. */
export function speakers(room: WireRoom | undefined): Who[] {
  return (room?.members ?? []).filter((m) => m.id !== BOT_ID);
}

/** How many are in the group, the bot among them. */
export const sizeOf = (room: WireRoom): number => room.members.length + (room.bot === false ? 0 : 1);

/** Everybody a message of the room can be addressed to, the bot first. */
export function mentionable(room: WireRoom | undefined, botName: string): Who[] {
  return [...(room?.bot === false ? [] : [{ id: BOT_ID, name: botName }]), ...speakers(room)];
}

export interface MentionSpan {
  from: number;
  to: number;
  id: string;
}

/** Where a text says "@name" of somebody here; the longest name wins ("@张伟国" is not "@张伟"). */
export function mentionsIn(text: string, people: Who[]): MentionSpan[] {
  const names = people.flatMap((p) =>
    [...new Set([p.name, shownName(p)])].map((name) => ({ id: p.id, name })),
  );
  names.sort((a, b) => b.name.length - a.name.length);
  const found: MentionSpan[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const hit = names.find(({ name }) => name && text.startsWith(name, at + 1));
    if (hit) found.push({ from: at, to: at + 1 + hit.name.length, id: hit.id });
  }
  return found;
}
