import type { Term } from '../bulletin/index.js';
import type { ReportsIn } from '../core/bulletin.js';
import type { Reporting } from '../core/status.js';
import { localDay } from '../core/time.js';
import { computeDues, reportingOf, type DutyBook } from '../duty/index.js';
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
  const units = (reporting: Reporting): string[] =>
    dues.filter((due) => reportingOf(due) === reporting).map((due) => due.subject.title).sort(); // prettier-ignore
  return {
    submitted: units('submitted'),
    late: units('late'),
    unsigned: units('unsigned'),
    missing: units('missing'),
  };
}
