import { useState } from 'react';
import { MarkedText, type TraceStep } from '../ledger/marked-text.js';
import { checkText } from '../check-text.js';
import { CAUSES, fieldName, inOrder, STATES, subjectOf, valueText } from '../labels.js';
import type { Behind, RecordPage } from './api.js';
import { useDesk, useLoad } from './context.js';
import { Card, dayText, Head, momentText, Shown, State, To } from './parts.js';
import { ruleText } from './rules.js';

/** One record: each value with the words that gave it and the rule that read them, what changed since, what came of it. */
export function RecordView({ id }: { id: string }) {
  const { api } = useDesk();
  const [story] = useLoad(() => api.record(id), [api, id]);
  return <Shown of={story}>{(data) => <Story story={data} />}</Shown>;
}

/** The words of a message, where and when they were said. */
export function Said({ message }: { message: Behind }) {
  return (
    <p className="dim">
      {message.sender} · {momentText(message.sentAt)} · {message.room ?? '私聊'}
      {message.recalledAt && ' · 已撤回'}
    </p>
  );
}

function Story({ story }: { story: RecordPage }) {
  const { book } = useDesk();
  const [lit, setLit] = useState<TraceStep>();
  const kind = book.records.find((one) => one.id === story.kind);
  const title = (field: string) => kind?.fields[field] ?? fieldName(field);
  const { message } = story;
  const trace = message.trace as TraceStep[];
  const own = trace.filter((step) => step.record === story.index - 1 || step.record < 0);
  const state = STATES[story.state]!;
  const siblings = message.records.filter((one) => one.id !== story.id);
  return (
    <>
      <Head
        title={`${kind?.title ?? story.kind}${story.household ? `“${story.household.householder}”` : subjectOf(story.data)}`}
        back={`/ledgers/records/${story.kind}`}
      >
        <State tone={story.state === 'active' ? 'good' : story.state === 'incomplete' ? 'open' : 'gone'}>
          {state.text}
        </State>
      </Head>
      <p className="dim desk-sub">
        {dayText(story.day)}
        {story.household &&
          ` · ${story.household.town}${story.household.village}${story.household.group} · 户编码 ${story.household.code}`}
      </p>
      <div className="two">
        <Card title="原话">
          <Said message={message} />
          <MarkedText text={message.text} trace={own} lit={lit} onLight={setLit} />
          {message.others && <p className="dim">这条消息还说到别处的户，只显示与本条有关的词句。</p>}
          {siblings.length > 0 && (
            <p className="dim">
              同一条消息的其他记录：
              {siblings.map((one) => (
                <To key={one.id} to={`/records/${one.id}`} className="desk-link desk-link-gap">
                  第 {one.index} 条
                </To>
              ))}
            </p>
          )}
          {message.checks.length > 0 && (
            <div className="checks">
              <h3>需留意</h3>
              <ul>
                {message.checks.map((check, i) => (
                  <li key={i}>{checkText(check)}</li>
                ))}
              </ul>
            </div>
          )}
        </Card>
        <Card title="记下的内容和依据">
          <dl className="values">
            {inOrder(story.data).map(([field, value]) => {
              const steps = own.filter(
                (s) =>
                  s.field === field || s.field.startsWith(`${field}.`) || s.field.startsWith(`${field}[`),
              );
              return (
                <div
                  key={field}
                  className={lit && steps.includes(lit) ? 'field field-lit' : 'field'}
                  data-field={field}
                  onMouseEnter={() => setLit(steps[0])}
                  onMouseLeave={() => setLit(undefined)}
                >
                  <dt>{title(field)}</dt>
                  <dd>
                    {valueText(field, value)}
                    {steps.map((step, i) => (
                      <Reason key={i} step={step} text={message.text} title={title} />
                    ))}
                  </dd>
                </div>
              );
            })}
            {story.missing.map((field) => (
              <div key={field} className="field field-missing">
                <dt>{title(field)}</dt>
                <dd>还没有，待补充</dd>
              </div>
            ))}
          </dl>
        </Card>
      </div>
      <Card title="经过">
        <ol className="timeline">
          <li>
            <span className="dim">{momentText(message.sentAt)}</span> {message.sender} 在
            {message.room ?? '私聊'}报送
          </li>
          {story.changes.map((change, i) => (
            <li key={i}>
              <span className="dim">{momentText(change.at)}</span> {change.by.sender}{' '}
              {CAUSES[change.cause] ?? change.cause}：{title(change.field)}{' '}
              {valueText(change.field, change.before)} → {valueText(change.field, change.after)}
              {change.by.text && change.by.id !== message.id && <blockquote>{change.by.text}</blockquote>}
            </li>
          ))}
          {story.items.map((item) => {
            const ledger = book.ledgers.find((one) => one.id === item.ledger);
            return (
              <li key={item.id + item.event} className={item.voided ? 'gone' : undefined}>
                {ledger?.title ?? item.ledger}：{ledger?.events[item.event] ?? item.event}{' '}
                <To to={`/items/${item.id}`}>
                  {item.number === null ? '' : `${item.number}号 `}
                  {item.title}
                </To>
                {item.voided && '（已作废）'}
              </li>
            );
          })}
        </ol>
      </Card>
    </>
  );
}

function Reason({ step, text, title }: { step: TraceStep; text: string; title: (field: string) => string }) {
  const words = text.slice(step.from, step.to).replace(/\s+/g, ' ').trim();
  return (
    <span className="source">
      {words && <q>{words.length > 40 ? `${words.slice(0, 40)}…` : words}</q>}{' '}
      {ruleText(step.rule, step.field.split(/[.[]/)[0]!, title)}
      {step.certainty === 'implied' ? ' · 推定' : ''}
    </span>
  );
}
