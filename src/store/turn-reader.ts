import type { Effect, InboxMessage, OpenAsk, OwnRecord, RepeatedBy, StoredRecord } from '../core/effects.js';
import type { PreviousMessage } from '../core/records.js';
import type { BulletinLedger } from '../core/bulletin.js';
import type { ExportStore } from '../core/export.js';
import type { StatusLedger } from '../core/status.js';
import { bulletinLedger } from './bulletins.js';
import type { Db } from './client.js';
import type { Sealer } from './seal.js';
import { unsignedReports, type UnsignedReport } from './signatures.js';
import { exportStore } from './exports.js';
import { statusLedger } from './status.js';
import { AskRows } from './turn-asks.js';
import { ownRecords } from './turn-own.js';
import { PreviousRows } from './turn-previous.js';
import { RepeatRows, type SpokenOf } from './turn-repeats.js';
import { KnownThings, type Thing } from './turn-things.js';
import { undoneSignatures, type UndoneSignature } from './turn-undone.js';
import { NudgeRows } from './turn-nudges.js';
import { QuestionRows } from './turn-questions.js';
import { messageAgain, toAsk, toStored, WITH_HOME, type Pending } from './turn-read.js';
import type { TurnWrites } from './turn-write.js';

const QUOTE_LOOKBACK = 200;

/** A change of a record by something that was said. */
interface SaidChange {
  recordId: string;
  messageId: string;
  field: string;
  before: unknown;
  after: unknown;
  standing: boolean; // its message was not recalled
}

const words = (text: string): string => text.normalize('NFKC').replace(/[\s\p{P}\p{S}]+/gu, '');

/** A leader, and the reports of the leader's unit that nobody has signed. */
export type ReportsToSign = { personId: string; name: string; reports: UnsignedReport[] } | undefined;

/**
 * The ledger as deciding sees it within the turn's transaction, the turn's own effects included.
 * What most messages do not need is only asked of the database when something hints at it.
 */
export class TurnReader {
  #repeats = false;
  readonly #previous: PreviousRows;
  readonly #asks: AskRows;
  readonly #things: KnownThings;
  readonly #repeated: RepeatRows;
  readonly questions: QuestionRows;
  readonly nudges: NudgeRows;

  constructor(
    private readonly tx: Db,
    private readonly writes: TurnWrites,
    now: Date,
    private readonly sealer: Sealer,
  ) {
    this.#previous = new PreviousRows(tx);
    this.#asks = new AskRows(tx, now);
    this.#things = new KnownThings(tx);
    this.#repeated = new RepeatRows(tx);
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
    this.#repeated.begin(pending);
  }

  /** What later messages of the turn may look back at. */
  heard(pending: Pending, masked: string): void {
    this.#previous.heard(pending, masked);
  }

  /** What the turn itself decides, as far as it is looked up again. */
  learn(effect: Effect): void {
    this.#asks.learn(effect);
    this.#repeated.learn(effect);
    if (effect.type === 'record.add') this.#things.learn(effect.record);
    if (effect.type === 'record.change') this.#things.unsettle();
  }

  openAsks(conversationId: string, contactId: string): Promise<OpenAsk[]> {
    return this.#asks.of(conversationId, contactId);
  }

  async askOf(messageId: string): Promise<OpenAsk | undefined> {
    await this.writes.flushLedger();
    const row = await this.tx.ask.findUnique({ where: { messageId } });
    return row?.state === 'open' ? toAsk(row) : undefined;
  }

  previous(conversationId: string, beforeSeq: bigint): Promise<PreviousMessage[]> {
    return this.#previous.before(conversationId, beforeSeq);
  }

  async recordsOf(messageId: string): Promise<StoredRecord[]> {
    await this.writes.flushLedger();
    return (
      await this.tx.record.findMany({ where: { messageId }, orderBy: { index: 'asc' }, include: WITH_HOME })
    ).map(toStored);
  }

  async recordsById(ids: string[]): Promise<StoredRecord[]> {
    await this.writes.flushLedger();
    return (
      await this.tx.record.findMany({
        where: { id: { in: ids } },
        orderBy: [{ messageId: 'asc' }, { index: 'asc' }],
        include: WITH_HOME,
      })
    ).map(toStored);
  }

  async recordsStanding(ids: string[]): Promise<StoredRecord[]> {
    await this.writes.flushLedger();
    const rows = await this.tx.record.findMany({
      where: { id: { in: ids }, message: { recalledAt: null } },
      orderBy: [{ messageId: 'asc' }, { index: 'asc' }],
      include: WITH_HOME,
    });
    return rows.map(toStored);
  }

  async lastSpoken(
    conversationId: string,
    contactId: string,
    beforeSeq: bigint,
    since: Date,
    answers: boolean,
  ): Promise<SpokenOf | undefined> {
    await this.writes.flushLedger();
    return this.#repeated.last(conversationId, contactId, beforeSeq, since, answers);
  }

  async spokenIn(messageId: string): Promise<SpokenOf> {
    await this.writes.flushLedger();
    return this.#repeated.in(messageId);
  }

  repeatsOf(recordIds: readonly string[], contactId: string, since: Date): Promise<RepeatedBy[]> {
    return this.#repeated.of(recordIds, contactId, since);
  }

  async changesOf(recordIds: readonly string[]): Promise<SaidChange[]> {
    await this.writes.flushLedger();
    const rows = await this.tx.recordChange.findMany({
      where: { recordId: { in: [...recordIds] }, cause: { in: ['answer', 'correction'] } },
      orderBy: [{ message: { seq: 'asc' } }, { id: 'asc' }],
      include: { message: { select: { recalledAt: true } } },
    });
    return rows.map(({ recordId, messageId, field, before, after, message }) => ({
      ...{ recordId, messageId, field, before, after },
      standing: message.recalledAt === null && !this.#repeated.isRecalled(messageId),
    }));
  }

  async undoneSignatures(messageId: string): Promise<UndoneSignature[]> {
    await this.writes.flushLedger();
    return undoneSignatures(this.tx, messageId);
  }

  async placesOf(name: string): Promise<readonly string[]> {
    const people = await this.tx.person.findMany({ where: { name, active: true }, take: 2 });
    return people.length === 1 ? people[0]!.villages : [];
  }

  async ownRecords(contactId: string, since: Date): Promise<OwnRecord[]> {
    await this.writes.flushLedger();
    return ownRecords(this.tx, contactId, since);
  }

  messageAgain(id: string): Promise<InboxMessage | undefined> {
    return messageAgain(this.tx, this.sealer, id);
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

  /** Looks up for the whole turn which of these things the ledger knows already. */
  prefetch(things: readonly Thing[]): Promise<void> {
    return this.#things.prefetch(things);
  }

  async sameThing(
    kind: string,
    contactId: string,
    subject: string,
    occurredOn: string,
  ): Promise<StoredRecord[]> {
    const thing = { kind, contactId, subject, occurredOn };
    if (!this.#things.mayKnow(thing)) return [];
    await this.writes.flushLedger();
    return this.#things.records(thing);
  }

  async changesBy(
    messageId: string,
  ): Promise<{ recordId: string; cause: string; field: string; before: unknown; after: unknown }[]> {
    await this.writes.flushLedger();
    const rows = await this.tx.recordChange.findMany({ where: { messageId }, orderBy: { id: 'desc' } });
    return rows.map(({ recordId, cause, field, before, after }) => ({
      recordId,
      cause,
      field,
      before,
      after,
    }));
  }
}
