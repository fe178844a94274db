import type { OpenAsk, StoredRecord } from '../core/effects.js';
import type { PreviousMessage } from '../core/records.js';
import type { BulletinLedger } from '../core/bulletin.js';
import type { ExportStore } from '../core/export.js';
import type { StatusLedger } from '../core/status.js';
import { dayToDate, toLocal } from '../core/time.js';
import { bulletinLedger } from './bulletins.js';
import type { Db } from './client.js';
import { unsignedReports, type UnsignedReport } from './signatures.js';
import { exportStore } from './exports.js';
import { statusLedger } from './status.js';
import { ownRecords, type OwnRow } from './turn-own.js';
import { undoneSignatures, type UndoneSignature } from './turn-undone.js';
import { NudgeRows } from './turn-nudges.js';
import { QuestionRows } from './turn-questions.js';
import { toAsk, toStored, type Pending } from './turn-read.js';
import type { TurnWrites } from './turn-write.js';

/** How many earlier messages understanding may look back at: corrections, relays and repeats are near. */
const PREVIOUS = 8;
const QUOTE_LOOKBACK = 200;

const words = (text: string): string => text.normalize('NFKC').replace(/[\s\p{P}\p{S}]+/gu, '');

/** A leader, and the reports of the leader's unit that nobody has signed. */
export type ReportsToSign = { personId: string; name: string; reports: UnsignedReport[] } | undefined;

/** What a record is about, and who said so for which day. */
export interface Thing {
  kind: string;
  contactId: string;
  subject: string;
  occurredOn: string; // YYYY-MM-DD
}

const keyOf = (t: Thing): string => JSON.stringify([t.kind, t.contactId, t.subject, t.occurredOn]);

/**
 * The ledger as deciding sees it within the turn's transaction, the turn's own effects included.
 * What most messages do not need is only asked of the database when something hints at it.
 */
export class TurnReader {
  #previous: PreviousMessage[] | undefined;
  #asks: OpenAsk[] | undefined;
  #repeats = false;
  readonly questions: QuestionRows;
  readonly nudges: NudgeRows;
  readonly #known = new Set<string>();

  constructor(
    private readonly tx: Db,
    private readonly writes: TurnWrites,
    private readonly now: Date,
  ) {
    this.nudges = new NudgeRows(tx);
    this.questions = new QuestionRows(tx, () => writes.flushQuestions());
  }

  get bulletins(): BulletinLedger {
    return bulletinLedger(this.tx);
  }

  async unsignedReports(contactId: string, since: Date): Promise<ReportsToSign> {
    const contact = await this.tx.contact.findUnique({ where: { id: contactId }, include: { person: true } });
    const person = contact?.person;
    if (!person?.active || person.role !== 'leader') return undefined;
    await this.writes.flushLedger();
    return {
      personId: person.id,
      name: person.name,
      reports: await unsignedReports(this.tx, person.unit, since),
    };
  }

  get exports(): ExportStore {
    return exportStore(this.tx);
  }

  get status(): StatusLedger {
    return statusLedger(this.tx);
  }

  /** Before each message of the turn: what the database told about it when it was loaded. */
  begin(pending: Pending): void {
    this.#repeats = pending.repeats;
  }

