import { SearchOutlined } from '@ant-design/icons';
import { Badge, Input, Segmented } from 'antd';
import { useState } from 'react';
import { idOf, type PlaceKey, type WireMessage, type WireRoom } from '../api.js';
import type { Chats } from '../chat/state.js';
import { attachedText } from '../labels.js';
import { BOT_ID, shownName, sizeOf, type Who } from '../names.js';
import { listTime } from '../time.js';
import { Avatar, RoomAvatar } from './avatar.js';

type Tab = 'rooms' | 'people';

/** The conversations: groups, or each person's private talk with the bot. */
export function Sidebar({
  chats,
  open,
  onOpen,
  botName,
}: {
  chats: Chats;
  open: PlaceKey | undefined;
  onOpen: (key: PlaceKey) => void;
  botName: string;
}) {
  const [chosen, setChosen] = useState<Tab>();
  const [search, setSearch] = useState('');
  const tab: Tab = chosen ?? (open?.startsWith('people/') ? 'people' : 'rooms');
  const unreadOf = (kind: Tab) =>
    Object.entries(chats.unread).reduce(
      (sum, [key, ids]) => sum + (key.startsWith(`${kind}/`) ? ids.length : 0),
      0,
    );
  const rows = (tab === 'rooms' ? roomRows(chats) : personRows(chats)).filter((r) =>
    r.name.toLowerCase().includes(search.trim().toLowerCase()),
  );

  return (
    <nav className="sidebar" aria-label="会话">
      <div className="sidebar-head">
        <h1>
          <img src="/icon.svg" alt="" width={26} height={26} /> 村村报 <small>本机群聊</small>
        </h1>
        <Segmented<Tab>
          block
          value={tab}
          onChange={setChosen}
          options={[
            { value: 'rooms', label: <TabLabel text="群聊" unread={unreadOf('rooms')} /> },
            { value: 'people', label: <TabLabel text={`私聊${botName}`} unread={unreadOf('people')} /> },
          ]}
        />
        <Input
          prefix={<SearchOutlined />}
          placeholder={tab === 'rooms' ? '搜索群' : '搜索人'}
          value={search}
          onChange={(e) => setSearch(e.target.value)}
          allowClear
          aria-label="搜索"
        />
      </div>
      <ul className="chat-list">
        {rows.map((row) => (
          <li key={row.key}>
            <button
              type="button"
              className={row.key === open ? 'chat-row chat-row-open' : 'chat-row'}
              aria-current={row.key === open ? 'true' : undefined}
              onClick={() => onOpen(row.key)}
            >
              <Badge
                count={row.key === open ? 0 : (chats.unread[row.key]?.length ?? 0)}
                size="small"
                offset={[-3, 3]}
              >
                {row.room ? <RoomAvatar room={row.room} /> : <Avatar who={row.who!} size={44} />}
              </Badge>
              <span className="chat-row-text">
                <span className="chat-row-top">
                  <span className="ellipsis chat-row-name">{row.name}</span>
                  {row.latest && <time>{listTime(row.latest.sentAt)}</time>}
                </span>
                <span className="ellipsis dim">
                  {row.latest
                    ? preview(row.latest, row.room)
                    : row.room
                      ? `${sizeOf(row.room)} 人`
                      : '还没有说过话'}
                </span>
              </span>
            </button>
          </li>
        ))}
        {chats.loaded && rows.length === 0 && <li className="chat-none">没有找到</li>}
      </ul>
    </nav>
  );
}

function TabLabel({ text, unread }: { text: string; unread: number }) {
  return (
    <Badge count={unread} size="small" offset={[8, -2]}>
      {text}
    </Badge>
  );
}

interface Row {
  key: PlaceKey;
  name: string;
  room?: WireRoom;
  who?: Who;
  latest: WireMessage | undefined;
}

const byLatest = (a: Row, b: Row) => (b.latest?.seq ?? 0) - (a.latest?.seq ?? 0);

function roomRows(chats: Chats): Row[] {
  return chats.rooms
    .map((room): Row => ({
      key: `rooms/${room.id}`,
      name: room.topic,
      room,
      latest: chats.latest[`rooms/${room.id}`],
    }))
    .sort(byLatest);
}

function personRows(chats: Chats): Row[] {
  return chats.people
    .filter((p) => p.id !== BOT_ID)
    .map((who): Row => ({
      key: `people/${who.id}`,
      name: who.name,
      who,
      latest: chats.latest[`people/${who.id}`],
    }))
    .sort(byLatest);
}

/** The last line of a conversation: "宋远航：今天去了…". */
function preview(message: WireMessage, room: WireRoom | undefined): string {
  const member = room?.members.find((m) => m.id === message.sender);
  const name = member ? shownName(member) : message.senderName;
  if (message.recalledAt || message.type === 'recall') return `${name}撤回了一条消息`;
  if (message.type === 'join') return `${name}加入了群聊`;
  if (message.type === 'leave') return `${name}退出了群聊`;
  if (message.type === 'topic') return `群名改为“${message.text}”`;
  const text = message.text || attachedText(message.attachments);
  return room ? `${name}：${text}` : text;
}

export const titleOf = (chats: Chats, key: PlaceKey): string | undefined =>
  key.startsWith('rooms/')
    ? chats.rooms.find((r) => r.id === idOf(key))?.topic
    : chats.people.find((p) => p.id === idOf(key))?.name;
