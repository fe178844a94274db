import type { ChatPort } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import type { WakeHere } from '../core/jobs.js';
import type { Metrics } from '../core/metrics.js';
import type { Part } from '../core/part.js';
import type { Clock, Log } from '../core/ports.js';
import { discreetBook } from '../inbox/discreet-book.js';
import { createIntake } from '../inbox/intake.js';
import { createPresence } from '../inbox/presence.js';
import { createReception, type Reception } from '../inbox/reception.js';
import type { Spool } from '../inbox/spool.js';
import { wakeJob } from '../inbox/wake.js';
import type { Templates } from '../reply/index.js';
import { createAddressBook } from '../store/address-book.js';
import type { Store } from '../store/client.js';
import type { Sealer } from '../store/seal.js';
import { createCourier } from '../outbox/courier.js';
import type { Pace } from '../outbox/pace.js';

export interface ChatStationDeps {
  store: Store;
  sealer: Sealer;
  chat: ChatPort;
  spool: Spool;
  wake: WakeHere;
  queue: {
    work(
      queue: 'delivery',
      handler: (data: unknown) => Promise<void>,
      options: { concurrency: number },
    ): { close(): Promise<void> };
  };
  pace: Pace;
  /** Whether this process holds the login. */
  maySend(): boolean;
  templates(): Templates;
  mask(text: string): string;
  noticeMs: number;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

const PRESENT_MS = 10_000;
/** Deliveries that nobody woke: the queue was away, or their hour has come. */
const SWEEP_MS = 5_000;
/** Conversations spoken to side by side. */
const SIDE_BY_SIDE = 16;

/** Everything around the one login: takes messages in, delivers what is to be said, notices absences. */
export function createChatStation(deps: ChatStationDeps): Part & { readonly waiting: number } {
  const { chat, log, store } = deps;
  const book = discreetBook(createAddressBook(store.prisma, chat.gateway), deps.mask);
  const intake = createIntake({ ...deps, book, ready: () => reception.settleIn() });
  const courier = createCourier(deps);
  const presence = createPresence({ ...deps, gateway: chat.gateway });
  const reception: Reception = createReception({ ...deps, book, intake, courier, presence });
  const timers: NodeJS.Timeout[] = [];
  let worker: { close(): Promise<void> } | undefined;

  function often(ms: number, what: string, work: () => Promise<void>): void {
    const tick = () =>
      void work().catch((error: unknown) => log.warn({ err: messageOf(error) }, `${what} put off`));
    timers.push(setInterval(tick, ms));
  }

  return {
    name: 'chat',
    get waiting() {
      return intake.waiting;
    },
    async start() {
      await courier.recover();
      intake.start();
      await chat.start(reception);
      worker = deps.queue.work('delivery', (data) => courier.wake(wakeJob.parse(data).conversation), {
        concurrency: SIDE_BY_SIDE,
      });
      deps.wake.deliverHere(courier.wake, () => deps.maySend() && chat.state === 'online');
      often(PRESENT_MS, 'presence', async () => {
        if (chat.state !== 'online') return;
        await reception.settleIn();
        await presence.beat();
      });
      often(SWEEP_MS, 'delivery sweep', () => courier.wakeAll());
    },
    async stop() {
      deps.wake.deliverHere();
      for (const timer of timers) clearInterval(timer);
      await worker?.close();
      await courier.stop();
      await chat.stop();
      await intake.stop();
      if (intake.waiting > 0) log.warn({ messages: intake.waiting }, 'left on disk for the next start');
    },
  };
}
