import path from 'node:path';
import { gatewayName } from '../chat/gateway-name.js';
import type { LocalNetwork } from '../chat/local/network.js';
import type { Part } from '../core/part.js';
import { createLedgerView } from '../store/ledger-view.js';
import { startWeb, type Web } from '../web/server.js';
import type { Ground } from './ground.js';
import type { Health } from './health.js';
import { packageRoot } from './package-root.js';

export interface WebRole extends Part {
  /** Known once it has started. */
  url(): string;
}

/** The pages, their API, health and metrics on the port `wanted` (0: any); without `network` no groups and no records. */
export function createWebRole(
  ground: Ground,
  network: LocalNetwork | undefined,
  health: () => Promise<Health>,
  wanted: number,
): WebRole {
  const { config, log, store, registry } = ground;
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
