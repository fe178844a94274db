import { existsSync } from 'node:fs';
import path from 'node:path';
import { lintDuties, readDuties, type Known } from '../../duty/index.js';
import { readLedgers } from '../../ledger/index.js';
import type { BurdenGuard } from './burden.js';
import { finding, shown, type CheckFinding } from './finding.js';

/** Duties, their settings, the answers to nudges and the calendar: shapes, references, examples, and the burden guard. */
export function checkDuties(
  dir: string,
  kinds: readonly string[],
  guard: BurdenGuard | undefined,
): CheckFinding[] {
  // A county's own folder of forms need not say anew what is due.
  if (!existsSync(path.join(dir, 'duties'))) return [];
  const loaded = readDuties(dir);
  const wrong = [
    ...loaded.findings,
    ...(loaded.findings.length === 0 ? lintDuties(loaded, { kinds, ledgers: ledgersOf(dir, kinds) }) : []),
  ];
  const findings = wrong.map((f) =>
    finding({ ...f, file: shown(path.resolve(dir, f.file)) }, 'duty', f.message),
  );
  return [...findings, ...burdens(dir, loaded, guard)];
}

/** Ids of ledgers with their states and events; undefined where the folder has none, or they have mistakes of their own. */
function ledgersOf(dir: string, kinds: readonly string[]): Known['ledgers'] {
  if (!existsSync(path.join(dir, 'ledgers'))) return undefined;
  const { ledgers, findings } = readLedgers(dir, new Set(kinds));
  if (findings.length > 0) return undefined;
  return new Map(
    ledgers.all.map(({ id, states, events }) => [
      id,
      { states: Object.keys(states), events: Object.keys(events) },
    ]),
  );
}

/** What a duty asks of people: its words, and the fields it wants. */
function burdens(
  dir: string,
  { book, places }: ReturnType<typeof readDuties>,
  guard: BurdenGuard | undefined,
): CheckFinding[] {
  if (!guard || !book) return [];
  return book.duties.flatMap((duty) =>
    (['title', 'text', 'reply'] as const).flatMap((key) => {
      const place = places.get(`${duty.id}.${key}`)!;
      return guard.texts({
        text: duty[key],
        at: () => ({ ...place, file: shown(path.resolve(dir, place.file)) }),
      });
    }),
  );
}
