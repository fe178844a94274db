import type { Clock } from '../core/ports.js';
import { messageOf } from '../core/errors.js';
import type { Queues } from '../queue/index.js';
import type { Store } from '../store/client.js';
import type { EmbeddedServer } from '../store/embedded/server.js';
import { liveProcesses, type Role } from '../store/heartbeat.js';
import { inboxBacklog } from '../store/inbox.js';
import { outboxBacklog } from '../store/outbox.js';
import { within } from '../core/within.js';

export interface HealthLine {
  part: string;
  ok: boolean;
  detail: string;
}

export interface Health {
  ok: boolean;
  lines: HealthLine[];
}

export interface HealthDeps {
  store: Store;
  queues: Queues;
  embedded?: EmbeddedServer | undefined;
  clock: Clock;
  /** What this process knows of itself, e.g. the state of its definitions. `fatal: false`: worth a look, no outage. */
  own(): (HealthLine & { fatal: boolean })[];
}

const PATIENCE_MS = 2_500;
/** A message that waits longer than this is not waiting its turn: something is stuck. */
const STUCK_MS = 120_000;
const ROLES: readonly Role[] = ['chat', 'work', 'web'];

type Line = HealthLine & { fatal?: boolean };

/** The state of every part, wherever it runs. Settles within seconds whatever is away. */
export function createHealth(deps: HealthDeps): () => Promise<Health> {
  const { store, queues, clock } = deps;

  async function database(): Promise<Line[]> {
    const from = performance.now();
    await store.prisma.$queryRaw`SELECT 1`;
    const ms = Math.round(performance.now() - from);
    return [{ part: 'database', ok: true, detail: `answers in ${ms} ms` }];
  }

  async function queue(): Promise<Line[]> {
    await queues.ping();
    const counts = Object.entries(await queues.counts()).map(
      ([name, c]) =>
        `${name} ${c.waiting} waiting ${c.active} active ${c.delayed} delayed ${c.failed} failed`,
    );
    return [{ part: 'queue', ok: true, detail: `${queues.backend}: ${counts.join(', ')}` }];
  }

  async function roles(): Promise<Line[]> {
    const beats = await liveProcesses(store.prisma, clock.now());
    const faults = new Set(beats.flatMap((beat) => beat.detail.fault ?? []));
    return [...ROLES.flatMap(stateOf), ...[...faults].map((fault) => look('definitions', fault))];

    function stateOf(role: Role): Line[] {
      const mine = beats.filter((beat) => beat.role === role);
      if (mine.length === 0)
        return [
          { part: role, ok: false, detail: 'no process has this role: start one with ROLES including it' },
        ];
      // Of several, one that works is enough: a chat that stands by is no fault, nor is a work that is just starting.
      const ok = mine.some((beat) => beat.detail.ok);
      return [
        {
          part: role,
          ok,
          detail: mine
            .map((beat) => `${beat.id.slice(role.length + 1)} ${beat.detail.line}`.trim())
            .join('; '),
        },
      ];
    }
  }

  async function backlog(): Promise<Line[]> {
    const [inbox, outbox] = await Promise.all([inboxBacklog(store.prisma), outboxBacklog(store.prisma)]);
    const age = inbox.oldest ? clock.now().getTime() - inbox.oldest.getTime() : 0;
    const wait =
      inbox.pending > 0
        ? `${inbox.pending} pending, the oldest for ${Math.round(age / 1000)} s`
        : 'nothing pending';
    return [
      { part: 'inbox', ok: age < STUCK_MS, detail: wait },
      { part: 'outbox', ok: true, detail: `${outbox.queued} queued` },
      ...(inbox.failed > 0
        ? [look('failed', `${inbox.failed} messages could not be worked off and wait for a person`)]
        : []),
      ...(outbox.unknown > 0
        ? [look('unknown', `${outbox.unknown} deliveries nobody can know the end of wait for a person`)]
        : []),
    ];
  }

  return async () => {
    const parts: [string, () => Promise<Line[]>][] = [
      ['database', database],
      ['queue', queue],
      ['roles', roles],
      ['backlog', backlog],
    ];
    const found = await Promise.all(
      parts.map(([part, ask]) =>
        within(PATIENCE_MS, ask()).catch((error: unknown): Line[] => [
          { part, ok: false, detail: messageOf(error).trim().split('\n').at(-1)! },
        ]),
      ),
    );
    const embedded = deps.embedded?.health();
    const own = deps.own();
    const lines: Line[] = [
      ...(embedded ? [{ part: 'embedded', ok: embedded.ok, detail: embedded.line }] : []),
      // What this process knows of itself is newer than what it told the others.
      ...found.flat().filter((line) => !own.some(({ part }) => part === line.part)),
      ...own,
    ];
    return {
      ok: lines.every((line) => line.ok || line.fatal === false),
      lines: lines.map(({ part, ok, detail }) => ({ part, ok, detail })),
    };
  };
}

/** For a person to look at; the product works. */
function look(part: string, detail: string): Line {
  return { part, ok: false, detail, fatal: false };
}