  /** What later messages of the turn may look back at. */
  heard(pending: Pending, masked: string): void {
    const { message } = pending;
    this.#previous?.push({
      id: message.id,
      text: masked,
      sentAt: toLocal(message.sentAt),
      sender: message.senderName,
    });
    if (this.#previous && this.#previous.length > PREVIOUS) this.#previous.shift();
  }

  /** Questions were asked or settled. */
  forgetAsks(): void {
    this.#asks = undefined;
  }

  async openAsks(conversationId: string, contactId: string): Promise<OpenAsk[]> {
    if (!this.#asks) {
      await this.writes.flushLedger();
      const rows = await this.tx.ask.findMany({
        where: { conversationId, state: 'open', expiresAt: { gt: this.now } },
        orderBy: { askedAt: 'desc' },
        take: 100,
      });
      this.#asks = rows.map(toAsk);
    }
    return this.#asks.filter((ask) => ask.contactId === contactId);
  }

  async askOf(messageId: string): Promise<OpenAsk | undefined> {
    await this.writes.flushLedger();
    const row = await this.tx.ask.findUnique({ where: { messageId } });
    return row?.state === 'open' ? toAsk(row) : undefined;
  }

  async previous(conversationId: string, beforeSeq: bigint): Promise<PreviousMessage[]> {
    if (!this.#previous) {
      const rows = await this.tx.$queryRaw<{ id: string; text: string; sent_at: Date; sender: string }[]>`
        SELECT m.id, m.text, m.sent_at, coalesce(nullif(p.name, ''), nullif(mem.alias, ''), k.name) AS sender
        FROM message m JOIN contact k ON k.id = m.contact_id LEFT JOIN person p ON p.id = k.person_id
        LEFT JOIN member mem ON mem.conversation_id = m.conversation_id AND mem.contact_id = m.contact_id
        WHERE m.conversation_id = ${conversationId}::uuid AND m.seq < ${beforeSeq} AND m.recalled_at IS NULL AND m.type <> 'recall'
          AND (SELECT r.id FROM record r WHERE r.message_id = m.id AND r.state = 'retracted' LIMIT 1) IS NULL
        ORDER BY m.seq DESC LIMIT ${PREVIOUS}`;
      this.#previous = rows
        .reverse()
        .map((r) => ({ id: r.id, text: r.text, sentAt: toLocal(r.sent_at), sender: r.sender }));
    }
    return [...this.#previous];
  }

  async recordsOf(messageId: string): Promise<StoredRecord[]> {
    await this.writes.flushLedger();
    return (await this.tx.record.findMany({ where: { messageId }, orderBy: { index: 'asc' } })).map(toStored);
  }

  async recordsById(ids: string[]): Promise<StoredRecord[]> {
    await this.writes.flushLedger();
    return (
      await this.tx.record.findMany({
        where: { id: { in: ids } },
        orderBy: [{ messageId: 'asc' }, { index: 'asc' }],
      })
    ).map(toStored);
  }

  async recordsStanding(ids: string[]): Promise<StoredRecord[]> {
    await this.writes.flushLedger();
    const rows = await this.tx.record.findMany({
      where: { id: { in: ids }, message: { recalledAt: null } },
      orderBy: [{ messageId: 'asc' }, { index: 'asc' }],
    });
    return rows.map(toStored);
  }

  async lastReport(
    conversationId: string,
    contactId: string,
    beforeSeq: bigint,
    since: Date,
  ): Promise<{ messageId: string; records: StoredRecord[] } | undefined> {
    await this.writes.flushLedger();
    const message = await this.tx.message.findFirst({
      where: {
        conversationId,
        contactId,
        seq: { lt: beforeSeq },
        sentAt: { gte: since },
        records: { some: {} },
      },
      orderBy: { seq: 'desc' },
      select: { id: true },
    });
    return message ? { messageId: message.id, records: await this.recordsOf(message.id) } : undefined;
  }

  async undoneSignatures(messageId: string): Promise<UndoneSignature[]> {
    await this.writes.flushLedger();
    return undoneSignatures(this.tx, messageId);
  }

  async placesOf(name: string): Promise<readonly string[]> {
    const people = await this.tx.person.findMany({ where: { name, active: true }, take: 2 });
    return people.length === 1 ? people[0]!.villages : [];
  }

  async ownRecords(contactId: string, since: Date): Promise<OwnRow[]> {
    await this.writes.flushLedger();
    return ownRecords(this.tx, contactId, since);
  }

  /** A quote may be shortened by the network: it matches a message that begins with its words. */
  async quotedMessage(
    conversationId: string,
    text: string,
    beforeSeq: bigint,
  ): Promise<{ messageId: string; contactId: string } | undefined> {
    const wanted = words(text);
    if (wanted.length < 2) return undefined;
    const rows = await this.tx.message.findMany({
      where: { conversationId, seq: { lt: beforeSeq }, type: { not: 'recall' } },
      orderBy: { seq: 'desc' },
      take: QUOTE_LOOKBACK,
      select: { id: true, contactId: true, text: true },
    });
    const found = rows.find((row) => words(row.text).startsWith(wanted));
    return found ? { messageId: found.id, contactId: found.contactId } : undefined;
  }

  async sameText(
    contactId: string,
    digest: string,
    beforeSeq: bigint,
    since: Date,
    conversationId?: string,
  ): Promise<{ messageId: string; sentAt: Date } | undefined> {
    if (!this.#repeats) return undefined;
    await this.writes.flushLedger();
    const found = await this.tx.message.findFirst({
      where: {
        contactId,
        digest,
        seq: { lt: beforeSeq },
        sentAt: { gte: since },
        ...(conversationId === undefined ? {} : { conversationId }),
        records: { some: { state: { not: 'retracted' } } },
      },
      orderBy: { seq: 'desc' },
      select: { id: true, sentAt: true },
    });
    return found ? { messageId: found.id, sentAt: found.sentAt } : undefined;
  }

  /**
   * Looks up, in one query for the whole turn, which of these things the ledger knows already. One by one within it (no
   * join): a join would be planned, and the plan kept, as reading the whole ledger.
   */
  async prefetch(things: readonly Thing[]): Promise<void> {
    this.#known.clear();
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

  /** Things the turn itself puts into the ledger. */
  learn(thing: Thing): void {
    this.#known.add(keyOf(thing));
  }

  async sameThing(
    kind: string,
    contactId: string,
    subject: string,
    occurredOn: string,
  ): Promise<StoredRecord[]> {
    if (!this.#known.has(keyOf({ kind, contactId, subject, occurredOn }))) return [];
    await this.writes.flushLedger();
    const rows = await this.tx.record.findMany({
      where: {
        kind,
        contactId,
        subject,
        occurredOn: dayToDate(occurredOn),
        state: { in: ['active', 'incomplete'] },
      },
      orderBy: { createdAt: 'desc' },
      take: 5,
    });
    return rows.map(toStored);
  }

  async changesBy(
    messageId: string,
  ): Promise<{ recordId: string; field: string; before: unknown; after: unknown }[]> {
    await this.writes.flushLedger();
    const rows = await this.tx.recordChange.findMany({ where: { messageId }, orderBy: { id: 'desc' } });
    return rows.map(({ recordId, field, before, after }) => ({ recordId, field, before, after }));
  }
}
