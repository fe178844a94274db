import { Tag } from 'antd';
import type { WireEntry } from '../api.js';
import { CAUSES, fieldIn, inOrder, kindName, STATES, valueText } from '../labels.js';
import { separatorTime } from '../time.js';
import type { TraceStep } from './marked-text.js';

type Rec = WireEntry['records'][number];

/** One stored record: each field with the words it came from, what is missing, and what changed later. */
export function RecordCard({
  record,
  text = '',
  trace = [],
  lit,
  onLight,
}: {
  record: Rec;
  text?: string;
  trace?: TraceStep[];
  lit?: TraceStep | undefined;
  onLight?: (step: TraceStep | undefined) => void;
}) {
  const state = STATES[record.state]!;
  const fields = inOrder(record.data);
  return (
    <section className="record" data-colour={(record.index - 1) % 4}>
      <header>
        <strong>{kindName(record.kind, record.called)}</strong>
        <Tag color={state.colour}>{state.text}</Tag>
      </header>
      <dl>
        {fields.map(([field, value]) => {
          const step =
            trace.find((t) => t.field === field) ??
            trace.find((t) => t.field.startsWith(`${field}.`) || t.field.startsWith(`${field}[`));
          const words = step ? text.slice(step.from, step.to) : '';
          return (
            <div
              key={field}
              className={step && step === lit ? 'field field-lit' : 'field'}
              onMouseEnter={() => onLight?.(step)}
              onMouseLeave={() => onLight?.(undefined)}
            >
              <dt>{fieldIn(field, record.called)}</dt>
              <dd>
                {valueText(field, value)}
                {step && (
                  <span className="source" title={step.rule}>
                    {words ? `原文“${words.length > 24 ? `${words.slice(0, 24)}…` : words}”` : ''}
                    {step.certainty === 'implied' ? ' 推定' : ''}
                  </span>
                )}
              </dd>
            </div>
          );
        })}
        {record.missing.map((field) => (
          <div key={field} className="field field-missing">
            <dt>{fieldIn(field, record.called)}</dt>
            <dd>还没有，待补充</dd>
          </div>
        ))}
      </dl>
      {record.changes.length > 0 && (
        <ul className="changes">
          {record.changes.map((c, i) => (
            <li key={i}>
              {separatorTime(c.at)} {CAUSES[c.cause] ?? c.cause} {fieldIn(c.field, record.called)}：
              {valueText(c.field, c.before)} → {valueText(c.field, c.after)}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
