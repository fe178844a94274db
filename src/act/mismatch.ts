import type { AskItem } from '../core/effects.js';
import type { Draft } from './draft.js';
import type { Turn } from './ports.js';

/**
 * "合计写的是32000，分项加起来是30000，哪个对？": which holds may be answered like the question about two reports that differ, so
 * the found value waits beside the one that was kept. Only where one field of one record alone has what was written.
 */
export function mismatches(turn: Turn, draft: Draft): AskItem[] {
  return turn.understood.checks.flatMap((check): AskItem[] => {
    const { stated, found } = check as { stated?: unknown; found?: unknown };
    if (typeof stated !== 'number' || typeof found !== 'number') return [];
    const places = draft.kept.flatMap((record) =>
      turn.understanding.rule(record.kind)?.ledger?.sole === undefined
        ? []
        : Object.entries(record.data).flatMap(([field, value]) =>
            value === stated ? [{ recordId: record.id, index: record.index, field, said: found }] : [],
          ),
    );
    return places.length === 1 ? places : [];
  });
}
