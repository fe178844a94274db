import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { loadCalendar, type Calendar } from '../calendar/index.js';
import { AppError } from '../core/errors.js';
import { readOne, yamlFiles, type Finding, type Read, refuse } from '../intents/index.js';
import { ledgersOf, type LedgerRules, type Ledgers } from './book.js';
import { lintLedgers } from './lint.js';
import { ledgerSchema, type LedgerDefinition } from './schema.js';

/** Reads `ledgers/*.yaml` of a definitions folder and runs their examples; mistakes are findings with their place. */
export function readLedgers(
  dir: string,
  kinds?: ReadonlySet<string>,
): { ledgers: Ledgers; findings: Finding[] } {
  const findings: Finding[] = [];
  const read: Read<LedgerDefinition>[] = [];
  const folder = join(dir, 'ledgers');
  for (const file of existsSync(folder) ? yamlFiles(folder, findings) : []) {
    const one = readOne(file, dir, ledgerSchema, findings);
    if (!one) continue;
    if (read.some((other) => other.value.id === one.value.id))
      findings.push({ ...one.at(['id']), message: `the ledger "${one.value.id}" is defined twice` });
    else read.push(one);
  }
  const ledgers = ledgersOf(read.map((one) => one.value));
  if (findings.length === 0) findings.push(...lintLedgers(read, ledgers, kinds));
  return { ledgers, findings };
}

/** Like `readLedgers`, but throws an AppError that lists every mistake as file:line:column. */
export function loadLedgers(dir: string): Ledgers {
  const { ledgers, findings } = readLedgers(dir);
  refuse(findings);
  return ledgers;
}

/** Ledgers and calendar of a definitions folder. Throws an AppError for mistakes in either; without a calendar no clock runs. */
export function loadLedgerRules(dir: string): LedgerRules {
  const calendar = existsSync(join(dir, 'calendar.yaml')) ? loadCalendar(dir) : undefined;
  return {
    ledgers: loadLedgers(dir),
    days: { add: (day, count) => known(calendar, (c) => c.addWorkdays(day, count)) },
    opening: (moment) => known(calendar, (c) => c.nextOpening(moment)) ?? moment,
  };
}

/** A year that the calendar has no table for is nobody's guess: what depends on it is left open. */
function known<T>(calendar: Calendar | undefined, ask: (calendar: Calendar) => T): T | undefined {
  try {
    return calendar && ask(calendar);
  } catch (error) {
    if (error instanceof AppError && error.code === 'calendar-year-unknown') return undefined;
    throw error;
  }
}
