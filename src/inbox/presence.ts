import type { Clock, Log } from '../core/ports.js';
import type { Wake } from '../core/jobs.js';
import { fromLocal, localDay, toLocal } from '../core/time.js';
import type { Templates } from '../reply/index.js';
import type { Store } from '../store/client.js';
import { gatewayAlive, keepOutage, lastAlive, roomsAffected } from '../store/outage.js';

export interface PresenceDeps {
  store: Store;
  gateway: string;
  templates(): Templates;
  wake: Wake;
  clock: Clock;
  log: Log;
  /** An absence longer than this is told. */
  noticeMs: number;
}

/** A group that said nothing to the bot for longer than this is not affected by its absence. */
const AFFECTED_DAYS = 14;
/** Notices nobody waits for are not sent at night. */
const DAY_STARTS = '08:00:00';
const DAY_ENDS = '21:00:00';

function notBefore(now: Date): Date | undefined {
  const time = toLocal(now).slice(11);
  if (time >= DAY_STARTS && time < DAY_ENDS) return undefined;
  const morning = fromLocal(`${localDay(now)}T${DAY_STARTS}`);
  return time < DAY_STARTS ? morning : new Date(morning.getTime() + 86_400_000);
}

/** Notes that the gateway is there. */
export async function present(deps: PresenceDeps): Promise<void> {
  await gatewayAlive(deps.store.prisma, deps.gateway, deps.clock.now());
}

/** The gateway is (back) online: where it was away for long, each affected group hears of it once, from when to when. */
export async function returned(deps: PresenceDeps): Promise<void> {
  const now = deps.clock.now();
  const from = await lastAlive(deps.store.prisma, deps.gateway);
  if (from && now.getTime() - from.getTime() >= deps.noticeMs) {
    const since = new Date(from.getTime() - AFFECTED_DAYS * 86_400_000);
    const rooms = await roomsAffected(deps.store.prisma, deps.gateway, since);
    const text = deps.templates().render('outage', { from: toLocal(from), to: toLocal(now) });
    const notices = rooms.map((conversationId) => ({ conversationId, text, notBefore: notBefore(now) }));
    const told = await deps.store.prisma.$transaction((tx) => keepOutage(tx, { gateway: deps.gateway, from, to: now }, notices));
    if (told) {
      deps.log.warn({ gateway: deps.gateway, from: toLocal(from), to: toLocal(now), rooms: rooms.length }, 'the bot was away');
      await deps.wake.deliveries(rooms);
    }
  }
  await present(deps);
}
