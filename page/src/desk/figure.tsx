import { SideSheet } from '../ui/side-sheet.js';
import type { Issue, Trace } from './api.js';
import { useDesk, useLoad } from './context.js';
import { amount, dayText, momentText, Shown, To } from './parts.js';

/** Which number of an issue is meant: a figure, a cell of a table, or the two sides of a difference. */
export interface Pointed {
  metric?: string;
  name?: string; // the row
  label?: string;
  unit?: string;
}

/** How a number came about: what it counts, of where and when, as of which cut-off, and the records behind it. */
export function FigureDrawer({
  issue,
  at,
  onClose,
}: {
  issue: Issue;
  at: Pointed | undefined;
  onClose: () => void;
}) {
  return (
    <SideSheet title="这个数怎么来的" open={at !== undefined} width={460} onClose={onClose}>
      {at && <Told key={JSON.stringify(at)} issue={issue} at={at} />}
    </SideSheet>
  );
}

function Told({ issue, at }: { issue: Issue; at: Pointed }) {
  const { api } = useDesk();
  const [trace] = useLoad(() => api.figure(issue.id, { ...at }), [api, issue.id]);
  return <Shown of={trace}>{(data) => <Figure trace={data} />}</Shown>;
}

function Figure({ trace }: { trace: Trace }) {
  const { stated, now, value } = trace;
  const told = stated ? stated.computed : value;
  const shown = told ?? now;
  const changed = told !== null && now !== null && now !== told;
  return (
    <div className="story figure-story">
      {stated && (
        <section className="sides">
          <div>
            <span className="dim">
              {stated.unit}自报“{stated.label}”
            </span>
            <strong>{stated.value}</strong>
            {stated.records.map((id) => (
              <To key={id} to={`/records/${id}`}>
                看这份上报
              </To>
            ))}
          </div>
          <div>
            <span className="dim">台账</span>
            <strong>{stated.computed ?? '没有'}</strong>
            <span className="dim">明细在下面</span>
          </div>
        </section>
      )}
      {!stated && (
        <p className="figure-big">
          {trace.place}
          {trace.title} <strong>{amount(shown, trace.unit)}</strong>
        </p>
      )}
      <dl className="values">
        <Line name="口径">{trace.source}</Line>
        <Line name="时段">
          {trace.standing ? '截止时的情况' : `${dayText(trace.from)}至${dayText(trace.to)}`}
        </Line>
        <Line name="截止">{momentText(trace.cutOff)}，之后报来的不算</Line>
        {trace.base !== null && (
          <Line name={trace.baseTitle || '底数'}>
            {amount(trace.base, trace.unit)}
            {trace.value !== null &&
              trace.base > 0 &&
              `，占 ${Math.round((trace.value / trace.base) * 1000) / 10}%`}
          </Line>
        )}
        {trace.before !== null && <Line name="上期">{amount(trace.before, trace.unit)}</Line>}
        {trace.unknown > 0 && <Line name="没写">{trace.unknown} 条没写这个数</Line>}
      </dl>
      {changed && (
        <p className="issue-answer">
          现在按同样的截止重数是 {amount(now, trace.unit)}：出稿以后有撤回或更正，下一期会写更正。
        </p>
      )}
      {trace.rowsOf === '' ? (
        <p className="dim">明细不在这个身份负责的范围内。</p>
      ) : (
        <>
          <h3>
            明细{' '}
            <small className="dim">
              {trace.rowsOf}，{trace.rows.length === 200 ? '前 200' : trace.rows.length} 条
            </small>
          </h3>
          <ul className="plain-list">
            {trace.rows.map((row, i) => (
              <li key={i}>
                <span className="ellipsis">
                  {row.recordId ? (
                    <To to={`/records/${row.recordId}`}>{row.title}</To>
                  ) : row.itemId ? (
                    <To to={`/items/${row.itemId}`}>{row.title}</To>
                  ) : (
                    row.title
                  )}{' '}
                  <span className="dim">{row.place}</span>
                </span>
                <span className="dim">
                  {[row.by, row.day && dayText(row.day)].filter(Boolean).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

function Line({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <div className="field">
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
