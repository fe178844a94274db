import type { Attachment } from '../core/chat.js';
import { toLocal } from '../core/time.js';
import { BOT_ID, type LocalMessage, type LocalPlace } from '../chat/local/network.js';
import type { LedgerChange, LedgerEntry, LedgerRecord } from './ledger.js';

/** The JSON of the pages' API. The front end imports these types, so the two cannot drift apart. */

export interface WireRoom {
  id: string;
  topic: string;
  members: WireMember[]; // people, without the bot
  bot?: boolean; // false: the bot is no member (any more)
}

export interface WireMember {
  id: string;
  name: string;
  alias?: string; // nickname in this group
}

export interface WirePerson {
  id: string;
  name: string;
}

/** One line of a conversation; `type` tells messages from what happened around them. */
export interface WireMessage {
  id: string;
  seq: number; // order over all conversations
  type: LocalMessage['type'];
  place: LocalPlace;
  sender: string; // contact id
  senderName: string;
  bot: boolean; // said by the bot
  text: string; // empty once recalled
  attachments: Attachment[];
  mentions: string[]; // contact ids
  quoted?: { id: string; sender: string; text: string };
  recalls?: string; // type recall: id of the message taken back
  sentAt: string; // 2026-03-18T09:30:00.123+08:00
  recalledAt: string | null;
}

export interface WireAbout {
  bot: { id: string; name: string };
  local: boolean; // whether the local groups are in use
  desk: boolean; // whether the clerk's pages are there
}

export interface WireError {
  error: string; // one line: what is wrong and what is allowed
  code: string;
}

/** Dates as text; everything else as the reader gave it. */
type Dated<T> = { [K in keyof T]: T[K] extends Date ? string : T[K] };
export type WireRecord = Omit<LedgerRecord, 'changes'> & { changes: Dated<LedgerChange>[] };
export type WireEntry = Omit<LedgerEntry, 'sentAt' | 'recalledAt' | 'records'> & {
  sentAt: string;
  recalledAt: string | null;
  records: WireRecord[];
};

/** A moment with its offset, so that no reader has to guess the zone. */
export function toWireTime(moment: Date): string {
  return `${toLocal(moment)}.${String(moment.getUTCMilliseconds()).padStart(3, '0')}+08:00`;
}

/** What was recalled is no longer shown to anybody, so it does not leave the server either. */
export function toWireMessage(message: LocalMessage): WireMessage {
  const gone = message.recalledAt !== null;
  return {
    id: message.id,
    seq: Number(message.seq),
    type: message.type,
    place: message.place,
    sender: message.sender,
    senderName: message.senderName,
    bot: message.sender === BOT_ID,
    text: gone ? '' : message.text,
    attachments: gone ? [] : message.attachments,
    mentions: message.mentions,
    ...(message.quoted && !gone ? { quoted: message.quoted } : {}),
    ...(message.recalls ? { recalls: message.recalls } : {}),
    sentAt: toWireTime(message.sentAt),
    recalledAt: message.recalledAt ? toWireTime(message.recalledAt) : null,
  };
}

export function toWireEntry(entry: LedgerEntry): WireEntry {
  return {
    ...entry,
    sentAt: toWireTime(entry.sentAt),
    recalledAt: entry.recalledAt ? toWireTime(entry.recalledAt) : null,
    records: entry.records.map((record) => ({
      ...record,
      changes: record.changes.map((change) => ({ ...change, at: toWireTime(change.at) })),
    })),
  };
}
