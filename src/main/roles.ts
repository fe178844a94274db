import path from 'node:path';
import type { LocalNetwork } from '../chat/local/network.js';
import type { Wake, WakeHere } from '../core/jobs.js';
import type { Part } from '../core/part.js';
import { createWake } from '../inbox/wake.js';
import { createWorkStation } from '../inbox/work-station.js';
import { findSensitive, mask } from '../core/sensitive/index.js';
import type { BeatDetail, Role } from '../store/heartbeat.js';
import { createScheduleStation } from '../schedule/index.js';
import { createLocalNetwork, localPosition } from '../store/local-network.js';
import { approvedAnswers, approvedVersion } from '../store/questions.js';
import { loadHouseholds, rosterVersion } from '../store/roster.js';
import { gatewayName } from '../chat/gateway-name.js';
import { createChatRole, type ChatRole } from './chat-role.js';
import type { Ground } from './ground.js';
import type { Health, HealthLine } from './health.js';
import { openKnowledge, type Knowledge } from './knowledge.js';
import { packageRoot } from '../files/package-root.js';
import { createWebRole, type WebRole } from './web-role.js';

export interface Roles {
  /** Needed by more than one role; started before all of them. */
  shared: Part[];
  /** Undefined where this process does not have the role. */
  work: Part | undefined;
  chat: Part | undefined;
  web(health: () => Promise<Health>): WebRole;
  /** Only health and metrics: for watchdogs of a process without the pages. */
  monitor(health: () => Promise<Health>): Part;
  detail(role: Role): BeatDetail;
  own(): (HealthLine & { fatal: boolean })[];
}

/** Puts this process's stations together; nothing runs yet. What only other roles need is not even loaded. */
export async function buildRoles(ground: Ground): Promise<Roles> {
  const { config, log, clock, store, sealer, queues } = ground;
  const has = (role: Role): boolean => config.ROLES.includes(role);
  const network =
    config.WECHATY_PUPPET === 'local'
      ? createLocalNetwork(store.prisma, sealer, { url: ground.database.url, clock, log })
      : undefined;
  // The pages need it to say what a record or an issue is; without the local groups they show neither.
  const pages = has('web') && network !== undefined;
  const knowledge = has('work') || has('chat') || pages ? await knowledgeOf(ground) : undefined;
  const wake = createWake(queues, log);
  const work =
    knowledge && has('work')
      ? together('work', [workOf(ground, knowledge, wake), clockOf(ground, knowledge, wake)])
      : undefined;
  const chat = knowledge && has('chat') ? await chatOf(ground, knowledge, wake, network) : undefined;
  const parts: Part[] = knowledge ? [knowledge] : [];
  if (network)
    parts.push({ name: 'local groups', start: () => Promise.resolve(), stop: () => network.close() });
  return {
    shared: parts,
    work,
    chat,
    web: (health) => createWebRole(ground, network, knowledge, health, config.PORT),
    monitor: (health) => createWebRole(ground, undefined, undefined, health, config.HEALTH_PORT ?? 0),
    detail(role) {
      if (role === 'chat' && chat) return chat.detail();
      if (role !== 'work' || !knowledge) return { ok: true, line: '' };
      const { ok, detail } = knowledge.state();
      return ok
        ? { ok, line: detail }
        : { ok: true, line: 'goes on with the last good definitions', fault: detail };
    },
    own: () => (knowledge ? [{ part: 'definitions', fatal: false, ...knowledge.state() }] : []),
  };
}

function knowledgeOf({ config, store, log }: Ground): Promise<Knowledge> {
  const root = packageRoot();
  return openKnowledge({
    intentsDir: config.INTENTS_DIR ?? path.join(root, 'intents'),
    shippedIntentsDir: path.join(root, 'intents'),
    templatesDir: config.TEMPLATES_DIR ?? path.join(root, 'templates'),
    shippedTemplatesDir: path.join(root, 'templates'),
    botName: config.BOT_NAME,
    understands: config.ROLES.includes('work'),
    roster: { version: () => rosterVersion(store.prisma), households: () => loadHouseholds(store.prisma) },
    answers: {
      version: () => approvedVersion(store.prisma),
      all: () => approvedAnswers(store.prisma),
    },
    log,
  });
}

function workOf(ground: Ground, knowledge: Knowledge, wake: Wake): Part {
  const { config, log, clock, store, sealer, queues, metrics } = ground;
  return createWorkStation({
    store,
    sealer,
    knowledge,
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
}

/** Reminds of what is due. */
function clockOf({ config, log, clock, store, queues }: Ground, knowledge: Knowledge, wake: Wake): Part {
  return createScheduleStation({
    store,
    gateway: gatewayName(config),
    book: () => knowledge.duties(),
    templates: () => knowledge.templates(),
    outlines: () => knowledge.outlines(),
    published: () => knowledge.published(),
    register: () => knowledge.understanding().households,
    log,
    clock,
    queue: queues,
    wake,
  });
}

/** Parts of one role: started in order, stopped in reverse. */
function together(name: string, parts: readonly Part[]): Part {
  return {
    name,
    async start() {
      for (const part of parts) await part.start();
    },
    async stop() {
      for (const part of [...parts].reverse()) await part.stop();
    },
  };
}

async function chatOf(
  ground: Ground,
  knowledge: Knowledge,
  wake: WakeHere,
  network: LocalNetwork | undefined,
): Promise<ChatRole> {
  const { config, log, clock, store } = ground;
  const { openGateway } = await import('../chat/gateways.js'); // Wechaty takes a second to load
  return createChatRole(ground, knowledge, wake, () =>
    openGateway(config, {
      log,
      clock,
      mask,
      ...(network && { local: { network, from: () => localPosition(store.prisma, gatewayName(config)) } }),
    }),
  );
}
