import type { Config } from '../core/config.js';
import type { Log } from '../core/ports.js';
import { createHeartbeat } from '../store/heartbeat.js';
import { seed } from './demo.js';
import { layGround } from './ground.js';
import { createHealth } from './health.js';
import { createLifecycle } from './lifecycle.js';
import { patiently } from './patience.js';
import { buildRoles } from './roles.js';

export interface App {
  /** Where the pages are, when this process has them. */
  url: string | undefined;
  /** Stops everything in reverse order; what cannot stop is left behind after a while. */
  stop(): Promise<void>;
}

/**
 * Starts this process's roles: database, queue, knowledge, work, chat, pages, in this order, so that nothing arrives
 * before there is somebody to take it. What has started is stopped again when a later part fails,
 * or when `stopping` fires in the middle: then it rejects with the signal's reason.
 */
export async function startApp(config: Config, log: Log, stopping: AbortSignal): Promise<App> {
  const lifecycle = createLifecycle(log, stopping);
  // Wechaty takes a second to load: while the database starts. Whoever needs it says what went wrong with it.
  if (config.ROLES.includes('chat')) void import('../chat/gateways.js').catch(() => {});
  try {
    const ground = await layGround(config, log, lifecycle, stopping);
    await patiently(() => seed(ground), { log, stopping });
    const roles = await patiently(() => buildRoles(ground), { log, stopping });
    for (const part of roles.shared) await lifecycle.start(part);
    for (const role of [roles.work, roles.chat]) {
      if (role) await lifecycle.start(role);
    }
    const heartbeat = createHeartbeat({
      db: ground.store.prisma,
      roles: config.ROLES,
      clock: ground.clock,
      log,
      detail: (role) => roles.detail(role),
    });
    await patiently(() => lifecycle.start({ name: 'heartbeat', ...heartbeat }), { log, stopping });
    const health = createHealth({ ...ground, embedded: ground.database.embedded, own: () => roles.own() });
    const web = config.ROLES.includes('web') ? roles.web(health) : undefined;
    if (web) {
      await lifecycle.start(web);
      ground.database.lock?.tell(web.url());
    } else if (config.HEALTH_PORT !== undefined) {
      await lifecycle.start(roles.monitor(health));
    }
    async function stop(): Promise<void> {
      ground.database.lock?.leaving();
      await lifecycle.stop();
    }
    return { url: web?.url(), stop };
  } catch (error) {
    await lifecycle.stop();
    throw error;
  }
}
