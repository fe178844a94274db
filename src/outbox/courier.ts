import type { Incoming } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import { abandonSending, conversationsToSend, dropExpired, settle, unknownDeliveries } from '../store/outbox.js';
import { deliver, type DeliverDeps } from './deliver.js';

/** Delivers for one gateway: one text at a time to a conversation, conversations side by side. */
export interface Courier {
  /** Marks what a dead process was sending as unknown. Call once the login is held, before the gateway starts. */
  recover(): Promise<void>;
  /** There is something to say in a conversation. Resolves when it was said, or cannot be for now. */
  wake(conversationId: string): Promise<void>;
  /** Everything that waits and may be said now; what is too late is dropped. */
  wakeAll(): Promise<void>;
  /** Our own message came back from the network: what was in doubt has arrived. */
  echo(message: Incoming, conversationId: string): Promise<void>;
  stop(): Promise<void>;
}

/** Networks give times in whole seconds, and clocks differ. */
const CLOCK_SLACK_MS = 3_000;
const ECHOES = 20;

export function createCourier(options: Omit<DeliverDeps, 'doubt' | 'echoed' | 'stopping'>): Courier {
  const ending = new AbortController();
  const deps: DeliverDeps = { ...options, doubt: (id) => doubtful.add(id), echoed, stopping: ending.signal };
  const running = new Map<string, Promise<void>>();
  const echoes = new Map<string, Incoming[]>(); // of conversations being spoken to: an echo may come before the verdict
  const again = new Set<string>();
  const timers = new Set<NodeJS.Timeout>();
  let doubtful = new Set<string>(); // conversations with deliveries in doubt: only there an echo matters

  async function run(conversationId: string): Promise<void> {
    do {
      again.delete(conversationId);
      const more = await deliver(deps, conversationId);
      if (more !== undefined) later(conversationId, more);
    } while (again.has(conversationId) && !ending.signal.aborted);
  }

  function later(conversationId: string, ms: number): void {
    const timer = setTimeout(() => {
      timers.delete(timer);
      wake(conversationId).catch((error: unknown) => deps.log.warn({ err: messageOf(error) }, 'delivery put off'));
    }, ms);
    timers.add(timer);
  }

  function wake(conversationId: string): Promise<void> {
    if (ending.signal.aborted) return Promise.resolve();
    const current = running.get(conversationId);
    if (current) {
      again.add(conversationId);
      return current;
    }
    const started = run(conversationId).finally(() => {
      running.delete(conversationId);
      echoes.delete(conversationId);
    });
    running.set(conversationId, started);
    return started;
  }

  function echoed(conversationId: string, text: string): string | undefined {
    return echoes.get(conversationId)?.find((echo) => echo.text.includes(text))?.id;
  }

  async function rememberDoubts(): Promise<void> {
    doubtful = new Set((await unknownDeliveries(deps.store.prisma)).map((row) => row.conversationId));
  }

  return {
    async recover() {
      const left = await abandonSending(deps.store.prisma, deps.chat.gateway, deps.clock.now());
      for (const row of left) {
        deps.log.error({ outgoing: row.id, conversation: row.conversationId }, 'nobody can know whether this was delivered; see the outbox command');
      }
      await rememberDoubts();
    },
    wake,
    async wakeAll() {
      for (const late of await dropExpired(deps.store.prisma, deps.chat.gateway, deps.clock.now())) {
        deps.metrics.delivered('dropped', 1);
        deps.log.warn({ outgoing: late.id, conversation: late.conversationId, purpose: late.purpose }, 'too late to be useful, dropped');
      }
      const all = await conversationsToSend(deps.store.prisma, deps.chat.gateway, deps.clock.now());
      await Promise.all(all.map((id) => wake(id)));
    },
    async echo(message, conversationId) {
      if (running.has(conversationId)) echoes.set(conversationId, [...(echoes.get(conversationId) ?? []).slice(-ECHOES), message]);
      if (!doubtful.has(conversationId)) return;
      const open = await unknownDeliveries(deps.store.prisma, conversationId);
      // The words that were handed over are the words that came back: of one row, or of several in one text.
      const found = open.filter((row) => row.claimedAt !== null && row.claimedAt.getTime() <= message.sentAt.getTime() + CLOCK_SLACK_MS && message.text.includes(row.text));
      if (found.length === 0) return;
      await settle(deps.store.prisma, found.map((row) => row.id), { state: 'sent', gatewayMessageId: message.id }, deps.clock.now());
      deps.log.info({ outgoing: found.map((row) => row.id), gatewayMessageId: message.id }, 'found to have been delivered');
      if (found.length === open.length) doubtful.delete(conversationId);
    },
    async stop() {
      ending.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled(running.values());
    },
  };
}
