import { Alert, Empty, Spin } from 'antd';
import { useEffect, useState } from 'react';
import { api, ApiError, saysOf, type WireEntry, type WireMessage } from '../api.js';
import { checkText } from '../check-text.js';
import { CAUSES, fieldIn, fieldName, kindName, subjectOf, valueText } from '../labels.js';
import { separatorTime } from '../time.js';
import { SideSheet } from '../ui/side-sheet.js';
import { MarkedText, type TraceStep } from './marked-text.js';
import { openChecks } from './open-checks.js';
import { RecordCard } from './record-card.js';
import type { Effect } from './use-entries.js';

/** The drawer that tells what was made of one message. `stamp` changes when it should look again. */
export function Understanding({
  message,
  as,
  stamp,
  effects,
  onClose,
}: {
  message: WireMessage | undefined;
  as: string; // in whose name one looks
  stamp: unknown;
  effects: Effect[] | undefined;
  onClose: () => void;
}) {
  return (
    <SideSheet title="这条消息的理解" open={message !== undefined} width={440} onClose={onClose}>
      {message && (
        <Story key={`${message.id} ${as}`} message={message} as={as} stamp={stamp} effects={effects ?? []} />
      )}
    </SideSheet>
  );
}

function Story({
  message,
  as,
  stamp,
  effects,
}: {
  message: WireMessage;
  as: string;
  stamp: unknown;
  effects: Effect[];
}) {
  const [entry, setEntry] = useState<WireEntry | 'none' | { failed: string }>();
  const [lit, setLit] = useState<TraceStep>();

  useEffect(() => {
    let stale = false;
    api.entry(message.id, as).then(
      (found) => stale || setEntry(found),
      (error: unknown) =>
        stale ||
        setEntry(error instanceof ApiError && error.status === 404 ? 'none' : { failed: saysOf(error) }),
    );
    return () => {
      stale = true;
    };
  }, [message.id, as, stamp]);

  if (!entry) return <Spin className="center" />;
  if (entry === 'none') return <Empty description="还没有读到这条消息，请稍候" />;
  if ('failed' in entry) return <Alert type="error" title={entry.failed} showIcon />;

  const { records, missing, trace } = entry;
  const checks = openChecks(entry);
  const nothing = effects.length === 0 && records.length === 0 && missing.length === 0 && checks.length === 0;
  return (
    <div className="story">
      <p className="dim">
        {message.senderName} · {separatorTime(message.sentAt)}
      </p>
      {message.text && <MarkedText text={message.text} trace={trace} lit={lit} onLight={setLit} />}
      {entry.state === 'pending' && <Alert type="info" showIcon title="正在处理" />}
      {entry.state === 'failed' && (
        <Alert type="error" showIcon title="处理失败，已留给人工查看" description={entry.error} />
      )}
      {entry.state === 'done' && nothing && (
        <Alert
          type="info"
          showIcon
          title="没有可以入账的内容"
          description="闲聊、回复和通知不入账，也不打扰大家。"
        />
      )}
      {effects.length > 0 && (
        <section className="record" data-colour="0">
          <header>
            <strong>改动了之前的记录</strong>
          </header>
          <ul className="changes">
            {effects.map(({ record, change }, i) => (
              <li key={i}>
                {kindName(record.kind, record.called)}
                {subjectOf(record.data)} {CAUSES[change.cause] ?? change.cause}{' '}
                {fieldIn(change.field, record.called)}：{valueText(change.field, change.before)} →{' '}
                {valueText(change.field, change.after)}
              </li>
            ))}
          </ul>
        </section>
      )}
      {records.map((record) => (
        <RecordCard
          key={record.id}
          record={record}
          text={message.text}
          trace={trace.filter((t) => t.record === record.index - 1)}
          lit={lit}
          onLight={setLit}
        />
      ))}
      {records.length === 0 && missing.length > 0 && (
        <Alert type="warning" showIcon title={`还缺：${missing.map(fieldName).join('、')}`} />
      )}
      {checks.length > 0 && (
        <section className="checks">
          <h3>需留意</h3>
          <ul>
            {checks.map((check, i) => (
              <li key={i}>{checkText(check)}</li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
