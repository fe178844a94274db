import { LeftOutlined, ProfileOutlined } from '@ant-design/icons';
import { App, Button, Empty } from 'antd';
import { useCallback, useMemo, useState } from 'react';
import { idOf, saysOf, type PlaceKey, type WireMessage } from '../api.js';
import { RoomLedger } from '../ledger/room-ledger.js';
import { Understanding } from '../ledger/understanding.js';
import { useEntries } from '../ledger/use-entries.js';
import { BOT_ID, mentionable, sizeOf, speakers, type Who } from '../names.js';
import { samples } from '../samples.js';
import { Avatar } from '../ui/avatar.js';
import { Composer } from './composer.js';
import { IdentitySwitch } from './identity.js';
import { MessageList } from './message-list.js';
import type { Chats } from './state.js';
import type { ChatActions } from './use-chats.js';
import { useIdentity } from './use-identity.js';

export interface ChatPaneProps {
  chats: Chats;
  actions: ChatActions;
  place: PlaceKey;
  botName: string;
  draft: string;
  onDraft: (text: string) => void;
  onBack?: (() => void) | undefined; // on a phone
}

/** One conversation: its talk, who one is in it, and the field to write in. */
export function ChatPane({ chats, actions, place, botName, draft, onDraft, onBack }: ChatPaneProps) {
  const { message: toast } = App.useApp();
  const inRoom = place.startsWith('rooms/');
  const room = inRoom ? chats.rooms.find((r) => r.id === idOf(place)) : undefined;
  const person = inRoom ? undefined : chats.people.find((p) => p.id === idOf(place));
  const messages = chats.threads[place];
  const newest = messages?.at(-1)?.seq;

  const bot = useMemo<Who>(() => ({ id: BOT_ID, name: botName }), [botName]);
  const people = useMemo(
    () => (room ? mentionable(room, botName) : person ? [bot, person] : []),
    [room, person, bot, botName],
  );
  const [me, setMe] = useIdentity(place, room ? speakers(room) : person ? [person] : []);
  const entries = useEntries(room?.id, me, newest);
  const [quote, setQuote] = useState<WireMessage>();
  const [asked, setAsked] = useState<WireMessage>();
  const [ledgerOpen, setLedgerOpen] = useState(false);

  const speaker = people.find((p) => p.id === me)?.name ?? '';
  const gone = chats.loaded && !room && !person;
  const title = room ? `${room.topic}（${sizeOf(room)}）` : person ? person.name : '';

  const recall = useCallback(
    (message: WireMessage) => {
      actions.recall(place, message.id).catch((error: unknown) => toast.error(saysOf(error)));
    },
    [actions, place, toast],
  );

  return (
    <main className="chat">
      <header className="chat-head">
        {onBack && <Button type="text" icon={<LeftOutlined />} aria-label="返回列表" onClick={onBack} />}
        <h2 className="ellipsis">
          {title}
          {person && <small className="dim"> 与{botName}的私聊</small>}
        </h2>
        {room && (
          <Button type="text" icon={<ProfileOutlined />} onClick={() => setLedgerOpen(true)}>
            本群记录
          </Button>
        )}
      </header>
      {!chats.online && (
        <div className="banner" role="status">
          连接已断开，正在重新连接…
        </div>
      )}
      {gone ? (
        <Empty className="center" description="这个会话不存在" />
      ) : (
        <MessageList
          key={place}
          messages={messages}
          people={people}
          named={inRoom}
          me={me}
          recalled={chats.recalled}
          entries={entries}
          onQuote={setQuote}
          onRecall={recall}
          onEditAgain={onDraft}
          onUnderstand={setAsked}
          empty={
            <div className="welcome">
              <Avatar who={bot} size={64} />
              <p>{inRoom ? '群里还没有人说话。' : `还没有和${botName}私聊过。`}</p>
              {inRoom && (
                <>
                  <p className="dim">以村干部的身份发一条走访，看{botName}怎么记。</p>
                  <Button type="primary" ghost onClick={() => onDraft(samples(speaker)[0]!.text)}>
                    填入一条走访范文
                  </Button>
                </>
              )}
            </div>
          }
        />
      )}
      <Composer
        key={`write ${place}`}
        draft={draft}
        onDraft={onDraft}
        identity={
          room ? (
            <span className="identity-wrap">
              <span className="dim">身份</span>
              <IdentitySwitch people={speakers(room)} value={me} onChange={setMe} />
            </span>
          ) : (
            <span className="dim identity-fixed">以 {person?.name} 的身份</span>
          )
        }
        speaker={speaker}
        people={room ? people.filter((p) => p.id !== me) : []}
        quote={quote}
        onUnquote={() => setQuote(undefined)}
        disabled={gone || me === undefined}
        onSend={async ({ text, mentions, attachments }) => {
          await actions.send(place, {
            sender: me!,
            text,
            ...(quote ? { quote: quote.id } : {}),
            ...(mentions.length ? { mentions } : {}),
            ...(attachments.length ? { attachments } : {}),
          });
          setQuote(undefined);
        }}
      />
      <Understanding
        message={asked}
        as={me ?? ''}
        stamp={JSON.stringify([newest, asked && entries.byMessage.get(asked.id)])}
        effects={asked && entries.effects.get(asked.id)}
        onClose={() => setAsked(undefined)}
      />
      <RoomLedger open={ledgerOpen} entries={entries.list} onClose={() => setLedgerOpen(false)} />
    </main>
  );
}
