import { inOrder, STATES, valueText } from '../labels.js';
import type { ItemList, Query, RecordList } from './api.js';
import { useDesk, useLoad } from './context.js';
import { daysOf } from './filters.js';
import { Listed, Rows, SIZE, type Column } from './listed.js';
import { dayText, Shown, State, type Tone } from './parts.js';

/** Fields that stand in columns of their own, or say nothing at a glance. */
const ASIDE = new Set(['kind','householder','alias','householdId','town','village','group','date','project','borrower','person','title','category','visitors','reporter','unit','author']); // prettier-ignore

type ItemRow = ItemList['rows'][number];
type RecordRow = RecordList['rows'][number];

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
