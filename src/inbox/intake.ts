import type { Incoming } from '../core/chat.js';
import { messageOf } from '../core/errors.js';
import type { Wake } from '../core/jobs.js';
import type { Metrics } from '../core/metrics.js';
import { within } from '../core/within.js';
import type { Clock, Log } from '../core/ports.js';
import type { AddressBook } from '../store/address-book.js';
import type { Store } from '../store/client.js';
import { isTransient } from '../store/errors.js';
import { conversationsWoken, saveMessages, type InboxRow } from '../store/inbox.js';
import type { Sealer } from '../store/seal.js';
import { prepare } from './prepare.js';
import type { Spool } from './spool.js';

export interface IntakeDeps {
  store: Store;
  book: AddressBook;
  sealer: Sealer;
  spool: Spool;
  wake: Wake;
  mask(text: string): string;
  /** Resolves once rooms and people of the present login are known; rejects while the database is away. */
  ready(): Promise<void>;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** Takes messages from the gateway and does not let go of them until they are safe. */
export interface Intake {
  /** Saves what an earlier process had to leave on disk. */
  start(): void;
  /** Resolves once the message is in the database, or on disk while that is away. */
  accept(message: Incoming): Promise<void>;
  /** Messages taken but not yet in the database. */
  readonly waiting: number;
  /** Waits until nothing is in flight; what cannot be saved stays on disk. */
  stop(): Promise<void>;
}

interface Saved {
  rows: InboxRow[];
  count: number;
  /** The place of the first new one. */
  first: bigint | undefined;
}

interface Held {
  message: Incoming;
  spooled: boolean;
  safe(): void;
}

const BATCH = 200;
/** A message that cannot be saved though the database is there is put aside after this many tries, so that others get through. */
const TRIES = 3;
/** A server that neither answers nor refuses (a pulled cable) is away too; saving twice is harmless. */
const SAVE_MS = 10_000;
/** The job of a message that waits longer may be lost. */
const YOUNG_MS = 5_000;
const RETRY_MS = [100, 250, 500, 1000, 2000];

export function createIntake(deps: IntakeDeps): Intake {
  const { log, spool } = deps;
  const held: Held[] = []; // in order of arrival; only ever taken from the front
  let running: Promise<void> | undefined;
  let stopping = false;
  let failures = 0;
  let careful = false; // one at a time, to find the message that is to blame

  function start(): void {
    for (const message of spool.load()) held.push({ message, spooled: true, safe() {} });
    if (held.length > 0) log.info({ messages: held.length }, 'saving what was kept on disk');
    kick();
  }

  function accept(message: Incoming): Promise<void> {
    deps.metrics.received(message.gateway, message.type);
    return new Promise((safe) => {
      held.push({ message, spooled: false, safe });
      kick();
    });
  }

  function kick(): void {
    running ??= drain().finally(() => {
      running = undefined;
      if (held.length > 0 && !stopping) kick();
    });
  }

  async function drain(): Promise<void> {
    // What arrives within the same tick shares one statement.
    await new Promise((resolve) => setImmediate(resolve));
    while (held.length > 0) {
      const some = held.slice(0, careful ? 1 : BATCH);
      try {
        const saved = await within(SAVE_MS, save(some));
        letGo(some, saved);
        failures = 0;
        careful = false;
      } catch (error) {
        keepOnDisk(error);
        if (stopping) return;
        if (!isTransient(error)) {
          if (careful && failures >= TRIES) putAside(some[0]!, error);
          careful = true;
        }
        const wait = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)]!;
        failures += 1;
        await new Promise((resolve) => setTimeout(resolve, wait));
      }
    }
  }

  /** Changes nothing here: when nobody waits for it any more, it may still go on. */
  async function save(some: readonly Held[]): Promise<Saved> {
    await deps.ready();
    const rows: InboxRow[] = [];
    for (const { message } of some) rows.push(await prepare(message, deps.book, deps.sealer, deps.mask));
    return { rows, ...(await saveMessages(deps.store.sql, rows, deps.clock.now())) };
  }

  function letGo(some: readonly Held[], saved: Saved): void {
    held.splice(0, some.length);
    deps.metrics.saved(saved.count);
    for (const [i, one] of some.entries()) {
      log.info(
        {
          trace: saved.rows[i]!.id,
          gateway: one.message.gateway,
          externalId: one.message.id,
          type: one.message.type,
        },
        'saved',
      );
      one.safe();
    }
    if (some.some((one) => one.spooled)) clearSpool();
    void wake(saved);
  }

  /** A conversation whose turn is on its way needs no further job: that turn takes these messages too. */
  async function wake({ rows, first }: Saved): Promise<void> {
    const ids = [...new Set(rows.map((row) => row.conversationId))];
    const since = new Date(deps.clock.now().getTime() - YOUNG_MS);
    const asked = first === undefined ? [] : conversationsWoken(deps.store.sql, ids, first, since);
    const woken = new Set(await Promise.resolve(asked).catch(() => []));
    await deps.wake.turns(ids.filter((id) => !woken.has(id)));
  }

  function clearSpool(): void {
    if (held.every((one) => !one.spooled)) spool.clear();
  }

  function putAside(one: Held, error: unknown): void {
    const fields = { gateway: one.message.gateway, externalId: one.message.id };
    try {
      spool.reject(one.message);
    } catch (full) {
      log.error(
        { ...fields, err: messageOf(full) },
        'message cannot be saved, nor put aside on disk: trying again',
      );
      return;
    }
    held.shift();
    failures = 0;
    log.error({ ...fields, err: messageOf(error) }, 'message cannot be saved, put aside on disk');
    one.safe();
    if (one.spooled) clearSpool();
  }

  function keepOnDisk(error: unknown): void {
    const fresh = held.filter((one) => !one.spooled);
    const level = isTransient(error) ? 'warn' : 'error';
    log[level]({ err: messageOf(error), waiting: held.length }, 'cannot save messages, keeping them');
    if (fresh.length === 0) return;
    try {
      spool.append(fresh.map((one) => one.message));
    } catch (full) {
      // Neither database nor disk: they stay in memory, unacknowledged, and are tried again.
      log.error({ err: messageOf(full), waiting: held.length }, 'cannot keep messages on disk either');
      return;
    }
    deps.metrics.spooled(fresh.length);
    for (const one of fresh) {
      one.spooled = true;
      one.safe();
    }
  }

  return {
    start,
    accept,
    get waiting() {
      return held.length;
    },
    async stop() {
      stopping = true;
      while (running) await running;
    },
  };
}
