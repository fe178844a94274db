import type { Term } from '../bulletin/index.js';
import type { ReportsIn } from '../core/bulletin.js';
import { localDay } from '../core/time.js';
import { computeDues, type DutyBook } from '../duty/index.js';
import type { Db } from '../store/client.js';
import { loadCounty } from './county.js';

/** Which units' reports are in for a term, as the duty that asks for them sees it at its cut-off. */
export async function reportsIn(
  tx: Db,
  book: DutyBook,
  dutyId: string,
  term: Term,
  now: Date,
): Promise<ReportsIn | undefined> {
  const duty = book.duties.find((one) => one.id === dutyId);
  if (!duty) return undefined;
  const facts = await loadCounty(tx, book, [duty], now, {});
  const dues = computeDues(book, facts, now, [duty]).filter((due) => {
    const day = localDay(due.dueAt);
    return day >= term.from && day <= term.to;
  });
  const units = (keep: (due: (typeof dues)[number]) => boolean): string[] =>
    dues.filter(keep).map((due) => due.subject.title).sort(); // prettier-ignore
  return {
    submitted: units((due) => due.state === 'done' && (due.doneAt ?? now) <= due.dueAt),
    late: units((due) => due.state === 'done' && (due.doneAt ?? now) > due.dueAt),
    unsigned: units((due) => due.state === 'unsigned'),
    missing: units((due) => due.state === 'open' || due.state === 'late'),
  };
}
