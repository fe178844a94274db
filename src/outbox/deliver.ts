import { SendError, type ChatPort, type Say } from '../core/chat.js';
import { AppError, messageOf } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Metrics } from '../core/metrics.js';
import type { Clock, Log } from '../core/ports.js';
import type { Templates } from '../reply/index.js';
import type { Store } from '../store/client.js';
import { loadFiles } from '../store/blobs.js';
import { isTransient } from '../store/errors.js';
import {
  claimNext,
  releaseClaims,
  settle,
  type Address,
  type Claim,
  type Claimed,
  type Verdict,
} from '../store/outbox.js';
import type { Pace } from './pace.js';

export interface DeliverDeps {
  store: Store;
  chat: ChatPort;
  /** Only the process that holds the login may send. */
  maySend(): boolean;
  /** A delivery there ended in doubt: its echo may still tell. */
  doubt(conversationId: string): void;
  /** Batches by conversation that may be claimed and were certainly never handed over. */
  idle: Map<string, Set<string>>;
  /** Resolves when the process is to end. */
  stopping: AbortSignal;
  templates(): Templates;
  pace: Pace;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

/** Rows of this purpose that wait together are said in one text. */
const MERGED = 'receipt';
const MERGE_LIMIT = 12;
/** A retry of what certainly was not sent: soon at first, then less often; it ends with the row's own expiry. */
const RETRY_MS = [2_000, 5_000, 15_000, 60_000];
/** Longer pauses are left to a later wake-up instead of holding a worker. */
const LONGEST_WAIT_MS = 3_000;
const SETTLE_RETRY_MS = 500;

/** Says what waits for a conversation, in order. Resolves with the ms after which there is more to do, if any. */
export async function deliver(deps: DeliverDeps, conversationId: string): Promise<number | undefined> {
  for (;;) {
    if (!able(deps)) return undefined; // woken again when online
    const wait = deps.pace.wait(conversationId, deps.clock.now().getTime());
    if (wait > LONGEST_WAIT_MS) return wait;
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    const claimed = await claim(deps, conversationId);
    if (!claimed) return undefined;
    const retry = await send(deps, conversationId, claimed);
    // What came behind it in the meantime has its own wake-up.
    if (retry !== undefined || !claimed.more) return retry;
  }
}

function able(deps: DeliverDeps): boolean {
  return !deps.stopping.aborted && deps.maySend() && deps.chat.state === 'online';
}

/** What is to be said next, ours to say. Nothing while another process may hold the login. */
async function claim(deps: DeliverDeps, conversationId: string): Promise<Claim | undefined> {
  const { prisma } = deps.store;
  // Claims that came to nothing: given back first, so that the order stays.
  const idle = deps.idle.get(conversationId);
  if (idle) {
    await releaseClaims(prisma, [...idle]);
    deps.idle.delete(conversationId);
  }
  if (!able(deps)) return undefined;
  const batchId = newId();
  const forget = () =>
    deps.idle.set(conversationId, new Set([...(deps.idle.get(conversationId) ?? []), batchId]));
  let claimed: Claim;
  try {
    claimed = await claimNext(
      deps.store.sql,
      { gateway: deps.chat.gateway, conversationId },
      batchId,
      deps.clock.now(),
      MERGED,
      MERGE_LIMIT,
    );
  } catch (error) {
    forget(); // the answer was lost, perhaps not the claim
    throw error;
  }
  if (claimed.rows.length === 0) return undefined;
  if (able(deps)) return claimed;
  // The login went while we claimed: whoever has it now is to say this.
  forget();
  await releaseClaims(prisma, [batchId]);
  deps.idle.delete(conversationId);
  return undefined;
}

async function send(deps: DeliverDeps, conversationId: string, claimed: Claim): Promise<number | undefined> {
  const { rows } = claimed;
  const verdict = await attempt(deps, claimed);
  const now = deps.clock.now();
  deps.pace.said(conversationId, now.getTime());
  if (verdict.state === 'unknown') deps.doubt(conversationId);
  await settleSurely(deps, rows, verdict, now);
  report(deps, conversationId, rows, verdict, now);
  return verdict.state === 'queued' ? verdict.notBefore.getTime() - now.getTime() : undefined;
}

/** The verdict is known here and nowhere else: while the database is away, it is held until it can be written down. */
async function settleSurely(deps: DeliverDeps, rows: Claimed[], verdict: Verdict, now: Date): Promise<void> {
  const ids = rows.map((row) => row.id);
  for (;;) {
    try {
      await settle(deps.store.sql, ids, verdict, now);
      return;
    } catch (error) {
      if (!isTransient(error) || deps.stopping.aborted) throw error;
      deps.log.warn({ outgoing: ids, err: messageOf(error) }, 'cannot write down a delivery yet');
      await new Promise((resolve) => setTimeout(resolve, SETTLE_RETRY_MS));
    }
  }
}

async function attempt(deps: DeliverDeps, { rows, address }: Claim): Promise<Verdict> {
  if (!address) return { state: 'failed', error: 'the gateway no longer knows this conversation' };
  let say: Say;
  try {
    say = await compose(deps, address, rows);
  } catch (error) {
    // Nothing was handed over yet. A file that is gone will not come back.
    if (error instanceof AppError && error.code === 'blob-missing')
      return { state: 'failed', error: error.message };
    return later(deps, rows, messageOf(error));
  }
  return handOver(deps, say, rows);
}

async function handOver(deps: DeliverDeps, say: Say, rows: Claimed[]): Promise<Verdict> {
  try {
    const { id } = await deps.chat.say(say);
    return { state: 'sent', gatewayMessageId: id };
  } catch (error) {
    if (error instanceof SendError && error.verdict === 'not-sent') return later(deps, rows, error.message);
    if (error instanceof SendError && error.verdict === 'refused')
      return { state: 'failed', error: error.message };
    return { state: 'unknown', error: messageOf(error) };
  }
}

function later(deps: DeliverDeps, rows: Claimed[], error: string): Verdict {
  const attempts = Math.max(...rows.map((row) => row.attempts));
  const pause = RETRY_MS[Math.min(attempts - 1, RETRY_MS.length - 1)]!;
  return { state: 'queued', notBefore: new Date(deps.clock.now().getTime() + pause), error };
}

async function compose(deps: DeliverDeps, address: Address, rows: Claimed[]): Promise<Say> {
  const first = rows[0]!;
  const text =
    rows.length === 1
      ? first.text
      : deps.templates().render('receipt-merged', {
          items: rows.map((row) => ({ sender: row.because.sender ?? '', text: row.text })),
        });
  const loaded = await loadFiles(
    deps.store.prisma,
    rows.flatMap((row) => row.attachments),
  );
  const files = loaded.length > 0 ? { files: loaded } : {};
  if (address.kind === 'private') return { to: { person: address.externalId }, text, ...files };
  const mentions = [...new Set(rows.flatMap((row) => row.mentions))];
  return { to: { room: address.externalId }, text, ...(mentions.length > 0 ? { mentions } : {}), ...files };
}

const COUNTED = { sent: 'sent', queued: 'retried', failed: 'failed', unknown: 'unknown' } as const;

function report(
  deps: DeliverDeps,
  conversationId: string,
  rows: Claimed[],
  verdict: Verdict,
  now: Date,
): void {
  deps.metrics.delivered(COUNTED[verdict.state], rows.length);
  for (const row of rows) {
    const fields = {
      trace: row.because.message,
      outgoing: row.id,
      conversation: conversationId,
      purpose: row.purpose,
    };
    if (verdict.state === 'sent') {
      deps.log.info({ ...fields, gatewayMessageId: verdict.gatewayMessageId }, 'delivered');
      deps.metrics.answered((now.getTime() - row.createdAt.getTime()) / 1000);
    } else if (verdict.state === 'queued')
      deps.log.warn({ ...fields, err: verdict.error }, 'not sent, trying again later');
    else if (verdict.state === 'failed')
      deps.log.error({ ...fields, err: verdict.error }, 'refused by the gateway');
    else
      deps.log.error(
        { ...fields, err: verdict.error },
        'nobody can know whether this was delivered; see the outbox command',
      );
  }
}
