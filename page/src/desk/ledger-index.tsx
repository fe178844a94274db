import { useDesk } from './context.js';
import { To } from './parts.js';

/** All ledgers: what is tracked to its end, and what was reported, with how much of it there is. */
export function LedgerIndex({ path }: { path: string }) {
  const { book } = useDesk();
  const entry = (to: string, title: string, count: number) => (
    <li key={to}>
      <To to={to} className={path.startsWith(to) ? 'index-row index-here' : 'index-row'}>
        <span className="ellipsis">{title}</span>
        <span className={count > 0 ? 'index-count' : 'index-count index-none'}>{count}</span>
      </To>
    </li>
  );
  const kept = book.records.filter((one) => one.records > 0 || one.export);
  return (
    <nav className="index" aria-label="台账">
      <h3>
        跟踪台账<small>未办结</small>
      </h3>
      <ul>{book.ledgers.map((one) => entry(`/ledgers/items/${one.id}`, one.title, one.open))}</ul>
      <h3>
        报送记录<small>条数</small>
      </h3>
      <ul>{kept.map((one) => entry(`/ledgers/records/${one.id}`, one.title, one.records))}</ul>
    </nav>
  );
}
