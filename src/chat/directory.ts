import type { ChatPerson, Directory } from '../core/chat.js';
import { mapLimit } from './wait.js';
import type { PuppetInterface } from './wechaty.js';

/** Everything the account can see. One member or room that cannot be read does not spoil the rest. */
export async function readDirectory(puppet: PuppetInterface): Promise<Directory> {
  const ids = await puppet.roomList();
  const rooms = await mapLimit(ids, 4, async (id) => {
    const room = await puppet.roomPayload(id).catch(() => undefined);
    const memberIds = await puppet.roomMemberList(id).catch(() => room?.memberIdList ?? []);
    const members = await mapLimit(memberIds, 8, (member) => readMember(puppet, id, member));
    return { id, topic: room?.topic ?? '', members };
  });
  return { rooms };
}

async function readMember(puppet: PuppetInterface, room: string, id: string): Promise<ChatPerson> {
  const member = await puppet.roomMemberPayload(room, id).catch(() => undefined);
  const name = member?.name || (await puppet.contactPayload(id).catch(() => undefined))?.name || '';
  return { id, name, ...(member?.roomAlias ? { alias: member.roomAlias } : {}) };
}
