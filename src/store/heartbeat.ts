import { hostname } from 'node:os';
import type { Clock, Log } from '../core/ports.js';
import { messageOf } from '../core/errors.js';
import type { Db } from './client.js';
import { isAlive } from './embedded/pids.js';
import type { Prisma } from '../generated/prisma/client.js';

export type Role = 'chat' | 'work' | 'web';
/** `fault`: the role works, but somebody should have a look at that. */
export type BeatDetail = { ok: boolean; line: string; fault?: string };

const BEAT_MS = 5_000;
/** Three missed beats: the process is gone, or cannot reach the database, which is the same to others. */
const FRESH_MS = 16_000;
/** Rows of processes that were killed. */
const FORGET_MS = 24 * 3600_000;

export interface Heartbeat {
  start(): Promise<void>;
  /** Takes the rows back: whoever stops in order is not missed. */
  stop(): Promise<void>;
}

/** One row for each role of this process, renewed every five seconds, with what `detail` says of the role at that time. */
export function createHeartbeat(deps: {
  db: Db;
  roles: readonly Role[];
  clock: Clock;
  log: Log;
  detail(role: Role): BeatDetail;
}): Heartbeat {
  const startedAt = deps.clock.now();
  const idOf = (role: Role): string => `${role}@${hostname()}:${process.pid}`;
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<void> = Promise.resolve();

  async function beat(): Promise<void> {
    const beatAt = deps.clock.now();
    for (const role of deps.roles) {
      const detail = deps.detail(role) as Prisma.InputJsonObject;
      await deps.db.heartbeat.upsert({
        where: { id: idOf(role) },
        create: { id: idOf(role), role, startedAt, beatAt, detail },
        update: { beatAt, detail },
      });
    }
  }

  return {
    async start() {
      const forget = new Date(deps.clock.now().getTime() - FORGET_MS);
      const rows = await deps.db.heartbeat.findMany({
        where: { role: { in: ['chat', 'work', 'web'] } },
        select: { id: true, beatAt: true },
      });
      const gone = rows.filter(({ id, beatAt }) => beatAt < forget || diedHere(id)).map(({ id }) => id);
      await deps.db.heartbeat.deleteMany({ where: { id: { in: gone } } });
      await beat();
      timer = setInterval(() => {
        running = beat().catch((error: unknown) =>
          deps.log.warn({ err: messageOf(error) }, 'heartbeat put off'),
        );
      }, BEAT_MS);
    },
    async stop() {
      clearInterval(timer);
      await running;
      await deps.db.heartbeat.deleteMany({ where: { id: { in: deps.roles.map(idOf) } } });
    },
  };
}

/** Whether it was a process of this machine and is not there any more: whoever comes after `kill -9` need not count its beats. */
function diedHere(id: string): boolean {
  const [host, pid] = id.slice(id.indexOf('@') + 1).split(/:(?=\d+$)/);
  return host === hostname() && !isAlive(Number(pid));
}

export interface Beat {
  id: string;
  role: Role;
  beatAt: Date;
  detail: BeatDetail;
}

/** Processes that were alive a moment ago. */
export async function liveProcesses(db: Db, now: Date): Promise<Beat[]> {
  const rows = await db.heartbeat.findMany({
    where: { role: { in: ['chat', 'work', 'web'] }, beatAt: { gte: new Date(now.getTime() - FRESH_MS) } },
    orderBy: { startedAt: 'asc' },
  });
  return rows.map((row) => ({
    id: row.id,
    role: row.role as Role,
    beatAt: row.beatAt,
    detail: row.detail as BeatDetail,
  }));
}
