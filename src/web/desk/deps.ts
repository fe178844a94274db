import type { BulletinDefinition, BulletinDesk } from '../../bulletin/index.js';
import type { AskedReader } from '../../core/asked.js';
import type { HouseholdIndex } from '../../core/household.js';
import type { Wake } from '../../core/jobs.js';
import type { Clock } from '../../core/ports.js';
import type { ExportDefinition } from '../../export/index.js';
import type { Definitions } from '../../intents/index.js';
import type { LedgerRules } from '../../ledger/index.js';
import type { Templates } from '../../reply/index.js';
import type { Metric } from '../../status/index.js';
import type { Store } from '../../store/client.js';

/** What the clerk's pages know of definitions and register; asked for at each request, since both may be exchanged. */
export interface DeskKnowledge {
  register(): HouseholdIndex;
  templates(): Templates;
  definitions(): Definitions;
  ledgers(): LedgerRules;
  exports(): readonly ExportDefinition[];
  published(): { definitions: readonly BulletinDefinition[]; metrics: ReadonlyMap<string, Metric> };
  bulletins(): BulletinDesk | undefined;
}

export interface DeskDeps {
  store: Store;
  gateway: string;
  clock: Clock;
  knowledge: DeskKnowledge;
  asked: AskedReader;
  wake: Wake;
  mask(text: string): string;
}
