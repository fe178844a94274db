import type { ChatPerson, ChatRoom } from '../core/chat.js';
import type { AddressBook } from '../store/address-book.js';

/** People put telephone numbers into nicknames and names of groups: the address book keeps those masked, too. */
export function discreetBook(book: AddressBook, mask: (text: string) => string): AddressBook {
  const room = (seen: ChatRoom): ChatRoom => ({ ...seen, topic: mask(seen.topic) });
  const person = (seen: ChatPerson): ChatPerson => ({
    ...seen,
    name: mask(seen.name),
    ...(seen.alias === undefined ? {} : { alias: mask(seen.alias) }),
  });
  return {
    room: (seen) => book.room(room(seen)),
    contact: (seen) => book.contact(person(seen)),
    privateTalk: (seen) => book.privateTalk(person(seen)),
    member: (conversationId, contactId, alias) =>
      book.member(conversationId, contactId, alias === null ? null : mask(alias)),
    reconcile: ({ rooms }) =>
      book.reconcile({ rooms: rooms.map((one) => ({ ...room(one), members: one.members.map(person) })) }),
  };
}
