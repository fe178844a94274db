import type { Incoming } from '../core/chat.js';
import { newId } from '../core/ids.js';
import type { AddressBook } from '../store/address-book.js';
import type { InboxRow } from '../store/inbox.js';
import type { Sealer } from '../store/seal.js';

/** PostgreSQL keeps neither NUL nor lone surrogates, in text or in JSON; they may stand in a name as well as in a text. */
function storable<T>(value: T): T {
  if (typeof value === 'string') return value.replace(/[\0\p{Surrogate}]/gu, '\uFFFD') as T;
  if (Array.isArray(value)) return value.map(storable) as T;
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, storable(one as unknown)])) as T;
}

/** Two texts with the same words, however spaced and in whatever width, are the same report. */
function fingerprint(text: string): string {
  return text.normalize('NFKC').replace(/\s+/gu, '').toLowerCase();
}

/** A message as the inbox keeps it: ids resolved, numbers of people masked, the original sealed where masking changed it. */
export async function prepare(
  raw: Incoming,
  book: AddressBook,
  sealer: Sealer,
  mask: (text: string) => string,
): Promise<InboxRow> {
  const incoming = storable(raw);
  const contactId = await book.contact(incoming.sender);
  const conversationId = incoming.room
    ? await book.room(incoming.room)
    : await book.privateTalk(incoming.sender);
  if (incoming.room)
    await book.member(conversationId, contactId, incoming.sender.alias ?? incoming.sender.name);
  const original = incoming.text;
  const text = mask(original);
  const quoted = incoming.quoted && { ...incoming.quoted, text: mask(incoming.quoted.text) };
  return {
    id: newId(),
    gateway: incoming.gateway,
    externalId: incoming.id,
    conversationId,
    contactId,
    type: incoming.type,
    text,
    sealed: text === original ? null : sealer.seal(original),
    digest: sealer.digest(fingerprint(original)),
    payload: {
      ...(incoming.mentionsBot ? { mentionsBot: true } : {}),
      ...(quoted ? { quoted } : {}),
      ...(incoming.recalls !== undefined ? { recalls: incoming.recalls } : {}),
      ...(incoming.attachments.length > 0 ? { attachments: incoming.attachments } : {}),
    },
    sentAt: incoming.sentAt,
  };
}
