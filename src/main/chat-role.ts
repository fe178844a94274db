import { gatewayName } from '../chat/gateway-name.js';
import type { ChatPort } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import type { Part } from '../core/part.js';
import { createSpool } from '../inbox/spool.js';
import { createChatStation } from './chat-station.js';
import { createPace } from '../outbox/pace.js';
import { mask } from '../core/sensitive/index.js';
import type { BeatDetail } from '../store/heartbeat.js';
import { isTransient } from '../store/errors.js';
import { createLogin } from '../store/login.js';
import type { WakeHere } from '../core/jobs.js';
import type { Ground } from './ground.js';
import type { Knowledge } from './knowledge.js';

export interface ChatRole extends Part {
  detail(): BeatDetail;
}

const RETRY_MS = 5_000;
const AWAY_MS = 500;

/**
 * Holds the login and serves it; where another process holds it, stands by. `openPort` connects anew at each time the
 * login is gained.
 */
export function createChatRole(
  ground: Ground,
  knowledge: Knowledge,
  wake: WakeHere,
  openPort: () => ChatPort,
): ChatRole {
  const { config, log, clock, store, sealer, queues, metrics } = ground;
  const gateway = gatewayName(config);
  const local = config.WECHATY_PUPPET === 'local';
  let port: ChatPort | undefined;
  let station: (Part & { readonly waiting: number }) | undefined;
  let stopping = false;
  let settle: (error?: Error) => void = () => {};
  const first = new Promise<void>((resolve, reject) => {
    settle = (error) => (error ? reject(error) : resolve());
  });
  first.catch(() => {});

  async function open(): Promise<void> {
    const fresh = openPort();
    const made = createChatStation({
      store,
      sealer,
      chat: fresh,
      spool: createSpool(config.DATA_DIR, gateway, sealer),
      wake,
      queue: queues,
      pace: createPace({
        roomMs: config.PACE_ROOM_MS ?? (local ? 0 : 2000),
        perMinute: config.PACE_ACCOUNT_PER_MINUTE ?? (local ? Infinity : 30),
        random: Math.random,
      }),
      maySend: () => login.held(),
      templates: () => knowledge.templates(),
      mask,
      noticeMs: config.OUTAGE_NOTICE_MINUTES * 60_000,
      clock,
      log,
      metrics,
    });
    try {
      await made.start();
      if (stopping) throw new Error('stopped while starting');
    } catch (error) {
      await made.stop().catch(() => {});
      throw error;
    }
    port = fresh;
    station = made;
  }

  /** Whether there is a station now; without one the login asks again, should it be held still. */
  async function gained(): Promise<boolean> {
    while (!stopping && !station && login.held()) {
      try {
        await open();
        settle();
      } catch (error) {
        if (stopping) break;
        // The first failure ends the start, and with it the process; a database that restarts is no failure.
        if (!isTransient(error)) settle(error instanceof Error ? error : new Error(messageOf(error)));
        log.error({ err: error }, 'the gateway does not start: trying again');
        await new Promise((resolve) => setTimeout(resolve, isTransient(error) ? AWAY_MS : RETRY_MS));
      }
    }
    return station !== undefined;
  }

  async function lost(): Promise<void> {
    const old = station;
    station = undefined;
    port = undefined;
    await old
      ?.stop()
      .catch((error: unknown) => log.error({ err: messageOf(error) }, 'the gateway did not stop in order'));
  }

  const login = createLogin({
    url: ground.database.url,
    gateway,
    log,
    events: { gained, lost, standby: () => settle() },
  });

  return {
    name: 'chat',
    async start() {
      login.start();
      await first;
    },
    async stop() {
      stopping = true;
      // Before the lock is given back: the next one must not find us still connected.
      await lost();
      await login.stop();
    },
    detail() {
      if (login.standby()) return { ok: true, line: 'stands by: another process holds the login' };
      if (!station || !port) return { ok: false, line: `gateway ${gateway} not started` };
      if (!login.held())
        return { ok: false, line: `gateway ${gateway} ${port.state}, login interrupted: not sending` };
      const waiting = station.waiting > 0 ? `, ${station.waiting} messages not yet saved` : '';
      return { ok: port.state === 'online', line: `gateway ${gateway} ${port.state}${waiting}` };
    },
  };
}
