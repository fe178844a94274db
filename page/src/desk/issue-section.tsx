import { App, Button, Input } from 'antd';
import { useState } from 'react';
import { saysOf } from '../api.js';
import type { Issue } from './api.js';
import { useDesk } from './context.js';
import type { Pointed } from './figure.js';
import { amount, Card, State } from './parts.js';

type Section = Issue['sections'][number];

/** A section: its words, which a person may change, and its figures, each of which leads back to what it counts. */
export function IssueSection(props: {
  issue: Issue;
  section: Section;
  editable: boolean;
  point: (at: Pointed) => void;
  again: () => void;
}) {
  const { issue, section, editable, point, again } = props;
  const { api } = useDesk();
  const { message } = App.useApp();
  const [draft, setDraft] = useState<string>();
  const [answer, setAnswer] = useState('');
  const [busy, setBusy] = useState(false);

  const order = async (name: string, rest: string) => {
    setBusy(true);
    try {
      const { say, done } = await api.order(issue.id, { name, rest, revision: issue.revision });
      if (done) again();
      else setAnswer(say);
    } catch (error) {
      message.error(saysOf(error));
    } finally {
      setBusy(false);
    }
  };
  const edited = section.words !== section.computed;
  return (
    <Card
      title={
        <>
          {section.title} {edited && <State tone="plain">改过的话</State>}
          {section.held && <State tone="gone">本期不发</State>}
        </>
      }
      more={
        editable &&
        draft === undefined && (
          <span className="card-tools">
            <Button size="small" type="text" onClick={() => setDraft(section.words)}>
              改文字
            </Button>
            <Button
              size="small"
              type="text"
              loading={busy}
              onClick={() => void order(section.held ? 'restore' : 'hold', section.title)}
            >
              {section.held ? '恢复这一节' : '这一节不发'}
            </Button>
          </span>
        )
      }
    >
      {draft === undefined ? (
        <p className={section.held ? 'issue-words gone' : 'issue-words'}>{section.words}</p>
      ) : (
        <div className="issue-edit">
          <Input.TextArea
            aria-label={`${section.title}的文字`}
            autoSize={{ minRows: 2, maxRows: 10 }}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
          />
          {answer && <p className="issue-answer">{answer}</p>}
          <div className="card-tools">
            <Button
              type="primary"
              size="small"
              loading={busy}
              disabled={draft.trim() === ''}
              onClick={() => void order('edit', `${section.title}：${draft.trim()}`)}
            >
              存为新稿
            </Button>
            {edited && (
              <Button size="small" onClick={() => setDraft(section.computed)}>
                用回算出来的话
              </Button>
            )}
            <Button
              size="small"
              type="text"
              onClick={() => {
                setDraft(undefined);
                setAnswer('');
              }}
            >
              取消
            </Button>
            <span className="dim">数字只能用算出来的；不写户主姓名，不排名。</span>
          </div>
        </div>
      )}
      <div className="figures">
        {section.figures.map((figure) => (
          <button
            key={figure.id}
            type="button"
            className="figure-card"
            onClick={() => point({ metric: figure.id })}
            aria-label={`${figure.title} ${amount(figure.value, figure.unit)} 怎么来的`}
          >
            <span className="dim">{figure.title}</span>
            <strong>{amount(figure.value, figure.unit)}</strong>
            <span className="dim">
              {[
                figure.base !== null && `${figure.baseTitle}${amount(figure.base, figure.unit)}`,
                figure.before !== null && `上期${amount(figure.before, figure.unit)}`,
                figure.unknown > 0 && `${figure.unknown}条没写`,
              ]
                .filter(Boolean)
                .join('，')}
            </span>
          </button>
        ))}
      </div>
      {section.table && section.table.rows.length > 0 && (
        <Table section={section} table={section.table} point={point} />
      )}
    </Card>
  );
}

/** The figures of a section side by side; a cell leads to its records where its place is one of the register. */
function Table({
  section,
  table,
  point,
}: {
  section: Section;
  table: NonNullable<Section['table']>;
  point: (at: Pointed) => void;
}) {
  const placed = table.by === 'town' || table.by === 'village';
  return (
    <div className="scroll">
      <table className="table table-figures">
        <thead>
          <tr>
            {table.head.map((head) => (
              <th key={head}>{head}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.name}>
              <td>{row.name || '未写明'}</td>
              {row.values.map((value, i) => {
                const metric = section.columns[i];
                return (
                  <td key={i}>
                    {placed && metric && row.name ? (
                      <button
                        type="button"
                        className="figure"
                        onClick={() => point({ metric, name: row.name })}
                      >
                        {value ?? '—'}
                      </button>
                    ) : (
                      (value ?? '—')
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
          <tr className="table-total">
            <td>合计</td>
            {table.total.map((value, i) => (
              <td key={i}>{value ?? '—'}</td>
            ))}
          </tr>
        </tbody>
      </table>
    </div>
  );
}
