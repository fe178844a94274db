import { DownloadOutlined } from '@ant-design/icons';
import { Button, Empty } from 'antd';
import type { ReactNode } from 'react';
import { inOrder, STATES, valueText } from '../labels.js';
import { useNarrow } from '../ui/use-narrow.js';
import { deskUrl, type ItemList, type Query, type RecordList } from './api.js';
import { useDesk, useLoad } from './context.js';
import { daysOf, Filters } from './filters.js';
import { dayText, Head, Shown, State, To, type Tone } from './parts.js';

const SIZE = 20;
/** Fields that stand in columns of their own, or say nothing at a glance. */
const ASIDE = new Set(['kind','householder','alias','householdId','town','village','group','date','project','borrower','person','title','category','visitors','reporter','unit','author']); // prettier-ignore

type ItemRow = ItemList['rows'][number];
type RecordRow = RecordList['rows'][number];

interface Column<T> {
  title: string;
  className?: string;
  cell: (row: T) => ReactNode;
}

/** A list of one ledger: narrowed, by pages, each row the way to its own page. */
export function LedgerList({ type, id, path }: { type: string; id: string; path: string }) {
  return type === 'items' ? <Items id={id} path={path} /> : <Records id={id} path={path} />;
}

const queryIn = (path: string): Query => Object.fromEntries(new URLSearchParams(path.split('?')[1] ?? ''));

function useListed(path: string) {
  const { go } = useDesk();
  const query = queryIn(path);
  const { period = '', from, to, ...rest } = query;
  const asked: Query = { ...rest, ...(period === 'days' ? { from, to } : daysOf(period)), limit: `${SIZE}` };
  const set = (next: Query) => {
    const params = new URLSearchParams();
    for (const [name, value] of Object.entries(next)) if (value) params.set(name, value);
    const text = params.toString();
    go(path.split('?')[0]! + (text && `?${text}`), true);
  };
  return { query, asked, set, key: JSON.stringify(asked) };
}

function Items({ id, path }: { id: string; path: string }) {
  const { api, book } = useDesk();
  const { query, asked, set, key } = useListed(path);
  const ledger = book.ledgers.find((one) => one.id === id);
  const [list] = useLoad(() => api.items(id, asked), [api, id, key]);
  const today = new Date(Date.now() + 8 * 3600_000).toISOString().slice(0, 10);
  const stateOf = (row: ItemRow) => {
    const state = ledger?.states.find((one) => one.id === row.state);
    const late = !row.closedOn && row.nextDue !== null && row.nextDue < today;
    const tone: Tone = row.closedOn ? 'good' : late ? 'open' : 'plain';
    return <State tone={tone}>{late ? `逾期 · ${state?.title ?? ''}` : (state?.title ?? row.state)}</State>;
  };
  const columns: Column<ItemRow>[] = [
    { title: '编号', className: 'cell-number', cell: (row) => row.number ?? '' },
    { title: ledger?.fields['title'] ?? '事项', className: 'cell-title', cell: (row) => row.title },
    { title: '地点', cell: (row) => row.village ?? row.town ?? '' },
    { title: '责任人', cell: (row) => row.owner ?? row.leadUnit ?? '—' },
    { title: '期限', className: 'cell-day', cell: (row) => (row.dueClass === 'standing' ? '长期' : dayText(row.nextDue)) }, // prettier-ignore
    { title: '状态', cell: stateOf },
  ];
  return (
    <Listed
      title={ledger?.title ?? id}
      exportId={ledger?.export}
      query={query}
      asked={asked}
      states={[
        { value: '', label: '全部状态' },
        { value: 'open', label: '未办结' },
        ...(ledger?.states ?? []).map((one) => ({ value: one.id, label: one.title })),
      ]}
      set={set}
    >
      <Shown of={list}>
        {({ total, rows }) => (
          <Rows
            columns={columns}
            rows={rows}
            total={total}
            offset={Number(query['offset'] ?? 0)}
            to={(row) => `/items/${row.id}`}
            lines={(row) => ({
              title: `${row.number === null ? '' : `${row.number}号 `}${row.title}`,
              state: stateOf(row),
              under: [row.village ?? row.town, row.owner ?? row.leadUnit, row.nextDue && `${dayText(row.nextDue)}前`], // prettier-ignore
            })}
            onPage={(offset) => set({ ...query, offset: offset ? String(offset) : undefined })}
          />
        )}
      </Shown>
    </Listed>
  );
}

function Records({ id, path }: { id: string; path: string }) {
  const { api, book } = useDesk();
  const { query, asked, set, key } = useListed(path);
  const kind = book.records.find((one) => one.id === id);
  const [list] = useLoad(() => api.records(id, asked), [api, id, key]);
  const name = (row: RecordRow) => row.subject ?? valueText('', row.data['unit'] ?? row.data['title'] ?? row.data['author'] ?? '—'); // prettier-ignore
  const gist = (row: RecordRow) =>
    inOrder(row.data)
      .filter(([field]) => !ASIDE.has(field))
      .slice(0, 3)
      .map(([field, value]) => `${kind?.fields[field] ?? field} ${valueText(field, value)}`)
      .join(' · ');
  const stateOf = (row: RecordRow) => {
    const tone: Tone = row.state === 'active' ? 'good' : row.state === 'incomplete' ? 'open' : 'gone';
    return <State tone={tone}>{STATES[row.state]?.text ?? row.state}</State>;
  };
  const columns: Column<RecordRow>[] = [
    { title: '日期', className: 'cell-day', cell: (row) => dayText(row.day) },
    {
      title: '对象',
      className: 'cell-name',
      cell: (row) => (
        <>
          {name(row)}
          {row.category && <small className="dim"> {row.category}</small>}
        </>
      ),
    },
    { title: '地点', cell: (row) => [row.village, row.group].filter(Boolean).join('') },
    { title: '内容', className: 'cell-gist', cell: gist },
    { title: '报送人', cell: (row) => row.reporter },
    { title: '状态', cell: stateOf },
  ];
  return (
    <Listed
      title={kind?.title ?? id}
      exportId={kind?.export}
      query={query}
      asked={asked}
      states={[
        { value: '', label: '有效记录' },
        ...Object.entries(STATES).map(([value, { text }]) => ({ value, label: text })),
      ]}
      set={set}
    >
      <Shown of={list}>
        {({ total, rows }) => (
          <Rows
            columns={columns}
            rows={rows}
            total={total}
            offset={Number(query['offset'] ?? 0)}
            to={(row) => `/records/${row.id}`}
            lines={(row) => ({
              title: name(row),
              state: stateOf(row),
              under: [dayText(row.day), row.village, row.reporter, gist(row)],
            })}
            onPage={(offset) => set({ ...query, offset: offset ? String(offset) : undefined })}
          />
        )}
      </Shown>
    </Listed>
  );
}

function Listed(props: {
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

function Rows<T extends { id: string }>(props: {
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
