import type { ChatPerson, RoomEvent } from '../core/chat.js';
import type { Names } from './names.js';
import type { PuppetInterface } from './wechaty.js';

/** Listens to what happens around rooms; `push` gets a reader for each event, at once and in order. */
export function onRoomEvents(
  puppet: PuppetInterface,
  gateway: string,
  names: Names,
  push: (what: string, read: () => Promise<RoomEvent>) => void,
): void {
  puppet.on('room-join', ({ roomId, inviteeIdList, timestamp }) =>
    push(`join in room ${roomId}`, async () => {
      names.forget();
      const room = await names.room(roomId);
      const people = await all(names, inviteeIdList, roomId);
      return { gateway, type: 'join', room, people, at: moment(timestamp) };
    }),
  );
  puppet.on('room-leave', ({ roomId, removeeIdList, timestamp }) =>
    push(`leave in room ${roomId}`, async () => {
      const botLeft = removeeIdList.includes(puppet.currentUserId);
      // Names first: who has left can no longer be looked up in the room.
      const people = await all(names, removeeIdList, roomId);
      names.forget();
      const room = await names.room(roomId);
      return { gateway, type: 'leave', room, people, botLeft, at: moment(timestamp) };
    }),
  );
  puppet.on('room-topic', ({ roomId, newTopic, timestamp }) =>
    push(`topic in room ${roomId}`, async () => {
      const room = { id: roomId, topic: newTopic };
      return { gateway, type: 'topic', room, at: moment(timestamp) };
    }),
  );
}

function all(names: Names, ids: readonly string[], room: string): Promise<ChatPerson[]> {
  return Promise.all(ids.map((id) => names.person(id, room)));
}

/** Gateways give seconds or milliseconds. */
function moment(timestamp: number): Date {
  return new Date(timestamp < 1e11 ? timestamp * 1000 : timestamp);
}
