import type { WireEntry } from '../api.js';

/** The checks that are not settled: which household was meant is clear once each record has one. */
export function openChecks(entry: WireEntry): WireEntry['checks'] {
  const settled = entry.records.length > 0 && entry.records.every((r) => r.data.householdId !== undefined);
  return entry.checks.filter((c) => !(settled && c.code === 'ambiguous-household'));
}
