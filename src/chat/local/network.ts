import type { Attachment } from '../../core/chat.js';

/**
 * The local groups: the far side of the chat network, kept by the product itself when no account is connected.
 * The page and its API write here; the local puppet reads from here and says what the bot says.
 */

export interface LocalRoomView {
  id: string;
  topic: string;
  members: { id: string; name: string; alias?: string }[]; // people, without the bot
  bot?: boolean; // false: the bot is no member (any more)
}

export type LocalPlace = { room: string } | { person: string };

export interface LocalMessage {
  seq: bigint;
  id: string;
  type: 'text' | 'image' | 'file' | 'recall' | 'join' | 'leave' | 'topic';
  place: LocalPlace;
  sender: string; // contact id; BOT_ID for the bot
  senderName: string;
  text: string;
  attachments: Attachment[];
  mentions: string[]; // contact ids
  quoted?: { id: string; sender: string; text: string }; // sender: the name as the group knows it
  recalls?: string; // type recall: the id of what was recalled
  sentAt: Date;
  recalledAt: Date | null;
}

export interface LocalPost {
  place: LocalPlace;
  sender: string;
  text: string;
  attachments?: Attachment[];
  mentions?: string[];
  quote?: string; // id of the message replied to
}

/** Where the pages find a file that was kept. */
export function fileUrl(id: string, name: string): string {
  return `/api/local/files/${id}/${encodeURIComponent(name)}`;
}

/** The contact id of the bot itself. */
export const BOT_ID = 'bot';

export interface LocalNetwork {
  rooms(): Promise<LocalRoomView[]>;
  people(): Promise<{ id: string; name: string }[]>;
  /** Stores it for good before resolving. Throws an AppError (unknown-room, unknown-person, not-a-member, text-empty…). */
  post(post: LocalPost): Promise<{ id: string }>;
  /** Only the sender's own, still visible messages. Throws an AppError (unknown-message, already-recalled). */
  recall(id: string): Promise<void>;
  /** Keeps the bytes of a file for good and gives its id, the same for the same bytes. */
  keep(file: { name: string; type: string; bytes: Uint8Array }): Promise<string>;
  /** A kept file, or undefined where there is none. */
  file(id: string): Promise<{ type: string; bytes: Uint8Array } | undefined>;
  join(room: string, person: string): Promise<void>;
  leave(room: string, person: string): Promise<void>;
  rename(room: string, topic: string): Promise<void>;
  /** Oldest first; after the message with that id where given (unknown id: AppError unknown-message). At most `limit` (default 500), the newest ones when `after` is absent. */
  messages(place: LocalPlace, options?: { after?: string; limit?: number }): Promise<LocalMessage[]>;
  /** Everything in order after `seq`, all rooms and people. */
  since(seq: bigint, limit: number): Promise<LocalMessage[]>;
  /** Called, in this and in any other process, soon after something new was stored; a hint only: read with `since`. */
  onNew(listener: () => void): () => void;
  close(): Promise<void>;
}
