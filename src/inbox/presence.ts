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

/** Whether the gateway is there, kept so that after a crash one knows since when it was not. */
export interface Presence {
  /** The gateway is (back) online: where it was away for long, each affected group hears of it once, from when to when. */
  returned(): Promise<void>;
  left(): void;
  /** Notes that the gateway is still there; not before its return was taken note of, which would hide the absence. */
  beat(): Promise<void>;
}

export function createPresence(deps: PresenceDeps): Presence {
  const { store, gateway, clock } = deps;
  let here = false;

  async function returned(): Promise<void> {
    const now = clock.now();
    const from = await lastAlive(store.prisma, gateway);
    if (from && now.getTime() - from.getTime() >= deps.noticeMs) await tell(from, now);
    await gatewayAlive(store.prisma, gateway, now);
    here = true;
  }

  async function tell(from: Date, to: Date): Promise<void> {
    const since = new Date(from.getTime() - AFFECTED_DAYS * 86_400_000);
    const rooms = await roomsAffected(store.prisma, gateway, since);
    const text = deps.templates().render('outage', { from: toLocal(from), to: toLocal(to) });
    const notices = rooms.map((conversationId) => ({ conversationId, text, notBefore: notBefore(to) }));
    if (!(await store.prisma.$transaction((tx) => keepOutage(tx, { gateway, from, to }, notices)))) return;
    deps.log.warn({ gateway, from: toLocal(from), to: toLocal(to), rooms: rooms.length }, 'the bot was away');
    await deps.wake.deliveries(rooms);
  }

  return {
    returned,
    left() {
      here = false;
    },
    async beat() {
      if (here) await gatewayAlive(store.prisma, gateway, clock.now());
    },
  };
}
