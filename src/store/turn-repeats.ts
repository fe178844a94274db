import type { Effect, Repeat, RepeatedBy } from '../core/effects.js';
import type { Db } from './client.js';
import type { Pending } from './turn-read.js';

/** A message that spoke of records: it made them, said them again, or changed them. */
export interface SpokenOf {
  messageId: string;
  repeats: string[]; // ids of records that it said again
  changed: string[]; // ids of records that it corrected, or completed where answers were asked for
}

interface Heard {
  messageId: string;
  seq: bigint;
  conversationId: string;
  contactId: string;
  repeats: Repeat[];
}

/**
 * Which messages say again what a record of an earlier one says. It is kept with the message's outcome; what the turn
 * itself decides is remembered until it is written.
 */
export class RepeatRows {
  readonly #heard: Heard[] = [];
  readonly #recalled = new Set<string>();
  #now: Pending | undefined;

  constructor(private readonly tx: Db) {}

  begin(pending: Pending): void {
    this.#now = pending;
  }

  learn(effect: Effect): void {
    if (effect.type === 'message.recalled') this.#recalled.add(effect.messageId);
    const repeats = effect.type === 'outcome' ? (effect.outcome.repeats ?? []) : [];
    if (repeats.length === 0 || !this.#now) return;
    const { id: messageId, seq, conversationId, contactId } = this.#now.message;
    this.#heard.push({ messageId, seq, conversationId, contactId, repeats });
  }

  isRecalled(messageId: string): boolean {
    return this.#recalled.has(messageId);
  }

  /** Messages of a person that say these records again and were not recalled, the first one first. */
  async of(recordIds: readonly string[], contactId: string, since: Date): Promise<RepeatedBy[]> {
    const wanted = new Set(recordIds);
    if (wanted.size === 0) return [];
    const rows = await this.tx.$queryRaw<{ messageId: string; repeats: Repeat[] }[]>`
      SELECT m.id AS "messageId", m.outcome->'repeats' AS repeats FROM message m
      WHERE m.contact_id = ${contactId}::uuid AND m.sent_at >= ${since} AND m.recalled_at IS NULL
        AND jsonb_exists(m.outcome, 'repeats')
      ORDER BY m.seq`;
    const known = new Set(rows.map((row) => row.messageId));
    const heard = this.#heard.filter((one) => one.contactId === contactId && !known.has(one.messageId));
    return [...rows, ...heard]
      .filter((one) => !this.#recalled.has(one.messageId))
      .flatMap(({ messageId, repeats }) =>
        repeats.filter((one) => wanted.has(one.record)).map((one) => ({ ...one, messageId })),
      );
  }

  /**
   * The sender's latest message before `beforeSeq` that spoke of records. `answers`: also where it only answered, and not
   * where it was recalled.
   */
  async last(
    conversationId: string,
    contactId: string,
    beforeSeq: bigint,
    since: Date,
    answers: boolean,
  ): Promise<SpokenOf | undefined> {
    const causes = answers ? ['correction', 'answer'] : ['correction'];
    const [row] = await this.tx.$queryRaw<{ id: string; seq: bigint; repeats: Repeat[] | null }[]>`
      SELECT m.id, m.seq, m.outcome->'repeats' AS repeats FROM message m
      WHERE m.conversation_id = ${conversationId}::uuid AND m.contact_id = ${contactId}::uuid
        AND m.seq < ${beforeSeq} AND m.sent_at >= ${since} AND m.type <> 'recall'
        AND (NOT ${answers} OR m.recalled_at IS NULL)
        AND (jsonb_exists(coalesce(m.outcome, '{}'), 'repeats')
          OR (SELECT r.id FROM record r WHERE r.message_id = m.id LIMIT 1) IS NOT NULL
          OR (SELECT c.id FROM record_change c WHERE c.message_id = m.id AND c.cause = ANY(${causes}) LIMIT 1) IS NOT NULL)
      ORDER BY m.seq DESC LIMIT 1`;
    const mine = this.#heard.filter(
      (one) => one.conversationId === conversationId && one.contactId === contactId && one.seq < beforeSeq,
    );
    const heard = mine.at(-1);
    const latest = heard && (!row || heard.seq >= BigInt(row.seq)) ? heard : undefined;
    const messageId = latest?.messageId ?? row?.id;
    if (messageId === undefined) return undefined;
    return this.#spoken(messageId, latest?.repeats ?? row?.repeats ?? [], causes);
  }

  /** What one message spoke of. */
  async in(messageId: string): Promise<SpokenOf> {
    const row = await this.tx.message.findUnique({ where: { id: messageId }, select: { outcome: true } });
    const heard = this.#heard.find((one) => one.messageId === messageId);
    const kept = (row?.outcome as { repeats?: Repeat[] } | null)?.repeats;
    return this.#spoken(messageId, heard?.repeats ?? kept ?? [], ['correction', 'answer']);
  }

  async #spoken(messageId: string, repeats: readonly Repeat[], causes: string[]): Promise<SpokenOf> {
    const changes = await this.tx.recordChange.findMany({
      where: { messageId, cause: { in: causes } },
      select: { recordId: true },
      distinct: ['recordId'],
    });
    return {
      messageId,
      repeats: repeats.map((one) => one.record),
      changed: changes.map((one) => one.recordId),
    };
  }
}
