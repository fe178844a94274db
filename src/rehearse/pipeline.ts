import type { Incoming, Say } from '../core/chat.js';
import { AppError } from '../core/errors.js';
import { noMetrics } from '../core/metrics.js';
import type { Log } from '../core/ports.js';
import { discreetBook } from '../inbox/discreet-book.js';
import { prepare } from '../inbox/prepare.js';
import { runTurn, type TurnDeps, type TurnKnowledge } from '../inbox/turn.js';
import { wakeJob } from '../inbox/wake.js';
import { deliver } from '../outbox/deliver.js';
import { findSensitive, mask } from '../core/sensitive/index.js';
import { createAddressBook } from '../store/address-book.js';
import { saveMessages } from '../store/inbox.js';
import { conversationsToSend, dropExpired } from '../store/outbox.js';
import { claimLone, settleSent } from '../store/outbox-many.js';
import type { HouseholdIds } from '../store/turn-write.js';
import { muteChat, REHEARSAL } from './chat.js';
import type { ScriptClock } from './clock.js';
import type { Scratch } from './scratch.js';

export interface PipelineDeps {
  scratch: Scratch;
  knowledge: TurnKnowledge;
  clock: ScriptClock;
  receiptTtlMs: number;
  concurrency: number;
  log: Log;
}

/** The product's own inbox, turn and outbox on scratch storage, driven one step at a time. */
export interface Pipeline {
  /** Takes messages in, in their order. */
  take(messages: readonly Incoming[]): Promise<void>;
  /** Says everything that may be said at this moment. What was said since the last call, by the gateway's id. */
  say(): Promise<Map<string, Say>>;
  close(): Promise<void>;
}

type Queue = 'turn' | 'delivery';

/** From so many conversations on, what waits alone in them is said together. */
const MANY = 20;

/** A queue that is slow on a busy machine counts as away after two seconds: a rehearsal has the time. */
async function patiently(work: () => Promise<void>): Promise<void> {
  for (let tries = 1; ; tries++) {
    try {
      return await work();
    } catch (error) {
      if (tries >= 20 || !(error instanceof AppError) || error.options.retry !== true) throw error;
    }
  }
}

export function openPipeline(deps: PipelineDeps): Pipeline {
  const { scratch, clock, log } = deps;
  const { store, sealer, queues } = scratch;
  const book = discreetBook(createAddressBook(store.prisma, REHEARSAL), mask);
  const chat = muteChat();
  const households: HouseholdIds = new Map();
  const turnDeps: TurnDeps = { ...deps, store, sealer, mask, findSensitive, metrics: noMetrics };
  const ending = new AbortController();
  const deliverDeps = {
    ...deps,
    templates: () => deps.knowledge.templates(),
    store,
    chat,
    metrics: noMetrics,
    maySend: () => true,
    doubt() {},
    idle: new Map<string, Set<string>>(),
    stopping: ending.signal,
    // Pauses between texts are for the network's sake; here there is none.
    pace: { wait: () => 0, said() {} },
  };
  const waiting = new Map<string, { resolve(): void; reject(error: unknown): void }>();

  function worker(queue: Queue, work: (conversation: string) => Promise<unknown>) {
    return queues.work(
      queue,
      async (data) => {
        const { conversation } = wakeJob.parse(data);
        const caller = waiting.get(`${queue} ${conversation}`);
        waiting.delete(`${queue} ${conversation}`);
        try {
          await work(conversation);
          caller?.resolve();
        } catch (error) {
          caller?.reject(error); // a rehearsal shows a fault instead of trying again
        }
      },
      { concurrency: deps.concurrency },
    );
  }

  /** Through the queue like everything else; resolves when the jobs are done. */
  async function run(queue: Queue, conversations: Iterable<string>): Promise<void> {
    const ids = [...new Set(conversations)];
    if (ids.length === 0) return;
    const done = ids.map(
      (id) =>
        new Promise<void>((resolve, reject) => {
          waiting.set(`${queue} ${id}`, { resolve, reject });
        }),
    );
    await patiently(() =>
      queues.addMany(
        queue,
        ids.map((conversation) => ({ key: conversation, data: { conversation } })),
      ),
    );
    await Promise.all(done);
  }

  /** A county's morning, to-dos of thousands, without a job for each: this chat takes everything, at once. */
  async function sayLone(conversationIds: readonly string[], now: Date): Promise<void> {
    if (conversationIds.length < MANY) return;
    const said = [];
    for (const { id, text, externalId } of await claimLone(
      store.prisma,
      { gateway: REHEARSAL, conversationIds },
      now,
    ))
      said.push({ id, gatewayMessageId: (await chat.say({ to: { person: externalId }, text })).id });
    await settleSent(store.prisma, said, now);
  }

  const workers = [
    worker('turn', (conversation) => runTurn(turnDeps, households, conversation)),
    worker('delivery', (conversation) => deliver(deliverDeps, conversation)),
  ];

  return {
    async take(messages) {
      if (messages.length === 0) return;
      const rows = [];
      for (const message of messages) rows.push(await prepare(message, book, sealer, mask));
      await saveMessages(store.prisma, rows, clock.now());
      await run('turn', rows.map((row) => row.conversationId)); // prettier-ignore
      const failed = await store.prisma.message.findFirst({ where: { state: 'failed' } });
      if (failed) log.error({ err: failed.error }, 'a message could not be worked off');
    },
    async say() {
      const now = clock.now();
      await dropExpired(store.prisma, REHEARSAL, now);
      await sayLone(await conversationsToSend(store.prisma, REHEARSAL, now), now);
      await run('delivery', await conversationsToSend(store.prisma, REHEARSAL, now));
      return chat.take();
    },
    async close() {
      ending.abort();
      await Promise.all(workers.map((one) => one.close()));
    },
  };
}
