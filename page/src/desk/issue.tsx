import { DownloadOutlined } from '@ant-design/icons';
import { Button, Segmented } from 'antd';
import { useState } from 'react';
import { deskUrl, type Issue } from './api.js';
import { useDesk, useLoad } from './context.js';
import { FigureDrawer, type Pointed } from './figure.js';
import { ISSUE_STATES } from './issue-list.js';
import { IssueOrders } from './issue-orders.js';
import { IssueSection } from './issue-section.js';
import { Paper } from './paper.js';
import { Card, dayText, Head, localText, momentText, Shown, State } from './parts.js';

/** One issue: its sections and figures, what does not add up, how it will look, and the decision about it. */
export function IssueView({ id }: { id: string }) {
  const { api, touch } = useDesk();
  const [issue, reload] = useLoad(() => api.issue(id), [api, id]);
  const again = () => {
    reload();
    touch();
  };
  return <Shown of={issue}>{(data) => <View issue={data} again={again} />}</Shown>;
}

const LOOKS = ['内容', '群消息', '图片', '公文'] as const;
type Look = (typeof LOOKS)[number];

function View({ issue, again }: { issue: Issue; again: () => void }) {
  const { api } = useDesk();
  const [look, setLook] = useState<Look>('内容');
  const [pointed, setPointed] = useState<Pointed>();
  const state = ISSUE_STATES[issue.state];
  const file = (what: string) => deskUrl(`/issues/${issue.id}/files/${what}`, api.as);
  const open = issue.state === 'draft' || issue.state === 'returned';
  return (
    <>
      <Head title={`${issue.title} ${issue.series}第${issue.number}期`} back="/issues">
        <State tone={state.tone}>{state.text}</State>
      </Head>
      <p className="dim desk-sub">
        {dayText(issue.from)}至{dayText(issue.to)}，截至{momentText(issue.cutOff)} · 第{issue.revision}稿
        {issue.approvedBy && ` · ${issue.approvedBy}同意，${momentText(issue.approvedAt)}`}
      </p>
      <div className="issue-bar">
        <Segmented<Look>
          value={look}
          onChange={setLook}
          options={LOOKS.filter((one) => one !== '图片' || issue.picture)}
        />
        <span className="issue-files">
          <Button size="small" icon={<DownloadOutlined />} href={file('docx')}>
            公文
          </Button>
          <Button size="small" icon={<DownloadOutlined />} href={file('xlsx')}>
            数据表
          </Button>
        </span>
      </div>
      {look === '内容' && <Remarks issue={issue} point={setPointed} />}
      {look === '内容' &&
        issue.sections.map((section) => (
          <IssueSection
            key={`${section.id} ${issue.revision}`}
            issue={issue}
            section={section}
            editable={open && issue.decides}
            point={setPointed}
            again={again}
          />
        ))}
      {look === '群消息' && (
        <Card>
          <div className="bubble bubble-bot issue-text">{issue.text}</div>
        </Card>
      )}
      {look === '图片' && (
        <Card>
          <img
            className="issue-picture"
            src={`${file('png')}&r=${issue.revision}`}
            alt={`${issue.title}配图`}
          />
        </Card>
      )}
      {look === '公文' && <Paper document={issue.document} />}
      {issue.decides && <IssueOrders issue={issue} again={again} />}
      <Deliveries issue={issue} />
      <FigureDrawer issue={issue} at={pointed} onClose={() => setPointed(undefined)} />
    </>
  );
}

/** What does not agree and what cannot be: for whoever approves. Both numbers lead to what they rest on. */
function Remarks({ issue, point }: { issue: Issue; point: (at: Pointed) => void }) {
  const { differences, doubts, corrections, reports } = issue;
  const late: [string, string[] | undefined][] = [
    ['迟报', reports?.late],
    ['待签', reports?.unsigned],
    ['未报', reports?.missing],
  ];
  const behind = late.filter(([, units]) => units && units.length > 0);
  if (differences.length + doubts.length + corrections.length + behind.length === 0) return null;
  return (
    <Card title="要核的" tone="amber">
      <ul className="remarks">
        {differences.map((one, i) => (
          <li key={i}>
            {one.unit}自报“{one.title}”
            <button
              type="button"
              className="figure"
              onClick={() => point({ label: one.title, unit: one.unit })}
            >
              {one.stated}
            </button>
            ，台账是
            <button
              type="button"
              className="figure"
              onClick={() => point({ label: one.title, unit: one.unit })}
            >
              {one.computed ?? '没有'}
            </button>
          </li>
        ))}
        {doubts.map((one) => (
          <li key={one}>{one}</li>
        ))}
        {corrections.map((one, i) => (
          <li key={i}>
            更正：第{one.number}期“{one.title}”{one.was ?? '没有'}
            {one.unit}，截止后补报，现为{one.is ?? '没有'}
            {one.unit}
          </li>
        ))}
        {behind.map(([word, units]) => (
          <li key={word}>
            {word}：{units!.join('、')}
          </li>
        ))}
      </ul>
    </Card>
  );
}

const SENT: Record<string, string> = {
  queued: '待发',
  sending: '正在发',
  sent: '已送达',
  unknown: '送达不明',
  failed: '没有送达',
  dropped: '没有发',
  withdrawn: '发前撤下',
};
const DONE: Record<string, string> = {
  'bulletin.approve': '同意发布',
  'bulletin.edit': '修改',
  'bulletin.return': '退回',
  'bulletin.withdraw': '撤回',
};

function Deliveries({ issue }: { issue: Issue }) {
  const { deliveries, history } = issue;
  if (deliveries.length + history.length === 0) return null;
  const sent = deliveries.filter((one) => one.state === 'sent').length;
  return (
    <div className="two">
      {deliveries.length > 0 && (
        <Card
          title="发送"
          more={
            <span className="dim">
              已送达 {sent} / {deliveries.length}
            </span>
          }
        >
          <ul className="plain-list">
            {deliveries.map((one, i) => (
              <li key={i}>
                <span className="ellipsis">
                  {one.withdrawal && '撤回说明 · '}
                  {one.topic}
                </span>
                <span className="dim">{localText(one.at)}</span>
                <State tone={one.state === 'sent' ? 'good' : one.state === 'queued' ? 'plain' : 'open'}>
                  {SENT[one.state] ?? one.state}
                </State>
              </li>
            ))}
          </ul>
        </Card>
      )}
      {history.length > 0 && (
        <Card title="办理经过">
          <ol className="timeline">
            {history.map((one, i) => (
              <li key={i}>
                <span className="dim">{localText(one.at)}</span> {one.actor} {DONE[one.action] ?? one.action}
                {one.revision !== null && `，第${one.revision}稿`}
                {one.reason && `：${one.reason}`}
              </li>
            ))}
          </ol>
        </Card>
      )}
    </div>
  );
}
