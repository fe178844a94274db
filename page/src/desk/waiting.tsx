import { App, Button, Empty } from 'antd';
import type { ReactNode } from 'react';
import { saysOf } from '../api.js';
import { fieldName } from '../labels.js';
import type { Waits } from './api.js';
import { useDesk, useLoad } from './context.js';
import { Card, dayText, Head, localText, momentText, Shown, State, To } from './parts.js';

/** Everything that waits for a person, in the order in which it presses. */
export function WaitingView() {
  const { api } = useDesk();
  const [waiting, again] = useLoad(() => api.waiting(), [api]);
  return (
    <>
      <Head title="待审" />
      <Shown of={waiting}>{(data) => <All waits={data} again={again} />}</Shown>
    </>
  );
}

function All({ waits, again }: { waits: Waits; again: () => void }) {
  const { api, book } = useDesk();
  const { message } = App.useApp();
  const settle = (what: 'questions' | 'deliveries' | 'failed', id: string, decision?: string) =>
    void api.settle(what, id, decision).then(again, (error: unknown) => message.error(saysOf(error)));
  const wordOf = (id: string) => book.ledgers.find((one) => one.id === id);
  const kindOf = (id: string) => book.records.find((one) => one.id === id);
  const parts: ReactNode[] = [
    <Part key="issues" title="待审的简报" rows={waits.issues}>
      {(one) => (
        <Row
          title={
            <To to={`/issues/${one.id}`}>
              {one.title} {one.series}第{one.number}期
            </To>
          }
          side={<State tone="open">{one.state === 'returned' ? '已退回' : `第${one.revision}稿`}</State>}
          under={`${dayText(one.from)}至${dayText(one.to)}${one.remarks > 0 ? `，${one.remarks} 处要核` : ''}`}
        />
      )}
    </Part>,
    <Part key="reviews" title="待复核的事项" rows={waits.reviews}>
      {(one) => (
        <Row
          title={
            <To to={`/items/${one.id}`}>
              {one.number === null ? '' : `${one.number}号 `}
              {one.title}
            </To>
          }
          side={
            <State tone="open">{wordOf(one.ledger)?.states.find((s) => s.id === one.state)?.title}</State>
          }
          under={[
            wordOf(one.ledger)?.title,
            one.village,
            one.owner && `责任人${one.owner}`,
            `${localText(one.since)}起`,
          ]}
        />
      )}
    </Part>,
    <Part
      key="plans"
      title="待确认的方案"
      rows={waits.plans}
      hint={([first]) =>
        `在私聊里回“方案${first!.id}”看详细，回“确认方案${first!.id}${first!.warnings.some((w) => w.answer === null) ? '，疑点已知悉' : ''}”确认。`
      }
    >
      {(one) => (
        <>
          <Row
            title={`《${one.title}》`}
            side={<Doubts count={one.warnings.filter((w) => w.answer === null).length} />}
            under={[
              `短号 ${one.id}`,
              one.actions > 0 && `行动 ${one.actions} 项`,
              one.problems > 0 && `问题 ${one.problems} 个`,
              one.file,
              momentText(one.createdAt),
            ]}
          />
          {one.warnings.length > 0 && (
            <details className="warnings">
              <summary>疑点</summary>
              <ol>
                {one.warnings.map((w) => (
                  <li key={w.number}>
                    {w.detail} <span className="dim">{w.at.join('、')}</span>
                    {w.answer !== null && <span className="dim"> · 已答：{w.answer || '知道了'}</span>}
                  </li>
                ))}
              </ol>
            </details>
          )}
        </>
      )}
    </Part>,
    <Part key="questions" title="没有答复的提问" rows={waits.questions}>
      {(one) => (
        <>
          <Row
            title={`${one.number}. ${one.text}`}
            side={
              <State tone={one.state === 'answered' ? 'open' : 'plain'}>
                {one.state === 'answered' ? '答了，待审' : '等答复'}
              </State>
            }
            under={[one.post && `转给${one.post}`, momentText(one.askedAt)]}
          />
          {one.answer && <blockquote>{one.answer}</blockquote>}
          {one.state === 'answered' && waits.decides && (
            <div className="card-tools">
              <Button
                size="small"
                type="primary"
                ghost
                onClick={() => settle('questions', `${one.number}`, 'approved')}
              >
                收进政策库
              </Button>
              <Button size="small" onClick={() => settle('questions', `${one.number}`, 'rejected')}>
                不收
              </Button>
            </div>
          )}
        </>
      )}
    </Part>,
    <Part key="asks" title="追问了还没补的" rows={waits.asks}>
      {(one) => (
        <Row
          title={
            <To to={`/records/${one.recordId}`}>
              {kindOf(one.kind)?.title ?? one.kind} {one.subject}
            </To>
          }
          side={<span className="dim">{localText(one.askedAt)}</span>}
          under={[
            one.village,
            `问了${one.whom}`,
            `缺${one.fields.map((f) => kindOf(one.kind)?.fields[f] ?? fieldName(f)).join('、')}`,
          ]}
        />
      )}
    </Part>,
    <Part
      key="deliveries"
      title="送达不明"
      rows={waits.deliveries}
      hint={() => '先到群里看一眼再决定：没有送到才补发。'}
    >
      {(one) => (
        <>
          <Row
            title={one.room ? one.where : `与${one.where}的私聊`}
            side={<span className="dim">{localText(one.at)}</span>}
            under={[]}
          />
          <blockquote className="clip">{one.text}</blockquote>
          <div className="card-tools">
            <Button size="small" onClick={() => settle('deliveries', one.id, 'resend')}>
              没送到，补发
            </Button>
            <Button size="small" onClick={() => settle('deliveries', one.id, 'drop')}>
              已送到或不必了
            </Button>
          </div>
        </>
      )}
    </Part>,
    <Part key="failed" title="没能处理的消息" rows={waits.failed}>
      {(one) => (
        <>
          <Row
            title={one.conversation || '私聊'}
            side={<span className="dim">{momentText(one.sentAt)}</span>}
            under={[one.error]}
          />
          <blockquote className="clip">{one.text}</blockquote>
          <div className="card-tools">
            <Button size="small" onClick={() => settle('failed', one.id)}>
              再处理一次
            </Button>
          </div>
        </>
      )}
    </Part>,
    <Part
      key="strangers"
      title="名册里没有的发言人"
      rows={waits.strangers}
      hint={() => '报送照记；在干部名册里补上姓名或群昵称，就能对上人。'}
    >
      {(one) => (
        <Row
          title={one.name || '没有名字'}
          side={<span className="dim">{one.messages} 条</span>}
          under={[one.rooms.join('、'), `最近 ${localText(one.last)}`]}
        />
      )}
    </Part>,
  ];
  const total =
    waits.issues.length + waits.reviews.length + waits.plans.length + waits.questions.length + waits.asks.length +
    waits.deliveries.length + waits.failed.length + waits.strangers.length; // prettier-ignore
  return total === 0 ? <Empty className="desk-empty" description="没有要办的" /> : <>{parts}</>;
}

function Part<T>({
  title,
  rows,
  hint,
  children,
}: {
  title: string;
  rows: readonly T[];
  hint?: (rows: readonly T[]) => string;
  children: (row: T) => ReactNode;
}) {
  if (rows.length === 0) return null;
  return (
    <Card title={title} more={<span className="count">{rows.length}</span>}>
      {hint && <p className="dim">{hint(rows)}</p>}
      <ul className="waits">
        {rows.map((row, i) => (
          <li key={i}>{children(row)}</li>
        ))}
      </ul>
    </Card>
  );
}

function Row(props: {
  title: ReactNode;
  side: ReactNode;
  under: string | (string | false | null | undefined)[];
}) {
  const under = typeof props.under === 'string' ? props.under : props.under.filter(Boolean).join(' · ');
  return (
    <>
      <span className="list-top">
        <span className="list-title">{props.title}</span>
        {props.side}
      </span>
      {under && <span className="dim list-under">{under}</span>}
    </>
  );
}

function Doubts({ count }: { count: number }) {
  return count > 0 ? <State tone="open">{count} 处疑点待答</State> : <State tone="good">可以确认</State>;
}
