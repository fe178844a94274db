import type { NewRecord, StoredRecord } from '../core/effects.js';
import { dayToDate } from '../core/time.js';
import type { Db } from './client.js';
import { toStored, WITH_HOME } from './turn-read.js';

/** What a record is about, and who said so for which day. */
export interface Thing {
  kind: string;
  contactId: string;
  subject: string;
  occurredOn: string; // YYYY-MM-DD
}

const keyOf = ({ kind, contactId, subject, occurredOn }: Thing): string =>
  JSON.stringify([kind, contactId, subject, occurredOn]);

/** Which of the things a turn speaks of the ledger knows already, those included that the turn itself puts into it. */
export class KnownThings {
  readonly #known = new Set<string>();
  readonly #asked = new Set<string>();

  constructor(private readonly tx: Db) {}

  /** One by one within the query (no join): a join would be planned, and the plan kept, as reading the whole ledger. */
  async prefetch(things: readonly Thing[]): Promise<void> {
    this.#known.clear();
    this.#asked.clear();
    for (const thing of things) this.#asked.add(keyOf(thing));
    if (things.length === 0) return;
    const rows = await this.tx.$queryRaw<Thing[]>`
      SELECT t.kind, t."contactId", t.subject, to_char(t."occurredOn", 'YYYY-MM-DD') AS "occurredOn"
      FROM jsonb_to_recordset(${JSON.stringify(things)}::jsonb) AS t(kind text, "contactId" uuid, subject text, "occurredOn" date)
      WHERE (
        SELECT r.id FROM record r
        WHERE r.kind = t.kind AND r.subject = t.subject AND r.contact_id = t."contactId" AND r.occurred_on = t."occurredOn"
          AND r.state IN ('active', 'incomplete') LIMIT 1
      ) IS NOT NULL`;
    for (const row of rows) this.#known.add(keyOf(row));
  }

  learn({ subject, ...record }: NewRecord): void {
    if (subject !== undefined) this.#known.add(keyOf({ ...record, subject }));
  }

  /** A record has become one of another thing, perhaps: what was asked beforehand says nothing any more. */
  unsettle(): void {
    this.#asked.clear();
  }

  /** Whether it may be known: what was not asked about beforehand (words that were read anew) has to be looked up. */
  mayKnow(thing: Thing): boolean {
    const key = keyOf(thing);
    return this.#known.has(key) || !this.#asked.has(key);
  }

  async records({ occurredOn, ...thing }: Thing): Promise<StoredRecord[]> {
    const rows = await this.tx.record.findMany({
      where: { ...thing, occurredOn: dayToDate(occurredOn), state: { in: ['active', 'incomplete'] } },
      orderBy: { createdAt: 'desc' },
      take: 5,
      include: WITH_HOME,
    });
    return rows.map(toStored);
  }
}
