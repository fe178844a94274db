import type { WorkingDays } from '../core/ledger.js';
import type { LedgerDefinition, LedgerSource } from './schema.js';

/** All ledgers, ready to be asked: which of them a kind of record concerns. */
export interface Ledgers {
  readonly all: readonly LedgerDefinition[];
  get(id: string): LedgerDefinition | undefined;
  sources(kind: string): readonly { ledger: LedgerDefinition; source: LedgerSource }[];
}

/** The ledgers with the calendar they count by. */
export interface LedgerRules {
  ledgers: Ledgers;
  days: WorkingDays;
  /** The moment itself within working hours, else the next opening: when somebody may be told something in private. */
  opening(moment: Date): Date;
}

export function ledgersOf(all: readonly LedgerDefinition[]): Ledgers {
  const byId = new Map(all.map((one) => [one.id, one]));
  const byKind = new Map<string, { ledger: LedgerDefinition; source: LedgerSource }[]>();
  for (const ledger of all) {
    for (const source of ledger.from) {
      byKind.set(source.kind, [...(byKind.get(source.kind) ?? []), { ledger, source }]);
    }
  }
  return { all, get: (id) => byId.get(id), sources: (kind) => byKind.get(kind) ?? [] };
}
