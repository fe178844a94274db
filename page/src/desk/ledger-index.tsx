import { useDesk } from './context.js';
import { To } from './parts.js';

interface Entry {
  to: string;
  title: string;
  count: number;
  shown: number | null; // its place among those that people look for first
}

const AFTER = Number.MAX_SAFE_INTEGER;
/** What holds something before what is empty, and each in the order of its definitions. */
const byUse = (a: Entry, b: Entry): number =>
  Number(b.count > 0) - Number(a.count > 0) || (a.shown ?? AFTER) - (b.shown ?? AFTER) || b.count - a.count;

/** All ledgers: what was reported, and what is tracked to its end, with how much of it there is. */
export function LedgerIndex({ path }: { path: string }) {
  const { book } = useDesk();
  const row = ({ to, title, count }: Entry) => (
    <li key={to}>
      <To to={to} className={path.startsWith(to) ? 'index-row index-here' : 'index-row'}>
        <span className="ellipsis">{title}</span>
        <span className={count > 0 ? 'index-count' : 'index-count index-none'}>{count}</span>
      </To>
    </li>
  );
  const part = (title: string, unit: string, entries: Entry[]) => {
    const sorted = entries.toSorted(byUse);
    // What is empty and nobody looks for first is behind a word, unless one is in it.
    const front = sorted.filter((one) => one.count > 0 || one.shown !== null || path.startsWith(one.to));
    const behind = sorted.filter((one) => !front.includes(one));
    return (
      <>
        <h3>
          {title}
          <small>{unit}</small>
        </h3>
        <ul>{front.map(row)}</ul>
        {behind.length > 0 && (
          <details className="index-more">
            <summary>还没有内容的 {behind.length} 本</summary>
            <ul>{behind.map(row)}</ul>
          </details>
        )}
      </>
    );
  };
  const kept = book.records.filter((one) => one.records > 0 || one.export);
  return (
    <nav className="index" aria-label="台账">
      {part(
        '报送记录',
        '条数',
        kept.map(({ id, title, records, shown }) => ({
          to: `/ledgers/records/${id}`,
          title,
          count: records,
          shown,
        })),
      )}
      {part(
        '跟踪台账',
        '未办结',
        book.ledgers.map(({ id, title, open, shown }) => ({
          to: `/ledgers/items/${id}`,
          title,
          count: open,
          shown,
        })),
      )}
    </nav>
  );
}
