import type { Effect, OpenAsk } from '../core/effects.js';
import type { Db } from './client.js';
import { toAsk } from './turn-read.js';

type Close = Extract<Effect, { type: 'ask.close' }>;
type AskRow = Parameters<typeof toAsk>[0];

/** More than these are not looked through. */
const MOST = 100;

/**
 * What is asked of people in a conversation and waits for an answer, as deciding sees it. Read once: what the turn itself
 * asks and settles is remembered, written or not.
 */
export class AskRows {
  #open: OpenAsk[] | undefined; // newest first
  readonly #asked: OpenAsk[] = [];
  readonly #closed: Close[] = [];

  constructor(
    private readonly tx: Db,
    private readonly now: Date,
  ) {}

  learn(effect: Effect): void {
    if (effect.type === 'ask.open' && effect.expiresAt > this.now) {
      const { id, messageId, conversationId, contactId, items } = effect;
      const asked = { id, messageId, conversationId, contactId, items, askedAt: this.now };
      this.#asked.unshift(asked);
      this.#open?.unshift(asked);
    } else if (effect.type === 'ask.close') {
      this.#closed.push(effect);
      if (this.#open) this.#open = without(this.#open, effect);
    }
  }

  async of(conversationId: string, contactId: string): Promise<OpenAsk[]> {
    if (!this.#open) {
      const rows = await this.tx.$queryRaw<AskRow[]>`
        SELECT id, message_id AS "messageId", conversation_id AS "conversationId", contact_id AS "contactId", items, asked_at AS "askedAt"
        FROM ask WHERE conversation_id = ${conversationId}::uuid AND state = 'open' AND expires_at > ${this.now}
        ORDER BY asked_at DESC LIMIT ${MOST}`;
      const own = new Set(this.#asked.map((ask) => ask.id));
      const before = rows.filter((row) => !own.has(row.id)).map(toAsk);
      this.#open = this.#closed.reduce(without, [...this.#asked, ...before]);
    }
    return this.#open.filter((ask) => ask.contactId === contactId);
  }
}

/** A question that was answered in part stays, with what is left of it. */
function without(open: readonly OpenAsk[], { askId, state, items = [] }: Close): OpenAsk[] {
  return open.flatMap((ask) => {
    if (ask.id !== askId) return [ask];
    return state === 'answered' && items.length > 0 ? [{ ...ask, items }] : [];
  });
}
