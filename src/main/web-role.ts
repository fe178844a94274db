import path from 'node:path';
import { addDays, periodByKey, periodOf } from '../calendar/index.js';
import { gatewayName } from '../chat/gateway-name.js';
import type { LocalNetwork } from '../chat/local/network.js';
import type { Part } from '../core/part.js';
import { fromLocal, localDay } from '../core/time.js';
import { dutiesDir, dutyTitles, loadDuties } from '../duty/index.js';
import { askedPeople } from '../store/asked.js';
import { createLedgerView } from '../store/ledger-view.js';
import type { AskedReader } from '../core/asked.js';
import { startWeb, type Web } from '../web/server.js';
import { createWake } from '../inbox/wake.js';
import { mask } from '../core/sensitive/index.js';
import type { Ground } from './ground.js';
import type { Health } from './health.js';
import type { Knowledge } from './knowledge.js';
import { packageRoot } from '../files/package-root.js';

/** Titles are read when they are asked for: a county may change them while this runs. */
function askedReader({ config, clock, store }: Ground): AskedReader {
  return async (week) => {
    const period =
      (week === undefined ? undefined : periodByKey(week)) ?? periodOf('week', localDay(clock.now()));
    const titles = dutyTitles(loadDuties(dutiesDir(config.INTENTS_DIR, path.join(packageRoot(), 'intents'))));
    const people = await askedPeople(
      store.prisma,
      fromLocal(period.from),
      fromLocal(addDays(period.to, 1)),
      titles,
    );
    return { week: period.key, people };
  };
}

export interface WebRole extends Part {
  /** Known once it has started. */
  url(): string;
}

/**
 * The pages, their API, health and metrics on the port `wanted` (0: any); without `network` no groups and no records,
 * without `knowledge` no clerk's pages.
 */
export function createWebRole(
  ground: Ground,
  network: LocalNetwork | undefined,
  knowledge: Knowledge | undefined,
  health: () => Promise<Health>,
  wanted: number,
): WebRole {
  const { config, log, clock, store, queues, registry } = ground;
  const asked = askedReader(ground);
  let web: Web | undefined;
  return {
    name: 'web',
    async start() {
      web = await startWeb({
        host: config.HOST,
        port: wanted,
        log,
        network,
        ledger: createLedgerView(store, gatewayName(config)),
        desk: knowledge && {
          store,
          gateway: gatewayName(config),
          clock,
          knowledge: { ...knowledge, register: () => knowledge.understanding().households },
          asked,
          wake: createWake(queues, log),
          mask,
        },
        health,
        metrics: registry,
        pageDir: path.join(packageRoot(), 'dist', 'page'),
        uploadsDir: path.join(config.DATA_DIR, 'uploads'),
        botName: config.BOT_NAME,
      });
    },
    async stop() {
      await web?.stop();
    },
    url() {
      const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
      return `http://${host}:${web?.port ?? wanted}`;
    },
  };
}
