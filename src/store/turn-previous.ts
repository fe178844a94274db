import type { PreviousMessage } from '../core/records.js';
import { toLocal } from '../core/time.js';
import type { Db } from './client.js';
import type { Pending } from './turn-read.js';

/** How many earlier messages understanding may look back at: corrections, relays and repeats are near. */
const PREVIOUS = 8;

/** What was said in a conversation before the message at hand, the turn's own messages included. */
export class PreviousRows {
  #said: PreviousMessage[] | undefined;

  constructor(private readonly tx: Db) {}

  heard({ message }: Pending, masked: string): void {
    const { id, sentAt, senderName } = message;
    this.#said?.push({ id, text: masked, sentAt: toLocal(sentAt), sender: senderName });
    if (this.#said && this.#said.length > PREVIOUS) this.#said.shift();
  }

  /** Oldest first. */
  async before(conversationId: string, seq: bigint): Promise<PreviousMessage[]> {
    if (!this.#said) {
      const rows = await this.tx.$queryRaw<{ id: string; text: string; sent_at: Date; sender: string }[]>`
        SELECT m.id, m.text, m.sent_at, coalesce(nullif(p.name, ''), nullif(mem.alias, ''), k.name) AS sender
        FROM message m JOIN contact k ON k.id = m.contact_id LEFT JOIN person p ON p.id = k.person_id
        LEFT JOIN member mem ON mem.conversation_id = m.conversation_id AND mem.contact_id = m.contact_id
        WHERE m.conversation_id = ${conversationId}::uuid AND m.seq < ${seq} AND m.recalled_at IS NULL AND m.type <> 'recall'
          AND (SELECT r.id FROM record r WHERE r.message_id = m.id AND r.state = 'retracted' LIMIT 1) IS NULL
        ORDER BY m.seq DESC LIMIT ${PREVIOUS}`;
      this.#said = rows
        .reverse()
        .map((r) => ({ id: r.id, text: r.text, sentAt: toLocal(r.sent_at), sender: r.sender }));
    }
    return [...this.#said];
  }
}
