import { DownOutlined } from '@ant-design/icons';
import { Spin } from 'antd';
import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';
import type { WireMessage } from '../api.js';
import type { Entries } from '../ledger/use-entries.js';
import { separatorTime } from '../time.js';
import { shownName, type Who } from '../names.js';
import { Bubble } from './bubble.js';

export interface MessageListProps {
  messages: WireMessage[] | undefined;
  people: Who[]; // members, and the bot
  named: boolean;
  me: string | undefined;
  recalled: Record<string, string>;
  entries: Entries;
  empty: ReactNode;
  onQuote: (message: WireMessage) => void;
  onRecall: (message: WireMessage) => void;
  onEditAgain: (text: string) => void;
  onUnderstand: (message: WireMessage) => void;
}

const GAP_MS = 5 * 60_000;
/** Nearer than this to the end counts as reading the newest. */
const NEAR_PX = 120;

export function MessageList(props: MessageListProps) {
  const { messages, people, me } = props;
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTop = useRef(0);
  const last = messages?.at(-1);
  const seen = useRef<number>(0);
  const [waiting, setWaiting] = useState(0);

  const toEnd = (smooth = false) => {
    box.current?.scrollTo({ top: box.current.scrollHeight, behavior: smooth ? 'smooth' : 'instant' });
    atEnd.current = true;
    setWaiting(0);
  };

  useLayoutEffect(() => {
    if (!last) return;
    const fresh = messages!.filter((m) => m.seq > seen.current && m.type !== 'recall').length;
    const first = seen.current === 0;
    seen.current = last.seq;
    if (first || atEnd.current || last.sender === me) toEnd();
    else setWaiting((n) => n + fresh);
  }, [last?.seq]);

  // Pictures and folding change the height after the fact; who was at the end stays there.
  useEffect(() => {
    const inner = box.current?.firstElementChild;
    if (!inner) return;
    const observer = new ResizeObserver(() => {
      if (atEnd.current) toEnd();
    });
    observer.observe(inner);
    observer.observe(box.current!);
    return () => observer.disconnect();
  }, [messages === undefined]);

  const onScroll = () => {
    const { scrollHeight, scrollTop, clientHeight } = box.current!;
    // Only going up leaves the end: a picture that loads moves the end away, not the reader.
    if (scrollHeight - scrollTop - clientHeight < NEAR_PX) atEnd.current = true;
    else if (scrollTop < lastTop.current) atEnd.current = false;
    lastTop.current = scrollTop;
    if (atEnd.current) setWaiting(0);
  };

  return (
    <div className="messages-frame">
      <div className="messages" ref={box} onScroll={onScroll} role="log" aria-label="聊天记录" tabIndex={0}>
        <div className="messages-inner">
          {messages === undefined ? (
            <div className="center">
              <Spin />
            </div>
          ) : messages.length === 0 ? (
            props.empty
          ) : (
            rows(messages, props, new Map(people.map((p) => [p.id, p])))
          )}
        </div>
      </div>
      {waiting > 0 && (
        <button type="button" className="pill" onClick={() => toEnd(true)}>
          <DownOutlined /> {waiting} 条新消息
        </button>
      )}
    </div>
  );
}

function rows(messages: WireMessage[], props: MessageListProps, known: Map<string, Who>): ReactNode[] {
  const ids = new Set(messages.map((m) => m.id));
  const out: ReactNode[] = [];
  let before = 0;
  for (const message of messages) {
    if (message.type === 'recall' && message.recalls && ids.has(message.recalls)) continue; // shown where it was
    const at = Date.parse(message.sentAt);
    if (at - before > GAP_MS) {
      out.push(
        <div key={`t${message.id}`} className="notice">
          {separatorTime(message.sentAt)}
        </div>,
      );
    }
    before = at;
    const sender = known.get(message.sender) ?? { id: message.sender, name: message.senderName };
    const notice = noticeOf(message, message.sender === props.me ? '你' : shownName(sender));
    out.push(
      notice ? (
        <div key={message.id} className="notice">
          {notice}
          {message.recalledAt && message.sender === props.me && props.recalled[message.id] && (
            <button
              type="button"
              className="link"
              onClick={() => props.onEditAgain(props.recalled[message.id]!)}
            >
              重新编辑
            </button>
          )}
        </div>
      ) : (
        <Bubble
          key={message.id}
          message={message}
          sender={sender}
          own={message.sender === props.me}
          named={props.named}
          people={props.people}
          me={props.me}
          entry={props.entries.byMessage.get(message.id)}
          effects={props.entries.effects.get(message.id)}
          onQuote={props.onQuote}
          onRecall={props.onRecall}
          onUnderstand={props.onUnderstand}
        />
      ),
    );
  }
  return out;
}

/** What stands in the middle instead of a bubble. */
function noticeOf(message: WireMessage, name: string): string | undefined {
  if (message.recalledAt || message.type === 'recall') return `${name}撤回了一条消息`;
  if (message.type === 'join') return `${name}加入了群聊`;
  if (message.type === 'leave') return `${name}退出了群聊`;
  if (message.type === 'topic')
    return name ? `${name}修改群名为“${message.text}”` : `群名改为“${message.text}”`;
  return undefined;
}
