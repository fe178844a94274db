import path from 'node:path';
import type { Part } from '../core/part.js';
import { createWake } from '../inbox/wake.js';
import { createWorkStation } from '../inbox/work-station.js';
import { findSensitive, mask } from '../roster/sensitive.js';
import type { BeatDetail, Role } from '../store/heartbeat.js';
import { createLocalNetwork, localPosition } from '../store/local-network.js';
import { loadHouseholds, rosterVersion } from '../store/roster.js';
import { gatewayName, openGateway } from '../chat/gateways.js';
import { createChatRole } from './chat-role.js';
import type { Ground } from './ground.js';
import type { Health, HealthLine } from './health.js';
import { openKnowledge } from './knowledge.js';
import { packageRoot } from './package-root.js';
import { createWebRole, type WebRole } from './web-role.js';

export interface Roles {
  /** Needed by more than one role; started before all of them. */
  shared: Part[];
  work: Part;
  chat: Part;
  web(health: () => Promise<Health>): WebRole;
  /** Only health and metrics: for watchdogs of a process without the pages. */
  monitor(health: () => Promise<Health>): Part;
  detail(role: Role): BeatDetail;
  own(): (HealthLine & { fatal: boolean })[];
}

/** Puts the stations together; nothing runs yet. */
export async function buildRoles(ground: Ground): Promise<Roles> {
  const { config, log, clock, store, sealer, queues, metrics } = ground;
  const root = packageRoot();
  const gateway = gatewayName(config);
  const thinks = config.ROLES.some((role) => role !== 'web');
  const network =
    config.WECHATY_PUPPET === 'local'
      ? createLocalNetwork(store.prisma, sealer, { url: ground.database.url, clock, log })
      : undefined;
  const knowledge = await openKnowledge({
    intentsDir: config.INTENTS_DIR ?? path.join(root, 'intents'),
    templatesDir: config.TEMPLATES_DIR ?? path.join(root, 'templates'),
    shippedTemplatesDir: path.join(root, 'templates'),
    botName: config.BOT_NAME,
    roster: { version: () => rosterVersion(store.prisma), households: () => loadHouseholds(store.prisma) },
    log,
  });
  const wake = createWake(queues, log);
  const work = createWorkStation({
    store,
    sealer,
    understanding: () => knowledge.understanding(),
    templates: () => knowledge.templates(),
    mask,
    findSensitive,
    receiptTtlMs: config.RECEIPT_TTL_MINUTES * 60_000,
    clock,
    log,
    metrics,
    queue: queues,
    wake,
    concurrency: config.TURN_CONCURRENCY,
  });
  const chat = createChatRole(ground, knowledge, wake, () =>
    openGateway(config, {
      log,
      clock,
      ...(network && { local: { network, from: () => localPosition(store.prisma, gateway) } }),
    }),
  );
  const parts: Part[] = thinks ? [knowledge] : [];
  if (network)
    parts.push({ name: 'local groups', start: () => Promise.resolve(), stop: () => network.close() });
  return {
    shared: parts,
    work,
    chat,
    web: (health) => createWebRole(ground, network, health, config.PORT),
    monitor: (health) => createWebRole(ground, undefined, health, config.HEALTH_PORT ?? 0),
    detail(role) {
      if (role === 'chat') return chat.detail();
      const { ok, detail } = knowledge.state();
      if (role === 'work')
        return ok
          ? { ok, line: detail }
          : { ok: true, line: 'goes on with the last good definitions', fault: detail };
      return { ok: true, line: '' };
    },
    own: () => (thinks ? [{ part: 'definitions', fatal: false, ...knowledge.state() }] : []),
  };
}
