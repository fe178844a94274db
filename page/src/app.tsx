import { App as AntApp, Empty, Result, Spin } from 'antd';
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { api, saysOf, type PlaceKey, type WireAbout } from './api.js';
import { ChatPane } from './chat/chat-pane.js';
import { useChats } from './chat/use-chats.js';
import { Shell } from './ui/shell.js';
import { Sidebar, titleOf } from './ui/sidebar.js';
import { useNarrow } from './ui/use-narrow.js';
import { usePath, useRoute } from './use-route.js';

/** Read when they are first looked at: whoever only chats does not wait for them. */
const Desk = lazy(async () => ({ default: (await import('./desk/desk.js')).Desk }));

export function App() {
  const [about, setAbout] = useState<WireAbout | string>();
  const [path, go] = usePath();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const ask = () => {
      api.about().then(setAbout, (error: unknown) => {
        setAbout(saysOf(error));
        timer = setTimeout(ask, 2000);
      });
    };
    ask();
    return () => clearTimeout(timer);
  }, []);

  if (about === undefined) return <Spin className="center" />;
  if (typeof about === 'string') return <Result status="warning" title={about} subTitle="正在重试…" />;
  if (!about.local)
    return (
      <Result
        status="info"
        title="机器人已接入其他聊天平台"
        subTitle="本机群聊没有启用，请在工作群里使用。"
      />
    );
  const onDesk = about.desk && /^\/(ledgers|records|items|issues|asked|waiting)(\/|\?|$)/.test(path);
  const groups = <LocalGroups botName={about.bot.name} />;
  if (!about.desk) return groups;
  return (
    <Shell path={path} go={go}>
      {onDesk ? (
        <Suspense fallback={<Spin className="center" />}>
          <Desk path={path} go={go} />
        </Suspense>
      ) : (
        groups
      )}
    </Shell>
  );
}

function LocalGroups({ botName }: { botName: string }) {
  const { message } = AntApp.useApp();
  const narrow = useNarrow();
  const [open, go] = useRoute();
  const onError = useCallback(
    (error: unknown) => void message.error({ key: 'load', content: saysOf(error) }),
    [message],
  );
  const [chats, actions] = useChats(open, onError);
  const [drafts, setDrafts] = useState<Record<PlaceKey, string>>({});

  // A wide screen has room for a talk: show the first rather than nothing.
  const first = chats.rooms[0]?.id;
  useEffect(() => {
    if (!narrow && !open && first !== undefined) go(`rooms/${first}`, true);
  }, [narrow, open, first, go]);

  const unread = Object.values(chats.unread).reduce((sum, ids) => sum + ids.length, 0);
  const title = open && titleOf(chats, open);
  useEffect(() => {
    document.title = `${unread ? `(${unread}) ` : ''}${title ? `${title} · ` : ''}村村报`;
  }, [unread, title]);

  return (
    <div className={narrow ? 'frame frame-narrow' : 'frame'}>
      {(!narrow || !open) && <Sidebar chats={chats} open={open} onOpen={go} botName={botName} />}
      {open ? (
        <ChatPane
          key={open}
          chats={chats}
          actions={actions}
          place={open}
          botName={botName}
          draft={drafts[open] ?? ''}
          onDraft={(text) => setDrafts((before) => ({ ...before, [open]: text }))}
          onBack={narrow ? () => go(undefined) : undefined}
        />
      ) : (
        !narrow && (
          <main className="chat">
            {chats.loaded ? <Empty className="center" description="还没有群" /> : <Spin className="center" />}
          </main>
        )
      )}
    </div>
  );
}
