import { DownloadOutlined } from '@ant-design/icons';
import { Button, Empty } from 'antd';
import type { ReactNode } from 'react';
import { useNarrow } from '../ui/use-narrow.js';
import { deskUrl, type Query } from './api.js';
import { useDesk } from './context.js';
import { Filters } from './filters.js';
import { Head, To } from './parts.js';

/** Rows a page. */
export const SIZE = 20;

export interface Column<T> {
  title: string;
  className?: string;
  cell: (row: T) => ReactNode;
}

/** What stands around a list: its title, its export, and what narrows it. */
export function Listed(props: {
  title: string;
  exportId: string | undefined;
  query: Query;
  asked: Query;
  states: { value: string; label: string }[];
  set: (next: Query) => void;
  children: ReactNode;
}) {
  const { api } = useDesk();
  const { town, village, from, to } = props.asked;
  return (
    <>
      <Head title={props.title} back="/ledgers">
        {props.exportId && (
          <Button
            icon={<DownloadOutlined />}
            href={deskUrl(`/exports/${props.exportId}`, api.as, { town, village, from, to })}
          >
            下载表格
          </Button>
        )}
      </Head>
      <Filters query={props.query} states={props.states} onChange={props.set} />
      {props.children}
    </>
  );
}

/** One page of a list: a table, or on a narrow screen two lines a row. */
export function Rows<T extends { id: string }>(props: {
  columns: Column<T>[];
  rows: T[];
  total: number;
  offset: number;
  to: (row: T) => string;
  lines: (row: T) => { title: ReactNode; state: ReactNode; under: (string | null | undefined)[] };
  onPage: (offset: number) => void;
}) {
  const { columns, rows, total, offset, to, lines, onPage } = props;
  const { go } = useDesk();
  const narrow = useNarrow();
  if (rows.length === 0) return <Empty className="desk-empty" description="这个范围里没有" />;
  return (
    <>
      {narrow ? (
        <ul className="list">
          {rows.map((row) => {
            const { title, state, under } = lines(row);
            return (
              <li key={row.id}>
                <To to={to(row)} className="list-row">
                  <span className="list-top">
                    <span className="list-title">{title}</span>
                    {state}
                  </span>
                  <span className="dim list-under">{under.filter(Boolean).join(' · ')}</span>
                </To>
              </li>
            );
          })}
        </ul>
      ) : (
        <table className="table">
          <thead>
            <tr>
              {columns.map(({ title, className }) => (
                <th key={title} className={className}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.id} onClick={() => go(to(row))}>
                {columns.map(({ title, className, cell }, i) => (
                  <td key={title} className={className}>
                    {i === 1 ? (
                      <To to={to(row)} className="table-link">
                        {cell(row)}
                      </To>
                    ) : (
                      cell(row)
                    )}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <div className="pager">
        <span className="dim">
          第 {offset + 1}–{offset + rows.length} 条，共 {total} 条
        </span>
        {total > SIZE && (
          <>
            <Button disabled={offset === 0} onClick={() => onPage(Math.max(0, offset - SIZE))}>
              上一页
            </Button>
            <Button disabled={offset + rows.length >= total} onClick={() => onPage(offset + SIZE)}>
              下一页
            </Button>
          </>
        )}
      </div>
    </>
  );
}
