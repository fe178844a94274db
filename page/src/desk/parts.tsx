import { LeftOutlined } from '@ant-design/icons';
import { Alert, Button, Spin } from 'antd';
import type { MouseEvent, ReactNode } from 'react';
import { useNarrow } from '../ui/use-narrow.js';
import { useDesk, type Loaded } from './context.js';

/** The head of a page: its title, what is beside it; on a phone the way back. */
export function Head({ title, back, children }: { title: ReactNode; back?: string; children?: ReactNode }) {
  const { go } = useDesk();
  const narrow = useNarrow();
  const inside = (history.state as { inside?: boolean } | null)?.inside === true;
  return (
    <header className="desk-head">
      {narrow && back && (
        <Button
          type="text"
          icon={<LeftOutlined />}
          aria-label="返回"
          onClick={() => (inside ? history.back() : go(back, true))}
        />
      )}
      <h2>{title}</h2>
      {children && <div className="desk-head-more">{children}</div>}
    </header>
  );
}

/** Shows what was read; waits, or says why not. */
export function Shown<T>({
  of,
  children,
}: {
  of: Loaded<T>;
  children: (data: NonNullable<T>) => ReactNode;
}): ReactNode {
  if (of.failed) return <Alert type="warning" showIcon title={of.failed} />;
  if (of.data === undefined || of.data === null) return <Spin className="desk-spin" />;
  return children(of.data);
}

/** A link within the desk. */
export function To({
  to,
  className = 'desk-link',
  children,
}: {
  to: string;
  className?: string;
  children: ReactNode;
}) {
  const { go } = useDesk();
  const follow = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} className={className} onClick={follow}>
      {children}
    </a>
  );
}

export function Card({
  title,
  more,
  tone,
  children,
}: {
  title?: ReactNode;
  more?: ReactNode;
  tone?: 'amber';
  children: ReactNode;
}) {
  return (
    <section className={tone ? `card card-${tone}` : 'card'}>
      {(title !== undefined || more) && (
        <div className="card-head">
          <h3>{title}</h3>
          {more}
        </div>
      )}
      {children}
    </section>
  );
}

export type Tone = 'good' | 'open' | 'gone' | 'plain';

/** A state in a word. */
export function State({ tone, children }: { tone: Tone; children: ReactNode }) {
  return <span className={`state state-${tone}`}>{children}</span>;
}

/** 2026-05-08 as 5月8日; with the year where it is not this one. */
export function dayText(day: string | null | undefined, year: number = new Date().getFullYear()): string {
  const [, y, m, d] = /^(\d{4})-(\d\d)-(\d\d)/.exec(day ?? '') ?? [];
  if (!y) return '';
  return `${Number(y) === year ? '' : `${y}年`}${Number(m)}月${Number(d)}日`;
}

/** 2026-05-08T12:00 (county time) as 5月8日 12:00. */
export function localText(moment: string | null | undefined): string {
  return moment ? `${dayText(moment)} ${moment.slice(11, 16)}` : '';
}

/** A moment with its zone, in county time: 5月8日 12:00. */
export function momentText(iso: string | null | undefined): string {
  if (!iso) return '';
  return localText(new Date(new Date(iso).getTime() + 8 * 3600_000).toISOString());
}

/** Money from ten thousand yuan in 万元, as the bulletin says it. */
export function amount(value: number | null, unit: string): string {
  if (value === null) return '【待填】';
  return unit === '元' && value >= 10_000
    ? `${value / 10_000}万元`
    : `${value.toLocaleString('zh-CN')}${unit}`;
}
