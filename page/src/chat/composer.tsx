import { CloseOutlined, FileTextOutlined, PictureOutlined } from '@ant-design/icons';
import { App, Button, Dropdown, Tooltip } from 'antd';
import { useEffect, useRef, useState, type ClipboardEvent, type ReactNode } from 'react';
import { api, saysOf, type Attachment, type WireMessage } from '../api.js';
import { attachedText } from '../labels.js';
import { mentionsIn, type Who } from '../names.js';
import { samples } from '../samples.js';
import { useNarrow } from '../ui/use-narrow.js';
import { MentionBox, type MentionBoxHandle } from './mention-box.js';
import { Pictures } from './pictures.js';

export interface ComposerProps {
  draft: string;
  onDraft: (text: string) => void;
  identity: ReactNode;
  speaker: string; // whose name stands in a sample
  people: Who[]; // who can be mentioned; empty in a private talk
  quote: WireMessage | undefined;
  onUnquote: () => void;
  disabled: boolean;
  /** Rejects where it was not posted: the text stays then. */
  onSend: (message: { text: string; mentions: string[]; attachments: Attachment[] }) => Promise<void>;
}

const MAX_PICTURES = 9;

export function Composer(props: ComposerProps) {
  const { draft, onDraft, people, quote } = props;
  const { message } = App.useApp();
  const narrow = useNarrow();
  const [pictures, setPictures] = useState<File[]>([]);
  const [sending, setSending] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  const box = useRef<MentionBoxHandle>(null);
  const written = useRef(draft);
  written.current = draft;
  const ready = (draft.trim() !== '' || pictures.length > 0) && !sending && !props.disabled;

  useEffect(() => {
    if (quote) box.current?.focus();
  }, [quote]);

  const addPictures = (files: Iterable<File>) => {
    const found = [...files].filter((f) => f.type.startsWith('image/'));
    setPictures((before) => [...before, ...found].slice(0, MAX_PICTURES));
  };

  const send = async () => {
    if (!ready) return;
    const text = draft.trim();
    setSending(true);
    try {
      const attachments: Attachment[] = [];
      for (const picture of pictures) attachments.push(await api.upload(picture));
      if (text) {
        onDraft(''); // at once: what is typed meanwhile is the next message
        const mentions = [...new Set(mentionsIn(text, people).map((span) => span.id))];
        await props.onSend({ text, mentions, attachments: [] }).catch((error: unknown) => {
          onDraft([text, written.current].filter(Boolean).join('\n'));
          throw error;
        });
      }
      // As in WeChat, each picture is a message of its own.
      for (const attachment of attachments) {
        await props.onSend({ text: '', mentions: [], attachments: [attachment] });
        setPictures((before) => before.slice(1));
      }
    } catch (error) {
      message.error(saysOf(error));
    } finally {
      setSending(false);
      box.current?.focus();
    }
  };

  const onPaste = (event: ClipboardEvent) => {
    // Excel puts a picture of the cells beside their text: the text is what was meant.
    if (event.clipboardData.files.length === 0 || event.clipboardData.types.includes('text/plain')) return;
    event.preventDefault();
    addPictures(event.clipboardData.files);
  };
  const insert = (text: string) => {
    onDraft(draft.trim() ? `${draft.trimEnd()}\n${text}` : text);
    setTimeout(() => box.current?.focus());
  };

  return (
    <footer className="composer" onPaste={onPaste}>
      <div className="tools">
        {props.identity}
        <span className="tools-right">
          <Tooltip title="图片">
            <Button
              type="text"
              icon={<PictureOutlined />}
              aria-label="发送图片"
              onClick={() => file.current?.click()}
            />
          </Tooltip>
          {people.length > 0 && (
            <Tooltip title="提醒某人">
              <Button type="text" aria-label="提醒某人" onClick={() => box.current?.at()}>
                @
              </Button>
            </Tooltip>
          )}
          <Dropdown
            placement="topRight"
            trigger={['click']}
            menu={{
              items: samples(props.speaker).map((s) => ({
                key: s.title,
                label: s.title,
                onClick: () => insert(s.text),
              })),
            }}
          >
            <Button type="text" icon={<FileTextOutlined />}>
              范文
            </Button>
          </Dropdown>
        </span>
        <input
          ref={file}
          type="file"
          accept="image/png,image/jpeg,image/gif,image/webp"
          multiple
          hidden
          onChange={(e) => {
            addPictures(e.target.files ?? []);
            e.target.value = ''; // the same file may be chosen again
          }}
        />
      </div>
      {quote && (
        <div className="quote-bar">
          <span className="ellipsis">
            {quote.senderName}：{quote.text || attachedText(quote.attachments)}
          </span>
          <Button
            type="text"
            size="small"
            icon={<CloseOutlined />}
            aria-label="取消引用"
            onClick={props.onUnquote}
          />
        </div>
      )}
      <Pictures files={pictures} onRemove={(at) => setPictures(pictures.filter((_, i) => i !== at))} />
      <div className="write">
        <MentionBox
          ref={box}
          value={draft}
          onChange={onDraft}
          onEnter={() => void send()}
          people={people}
          rows={narrow ? { minRows: 1, maxRows: 6 } : { minRows: 3, maxRows: 10 }}
          placeholder={narrow ? '说点什么' : '说点什么，Enter 发送，Shift + Enter 换行'}
          disabled={props.disabled}
        />
        <Button
          type="primary"
          className="send"
          disabled={!ready}
          loading={sending}
          onClick={() => void send()}
        >
          发送
        </Button>
      </div>
    </footer>
  );
}
