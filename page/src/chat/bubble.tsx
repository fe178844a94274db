import {
  CopyOutlined,
  FileSearchOutlined,
  MessageOutlined,
  MoreOutlined,
  RollbackOutlined,
} from '@ant-design/icons';
import { Button, Dropdown, Image, type MenuProps } from 'antd';
import { memo, useRef, useState, type TouchEvent } from 'react';
import type { WireEntry, WireMessage } from '../api.js';
import { LedgerChip } from '../ledger/chip.js';
import type { Effect } from '../ledger/use-entries.js';
import { shownName, type Who } from '../names.js';
import { Avatar } from '../ui/avatar.js';
import { MessageText } from './text.js';

export interface BubbleProps {
  message: WireMessage;
  sender: Who;
  own: boolean;
  named: boolean; // in a group each bubble says whose it is
  people: Who[];
  me: string | undefined;
  entry: WireEntry | undefined;
  effects: Effect[] | undefined;
  onQuote: (message: WireMessage) => void;
  onRecall: (message: WireMessage) => void;
  onUnderstand?: ((message: WireMessage) => void) | undefined;
}

/** Longer texts are folded: one pasted table must not hide the whole talk. */
const FOLD_LINES = 24;
const FOLD_CHARS = 900;

/** One message of somebody. Drawn again only when something about it has changed. */
export const Bubble = memo(function Bubble(props: BubbleProps) {
  const { message, sender, own } = props;
  const [menuOpen, setMenuOpen] = useState(false);
  const press = useLongPress(() => setMenuOpen(true));
  const menu = menuOf(props);
  const name = shownName(sender);

  return (
    <article className={own ? 'line line-own' : 'line'} aria-label={`${name}的消息`}>
      <Avatar who={sender} />
      <div className="line-body">
        {props.named && !own && (
          <div className="line-name">
            {name}
            {message.bot && <span className="bot-mark">机器人</span>}
          </div>
        )}
        <Dropdown menu={menu} trigger={['contextMenu']} open={menuOpen} onOpenChange={setMenuOpen}>
          <div className="bubble-row" {...press}>
            <Content {...props} />
            <Dropdown menu={menu} trigger={['click']} placement={own ? 'bottomRight' : 'bottomLeft'}>
              <Button
                className="bubble-more"
                type="text"
                size="small"
                icon={<MoreOutlined />}
                aria-label={`对${name}的消息操作`}
              />
            </Dropdown>
          </div>
        </Dropdown>
        {message.quoted && (
          <div className="quoted">
            <span>
              {message.quoted.sender}：{message.quoted.text || '[图片或文件]'}
            </span>
          </div>
        )}
        <LedgerChip
          entry={props.entry}
          effects={props.effects}
          onOpen={() => props.onUnderstand?.(message)}
        />
      </div>
    </article>
  );
});

function Content({ message, own, people, me }: BubbleProps) {
  const [unfolded, setUnfolded] = useState(false);
  const pictures = message.attachments.filter((a) => a.type.startsWith('image/') && a.url);
  const files = message.attachments.filter((a) => !pictures.includes(a));
  const long =
    message.text.length > FOLD_CHARS || message.text.split('\n', FOLD_LINES + 1).length > FOLD_LINES;
  const text =
    long && !unfolded
      ? message.text.split('\n').slice(0, FOLD_LINES).join('\n').slice(0, FOLD_CHARS) + '…'
      : message.text;

  return (
    <div className="contents">
      {message.text && (
        <div className={own ? 'bubble bubble-own' : message.bot ? 'bubble bubble-bot' : 'bubble'}>
          <MessageText text={text} people={people} me={me} />
          {long && (
            <button type="button" className="link fold" onClick={() => setUnfolded(!unfolded)}>
              {unfolded ? '收起' : `展开全文（${message.text.length} 字）`}
            </button>
          )}
        </div>
      )}
      {pictures.map((p) => (
        <Image key={p.url} className="picture" src={p.url} alt={p.name} preview={{ mask: false }} />
      ))}
      {files.map((f) =>
        f.url ? (
          <a key={f.url} className="bubble file" href={f.url} download={f.name}>
            📄 {f.name}
          </a>
        ) : (
          <div key={f.name} className="bubble file">
            📄 {f.name}
          </div>
        ),
      )}
    </div>
  );
}

function menuOf({ message, own, onQuote, onRecall, onUnderstand }: BubbleProps): MenuProps {
  const items: NonNullable<MenuProps['items']> = [
    { key: 'quote', icon: <MessageOutlined />, label: '引用', onClick: () => onQuote(message) },
  ];
  if (message.text) {
    items.unshift({
      key: 'copy',
      icon: <CopyOutlined />,
      label: '复制',
      onClick: () => void navigator.clipboard?.writeText(message.text),
    });
  }
  if (onUnderstand && !message.bot && message.text) {
    items.push({
      key: 'understand',
      icon: <FileSearchOutlined />,
      label: '理解',
      onClick: () => onUnderstand(message),
    });
  }
  if (own)
    items.push({
      key: 'recall',
      icon: <RollbackOutlined />,
      label: '撤回',
      danger: true,
      onClick: () => onRecall(message),
    });
  return { items };
}

/** Half a second of holding opens the menu where the browser has no context menu of its own (iOS). */
function useLongPress(open: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const fired = useRef(false);
  const cancel = () => clearTimeout(timer.current);
  return {
    onTouchStart: () => {
      fired.current = false;
      timer.current = setTimeout(() => {
        fired.current = true;
        open();
      }, 500);
    },
    onTouchEnd: (event: TouchEvent) => {
      cancel();
      if (fired.current) event.preventDefault(); // else the lifted finger counts as a click beside the menu
    },
    onTouchMove: cancel,
    onTouchCancel: cancel,
  };
}
