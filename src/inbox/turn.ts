import {
  decide,
  read,
  things,
  type ActContext,
  type Understanding,
  type BulletinDesk,
  type PolicyCards,
  type Signing,
} from '../act/index.js';
import type { Effect } from '../core/effects.js';
import type { Explained } from '../core/records.js';
import { messageOf } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { NudgeDesk } from '../core/nudges.js';
import type { Metrics } from '../core/metrics.js';
import type { Clock, Log } from '../core/ports.js';
import type { SensitiveSpan } from '../core/sensitive/index.js';
import type { ExportDesk } from '../core/export.js';
import type { StatusDesk } from '../core/status.js';
import type { LedgerRules } from '../ledger/index.js';
import type { Templates } from '../reply/index.js';
import type { Store } from '../store/client.js';
import type { Sealer } from '../store/seal.js';
import { isTransient } from '../store/errors.js';
import { failMessage, inTransaction, keepOut } from '../store/turn.js';
import { lockConversation, pendingMessages, type Pending } from '../store/turn-read.js';
import { ItemBook } from './items.js';
import { itemReader } from './item-reader.js';
import { applyPlan, planReader } from './plan-reader.js';
import { TurnReader } from '../store/turn-reader.js';
import { TurnWrites, type HouseholdIds } from '../store/turn-write.js';

/** What a turn works with, asked for each time: definitions and register may have been exchanged in the meantime. */
export interface TurnKnowledge {
  understanding(): Understanding;
  templates(): Templates;
  /** Answers questions about where things stand. */
  desk(): StatusDesk | undefined;
  /** Hands out ledgers as files. */
  exporter(): ExportDesk | undefined;
  /** Draws policies as pictures. */
  cards(): PolicyCards | undefined;
  /** Reads answers to nudges. */
  nudges(): NudgeDesk | undefined;
  ledgers(): LedgerRules;
  /** Lets a clerk decide about issues of bulletins. */
  bulletins(): BulletinDesk | undefined;
  signing(): Signing | undefined;
}

