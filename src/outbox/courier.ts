import type { Incoming } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import {
  abandonSending,
  conversationsToSend,
  dropExpired,
  isSent,
  settle,
  unknownDeliveries,
} from '../store/outbox.js';
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

export function createCourier(options: Omit<DeliverDeps, 'doubt' | 'idle' | 'stopping'>): Courier {
  const ending = new AbortController();
  const idle: DeliverDeps['idle'] = new Map();
  const deps: DeliverDeps = { ...options, doubt: (id) => doubtful.add(id), idle, stopping: ending.signal };
  const running = new Map<string, Promise<void>>();
  const echoes = new Map<string, Incoming[]>(); // of conversations being spoken to
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
      wake(conversationId).catch((error: unknown) =>
        deps.log.warn({ err: messageOf(error) }, 'delivery put off'),
      );
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
      const came = echoes.get(conversationId) ?? [];
      echoes.delete(conversationId);
      believeAll(came, conversationId).catch((error: unknown) =>
        deps.log.warn({ err: messageOf(error) }, 'echoes not looked at'),
      );
    });
    running.set(conversationId, started);
    return started;
  }

  async function believeAll(messages: readonly Incoming[], conversationId: string): Promise<void> {
    for (const message of messages) await believe(message, conversationId);
  }

  /** Our own words on the network are the delivery in doubt that said them: one of several, and only if no other is known to have. */
  async function believe(message: Incoming, conversationId: string): Promise<void> {
    if (!doubtful.has(conversationId)) return;
    const open = await unknownDeliveries(deps.store.prisma, conversationId);
    const early = message.sentAt.getTime() + CLOCK_SLACK_MS;
    const possible = open.filter((row) => row.claimedAt !== null && row.claimedAt.getTime() <= early);
    // Rows that were said in one text came back in one text.
    const batches = [...new Set(possible.map((row) => row.batchId))].map((batch) =>
      possible.filter((row) => row.batchId === batch),
    );
    const found = batches.find((rows) =>
      rows.every((row) => !row.files && row.text !== '' && message.text.includes(row.text)),
    );
    if (!found || (await isSent(deps.store.prisma, conversationId, message.id))) return;
    const ids = found.map((row) => row.id);
    await settle(deps.store.prisma, ids, { state: 'sent', gatewayMessageId: message.id }, deps.clock.now());
    deps.log.info({ outgoing: ids, gatewayMessageId: message.id }, 'found to have been delivered');
    if (found.length === open.length) doubtful.delete(conversationId);
  }

  async function rememberDoubts(): Promise<void> {
    doubtful = new Set((await unknownDeliveries(deps.store.prisma)).map((row) => row.conversationId));
  }

  return {
    async recover() {
      const left = await abandonSending(deps.store.prisma, deps.chat.gateway, deps.clock.now());
      for (const row of left) {
        deps.log.error(
          { outgoing: row.id, conversation: row.conversationId },
          'nobody can know whether this was delivered; see the outbox command',
        );
      }
      await rememberDoubts();
    },
    wake,
    async wakeAll() {
      for (const late of await dropExpired(deps.store.prisma, deps.chat.gateway, deps.clock.now())) {
        deps.metrics.delivered('dropped', 1);
        deps.log.warn(
          { outgoing: late.id, conversation: late.conversationId, purpose: late.purpose },
          'too late to be useful, dropped',
        );
      }
      const all = await conversationsToSend(deps.store.prisma, deps.chat.gateway, deps.clock.now());
      await Promise.all([...new Set([...all, ...idle.keys()])].map((id) => wake(id)));
    },
    async echo(message, conversationId) {
      if (!running.has(conversationId)) return believe(message, conversationId);
      // It may be that of what is being sent right now: looked at once its verdict is known.
      echoes.set(conversationId, [...(echoes.get(conversationId) ?? []).slice(-ECHOES), message]);
    },
    async stop() {
      ending.abort();
      for (const timer of timers) clearTimeout(timer);
      await Promise.allSettled(running.values());
    },
  };
}
