import { Empty } from 'antd';
import { useDesk, useLoad } from './context.js';
import type { Line } from './api.js';
import { dayText, Shown, State, To, type Tone } from './parts.js';

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
    </nav>
  );
}
