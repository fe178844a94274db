import { Input, type GetRef } from 'antd';
import {
  useEffect,
  useId,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type Ref,
} from 'react';
import { shownName, type Who } from '../names.js';
import { Avatar } from '../ui/avatar.js';

/** WeChat puts this space after a mention; whoever reads the text sees by it where the name ends. */
const AFTER_MENTION = '\u2005';

export interface MentionBoxHandle {
  focus: () => void;
  /** Types "@" at the caret, which opens the list. */
  at: () => void;
}

export interface MentionBoxProps {
  ref: Ref<MentionBoxHandle>;
  value: string;
  onChange: (text: string) => void;
  onEnter: () => void;
  people: Who[]; // who can be mentioned
  rows: { minRows: number; maxRows: number };
  placeholder: string;
  disabled: boolean;
}

/**
 * The text field. A list of names opens at "@" and closes as soon as nothing fits: so Enter sends at once where no name is meant.
 */
export function MentionBox({
  ref,
  value,
  onChange,
  onEnter,
  people,
  rows,
  placeholder,
  disabled,
}: MentionBoxProps) {
  const field = useRef<GetRef<typeof Input.TextArea>>(null);
  const caretAfter = useRef<number>(undefined);
  const [caret, setCaret] = useState(0);
  const [closedAt, setClosedAt] = useState(-1); // Escape closes the list for this "@"
  const [active, setActive] = useState(0);
  const listId = useId();
  const area = () => field.current?.resizableTextArea?.textArea;

  const typed = /@([^@\s\u2005]{0,20})$/.exec(value.slice(0, caret));
  const start = typed ? typed.index : -1;
  const found = useMemo(() => {
    if (!typed || start === closedAt) return [];
    const wanted = typed[1]!.toLowerCase();
    return people.filter(
      (p) =>
        `${p.name} ${shownName(p)}`.toLowerCase().includes(wanted) && shownName(p).toLowerCase() !== wanted,
    );
  }, [typed?.[1], start, closedAt, people]);
  const open = found.length > 0;

  useEffect(() => setActive(0), [start, found.length]);
  // A name was put in: the caret belongs behind it.
  useEffect(() => {
    if (caretAfter.current === undefined) return;
    area()?.setSelectionRange(caretAfter.current, caretAfter.current);
    setCaret(caretAfter.current);
    caretAfter.current = undefined;
  }, [value]);
  useEffect(() => {
    document.getElementById(`${listId}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, listId]);

  const replace = (from: number, to: number, text: string) => {
    caretAfter.current = from + text.length;
    onChange(value.slice(0, from) + text + value.slice(to));
    area()?.focus();
  };
  const pick = (who: Who) => replace(start, caret, `@${shownName(who)}${AFTER_MENTION}`);

  useImperativeHandle(ref, () => ({
    focus: () => field.current?.focus(),
    at() {
      const at = area()?.selectionStart ?? value.length;
      setClosedAt(-1);
      replace(at, at, '@');
    },
  }));

  const onKeyDown = (event: KeyboardEvent) => {
    // Enter that ends a pinyin input is not "send".
    if (event.nativeEvent.isComposing || event.keyCode === 229) return;
    if (open && (event.key === 'ArrowDown' || event.key === 'ArrowUp')) {
      event.preventDefault();
      setActive((active + (event.key === 'ArrowDown' ? 1 : found.length - 1)) % found.length);
    } else if (open && (event.key === 'Enter' || event.key === 'Tab')) {
      event.preventDefault();
      pick(found[active] ?? found[0]!);
    } else if (open && event.key === 'Escape') {
      event.preventDefault();
      setClosedAt(start);
    } else if (event.key === 'Enter' && !event.shiftKey) {
      event.preventDefault();
      onEnter();
    }
  };

  return (
    <div className="mention-box">
      {open && (
        <ul className="mention-list" id={listId} role="listbox" aria-label="提醒谁">
          {found.map((p, i) => (
            <li
              key={p.id}
              id={`${listId}-${i}`}
              role="option"
              aria-selected={i === active}
              onMouseEnter={() => setActive(i)}
              onMouseDown={(e) => {
                e.preventDefault(); // the field keeps the focus
                pick(p);
              }}
            >
              <Avatar who={p} size={26} />
              {shownName(p)}
            </li>
          ))}
        </ul>
      )}
      <Input.TextArea
        ref={field}
        className="write-box"
        variant="borderless"
        autoSize={rows}
        value={value}
        placeholder={placeholder}
        disabled={disabled}
        aria-label="消息内容"
        aria-autocomplete="list"
        aria-controls={open ? listId : undefined}
        aria-activedescendant={open ? `${listId}-${active}` : undefined}
        onChange={(e) => {
          setCaret(e.target.selectionStart);
          onChange(e.target.value);
        }}
        onSelect={(e) => setCaret(e.currentTarget.selectionStart)}
        onKeyDown={onKeyDown}
      />
    </div>
  );
}