export interface TurnDeps {
  store: Store;
  sealer: Sealer;
  knowledge: TurnKnowledge;
  mask(text: string): string;
  findSensitive(text: string): SensitiveSpan[];
  receiptTtlMs: number;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

export interface TurnResult {
  /** Conversations that now have something to send. */
  speaking: ReadonlySet<string>;
  /** Somebody asked for their to-dos, which the clock answers. */
  asksTodos: boolean;
}

/** Messages taken in one transaction: enough to share its cost, few enough that it stays short. */
const BATCH = 40;
/** A message that fails this often is set aside for a person. */
const ATTEMPTS = 3;

/**
 * Processes what waits in a conversation, in order, until nothing waits. Safe to call twice and at the same time: the
 * conversation is locked, and a message is done in the same transaction as everything it leads to.
 */
export async function runTurn(
  deps: TurnDeps,
  households: HouseholdIds,
  conversationId: string,
): Promise<TurnResult> {
  const result = { speaking: new Set<string>(), asksTodos: false };
  let limit = BATCH;
  for (;;) {
    const started = performance.now();
    try {
      const done = await inTransaction(deps.store, (tx) =>
        batch(deps, tx, households, conversationId, limit, result),
      );
      if (done > 0) {
        deps.metrics.turn((performance.now() - started) / 1000, done);
        deps.metrics.processed('done', done);
      }
      if (done < limit && limit === BATCH) return result;
      if (done === 0) return result;
      limit = BATCH;
    } catch (error) {
      // The database is away or out of space: the messages are not to blame, the queue tries again.
      if (isTransient(error)) throw error;
      // One bad message must not hold up the others: take them one by one, and set the bad one aside.
      if (limit > 1) {
        limit = 1;
        deps.log.warn(
          { conversation: conversationId, err: messageOf(error) },
          'turn failed, going message by message',
        );
        continue;
      }
      const failed = await failMessage(
        deps.store,
        conversationId,
        messageOf(error),
        ATTEMPTS,
        deps.clock.now(),
      );
      if (failed) {
        deps.metrics.processed('failed', 1);
        deps.log.error(
          { trace: failed, conversation: conversationId, err: messageOf(error) },
          'message set aside for a person',
        );
        continue;
      }
      throw error;
    }
  }
}

type Tx = Parameters<Parameters<typeof inTransaction>[1]>[0];

async function batch(
  deps: TurnDeps,
  tx: Tx,
  households: HouseholdIds,
  conversationId: string,
  limit: number,
  result: { speaking: Set<string>; asksTodos: boolean },
): Promise<number> {
  if (!(await lockConversation(tx, conversationId))) return 0;
  const waiting = await pendingMessages(tx, deps.sealer, conversationId, limit);
  if (waiting.length === 0) return 0;
  const now = deps.clock.now();
  const writes = new TurnWrites(tx, waiting[0]!.gateway, conversationId, now, households);
  const reader = new TurnReader(tx, writes, now, deps.sealer);
  const { knowledge } = deps;
  const understanding = knowledge.understanding();
  const rules = knowledge.ledgers();
  const items = new ItemBook(tx, rules, now, () => writes.flushLedger());
  const context: ActContext = {
    understanding,
    templates: knowledge.templates(),
    desk: knowledge.desk(),
    exporter: knowledge.exporter(),
    cards: knowledge.cards(),
    nudges: knowledge.nudges(),
    bulletins: knowledge.bulletins(),
    signing: knowledge.signing(),
    reader,
    items: itemReader(items, tx, understanding.households, waiting[0]!.gateway),
    plans: planReader(tx, rules, now),
    mask: deps.mask,
    findSensitive: deps.findSensitive,
    receiptTtlMs: deps.receiptTtlMs,
    now,
    newId: () => newId(now.getTime()),
  };
  // All are read first, so that the ledger is asked once what it knows of the things they speak of.
  const readings: Explained[] = [];
  for (const pending of waiting) {
    readings.push(await read(pending.message, context));
    reader.heard(pending, deps.mask(pending.message.text));
  }
  await reader.prefetch(
    waiting.flatMap(({ message }, i) =>
      things(message, readings[i]!, context).map((thing) => ({ ...thing, contactId: message.contactId })),
    ),
  );
  for (const [i, pending] of waiting.entries()) {
    reader.begin(pending);
    if (pending.recallsUnseen !== undefined) await keepOut(tx, pending, pending.recallsUnseen);
    const effects = await decide(pending.message, readings[i]!, context);
    for (const effect of effects) {
      keep(effect, writes, reader, deps.mask);
      items.learn(effect);
      await applyPlan(tx, rules, effect, now);
    }
    logOutcome(deps.log, pending, effects);
  }
  await items.settle();
  await writes.flush();
  for (const id of writes.speaking) result.speaking.add(id);
  result.asksTodos ||= writes.asksTodos;
  return waiting.length;
}

function keep(effect: Effect, writes: TurnWrites, reader: TurnReader, mask: (text: string) => string): void {
  writes.add(masked(effect, mask));
  reader.learn(effect);
}

/** Nothing that was read from the original text reaches the ledger unmasked; ids are left alone. */
function masked(effect: Effect, mask: (text: string) => string): Effect {
  const clean = <T>(value: T): T => deepMask(value, mask) as T;
  switch (effect.type) {
    case 'record.add': {
      const { data, subject, village } = effect.record;
      return { ...effect, record: { ...effect.record, ...clean({ data, subject, village }) } };
    }
    case 'record.change': {
      const { data, subject, village } = effect.after;
      return {
        ...effect,
        changes: clean(effect.changes),
        after: { ...effect.after, ...clean({ data, subject, village }) },
      };
    }
    case 'outcome':
      return { ...effect, outcome: clean(effect.outcome) };
    default:
      return effect;
  }
}

/** The value itself where nothing in it was masked, as in nearly all: then nothing is copied. */
function deepMask(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (value === null || typeof value !== 'object' || value instanceof Date) return value;
  if (Array.isArray(value)) {
    const clean = value.map((one) => deepMask(one, mask));
    return clean.every((one, i) => one === value[i]) ? value : clean;
  }
  let copy: Record<string, unknown> | undefined;
  for (const [key, one] of Object.entries(value)) {
    const clean = deepMask(one, mask);
    if (clean !== one) (copy ??= { ...value })[key] = clean;
  }
  return copy ?? value;
}

function logOutcome(log: Log, pending: Pending, effects: readonly Effect[]): void {
  const outcome = effects.find((e) => e.type === 'outcome')?.outcome;
  const kinds = outcome?.kinds ?? [];
  log.info(
    {
      trace: pending.message.id,
      conversation: pending.message.conversationId,
      kinds,
      missing: outcome?.missing ?? [],
    },
    'processed',
  );
}
