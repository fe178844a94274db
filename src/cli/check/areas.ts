import { existsSync } from 'node:fs';
import path from 'node:path';
import { readDuties } from '../../duty/index.js';
import { checkPolicies } from './policies.js';
import type { Finding } from '../../intents/index.js';
import { readDefinitions } from '../../intents/index.js';
import { readBulletins, readCommands, readSigning } from '../../bulletin/index.js';
import { readLedgers } from '../../ledger/index.js';
import { readExports } from '../../export/index.js';
import { countable, lintReports, lintStatus, readStatus } from '../../status/index.js';

interface Area {
  code: string;
  check(intentsDir: string): Finding[];
}

/** What the definitions hold beside the forms: each area reads its own files and runs its own examples. */
export const AREAS: readonly Area[] = [
  { code: 'policy', check: checkPolicies },
  { code: 'metric', check: status },
  { code: 'ledger', check: ledgers },
  { code: 'export', check: exports },
  { code: 'bulletin', check: bulletins },
];

function status(dir: string): Finding[] {
  const loaded = readStatus(dir);
  if (loaded.findings.length > 0) return loaded.findings;
  // A county's own folder of questions may leave what is due to what is shipped.
  const duties = existsSync(path.join(dir, 'duties')) ? readDuties(dir) : undefined;
  return [...lintStatus(loaded), ...(duties?.book ? lintReports(loaded, duties.book.duties) : [])];
}

function ledgers(dir: string): Finding[] {
  const { definitions } = readDefinitions(dir);
  return readLedgers(dir, new Set(definitions.kinds.map((kind) => kind.id))).findings;
}

function exports(dir: string): Finding[] {
  const { definitions } = readDefinitions(dir);
  const kinds = new Map(definitions.kinds.map((kind) => [kind.id, Object.keys(kind.fields)]));
  const { ledgers } = readLedgers(dir, new Set(kinds.keys()));
  const states = new Map(ledgers.all.map(({ id, states }) => [id, Object.keys(states)]));
  const metrics = countable(readStatus(dir).definitions);
  return readExports(dir, { kinds, ledgers: states, metrics }).findings;
}

function bulletins(dir: string): Finding[] {
  const metrics = countable(readStatus(dir).definitions);
  const { words } = readDefinitions(dir).definitions;
  return [
    ...readBulletins(dir, { metrics }).findings,
    ...readCommands(dir, words).findings,
    ...readSigning(dir, words).findings,
  ];
}
