import { Empty } from 'antd';
import { useDesk, useLoad } from './context.js';
import type { Line, NextIssue } from './api.js';
import { dayText, momentText, Shown, State, To, type Tone } from './parts.js';

export const ISSUE_STATES: Record<Line['state'], { text: string; tone: Tone }> = {
  draft: { text: '待审', tone: 'open' },
  returned: { text: '已退回', tone: 'open' },
  approved: { text: '已发布', tone: 'good' },
  withdrawn: { text: '已撤回', tone: 'gone' },
};

/** All issues that may be seen, newest first. */
export function IssueList({ open }: { open: string | undefined }) {
  const { api, stamp } = useDesk();
  const [list] = useLoad(() => api.issues(), [api, stamp]);
  const [closings] = useLoad(() => api.closings(), [api, stamp]);
  return (
    <nav className="index" aria-label="各期简报">
      <h3>各期简报</h3>
      <Shown of={list}>
        {(issues) =>
          issues.length === 0 ? (
            <Empty className="desk-empty" description="还没有可看的简报" />
          ) : (
            <ul>
              {issues.map((one) => (
                <li key={one.id}>
                  <To
                    to={`/issues/${one.id}`}
                    className={one.id === open ? 'index-issue index-here' : 'index-issue'}
                  >
                    <span className="list-top">
                      <span>
                        {one.series}第{one.number}期
                      </span>
                      <State tone={ISSUE_STATES[one.state].tone}>{ISSUE_STATES[one.state].text}</State>
                    </span>
                    <span className="dim ellipsis">{one.title}</span>
                    <span className="dim">
                      {dayText(one.from)}–{dayText(one.to)}
                      {one.remarks > 0 && ` · ${one.remarks} 处要核`}
                    </span>
                  </To>
                </li>
              ))}
            </ul>
          )
        }
      </Shown>
      {closings.data && <Next closings={closings.data} />}
    </nav>
  );
}

/** When what is drafted next, and how an issue comes about. */
function Next({ closings }: { closings: readonly NextIssue[] }) {
  return (
    <section className="index-next">
      <h3>下一期什么时候</h3>
      <ul>
        {closings.map((one) => (
          <li key={one.kind}>
            {one.title}
            <span className="dim">
              {momentText(one.next)}截止（{one.closes}）
            </span>
          </li>
        ))}
      </ul>
      <p className="dim">
        到截止时间，按台账自动算数、起草；草稿
        {closings.some((one) => one.decides) ? '私发给您，也列在这里' : '私发给审核人'}
        ，人看过、回“同意发布”才发到群里。截止后补报的，在下一期更正里说。
      </p>
    </section>
  );
}
