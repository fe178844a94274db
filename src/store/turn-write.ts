import type { Effect, NewOutgoing, NewQuestion, NewRecord, Signing } from '../core/effects.js';
import { newId } from '../core/ids.js';
import type { NudgeDeed } from '../core/nudges.js';
import { dayToDate } from '../core/time.js';
import { Prisma } from '../generated/prisma/client.js';
import { changeIssue } from './bulletins.js';
import type { Db } from './client.js';
import { doNudges } from './turn-nudges.js';
import { closeQuestions, openQuestions, withdrawQuestions } from './turn-questions.js';
import { sayAll } from './say.js';
import { addSignatures, voidSignatures } from './signatures.js';

type Change = Extract<Effect, { type: 'record.change' }>;
type Json = Prisma.InputJsonValue;

/** Ids of households by the register's code: codes never move to another household, so they are kept. */
export type HouseholdIds = Map<string, string>;

/** What one turn writes, collected so that each table takes one statement. */
export class TurnWrites {
  readonly #records: NewRecord[] = [];
  readonly #changes: Change[] = [];
  readonly #outcomes: { id: string; outcome: object }[] = [];
  readonly #opened: Extract<Effect, { type: 'ask.open' }>[] = [];
  readonly #closed: Extract<Effect, { type: 'ask.close' }>[] = [];
  readonly #asked: NewQuestion[] = [];
  readonly #resolved: Extract<Effect, { type: 'question.close' }>[] = [];
  readonly #nudges: NudgeDeed[] = [];
  readonly #said: NewOutgoing[] = [];
  readonly #unsaid: string[] = [];
  readonly #recalled: string[] = [];
  readonly #issues: Extract<Effect, { type: 'bulletin.change' }>[] = [];
  readonly #signings: Signing[] = [];
  readonly #audits: Extract<Effect, { type: 'audit' }>[] = [];
  /** Conversations that will have something to send once this is committed. */
  readonly speaking = new Set<string>();
  /** Somebody asked for their to-dos. */
  asksTodos = false;

  constructor(
    private readonly tx: Db,
    private readonly gateway: string,
    private readonly conversationId: string,
    private readonly now: Date,
    private readonly households: HouseholdIds,
  ) {}

  add(effect: Effect): void {
    switch (effect.type) {
      case 'record.add':
        return void this.#records.push(effect.record);
      case 'record.change':
        return void this.#changes.push(effect);
      case 'ask.open':
        return void this.#opened.push(effect);
      case 'ask.close':
        return void this.#closed.push(effect);
      case 'question.open':
        return void this.#asked.push(effect.question);
      case 'question.close':
        return void this.#resolved.push(effect);
      case 'nudge':
        this.asksTodos ||= effect.deed.deed === 'todo';
        return void this.#nudges.push(effect.deed);
      case 'say':
        return void this.#said.push(effect.say);
      case 'unsay':
        return this.#unsay(effect.key);
      case 'message.recalled':
        return void this.#recalled.push(effect.messageId);
      case 'outcome':
        return void this.#outcomes.push({ id: effect.messageId, outcome: effect.outcome });
      case 'bulletin.change':
        return void this.#issues.push(effect);
      case 'signature.add':
        return void this.#signings.push(effect.signing);
      case 'audit':
        return void this.#audits.push(effect);
      case 'plan.answer':
      case 'plan.settle':
        return; // written at once, by inbox/plan-reader
    }
  }

  /** What has not left this turn goes out of it; what waits since an earlier one is taken back. */
  #unsay(key: string): void {
    const at = this.#said.findIndex((one) => one.key === key);
    if (at >= 0) this.#said.splice(at, 1);
    else this.#unsaid.push(key);
  }

  /** Writes what was collected about records and questions: deciding reads those back. */
  async flushLedger(): Promise<void> {
    if (this.#records.length > 0) await this.#addRecords(this.#records.splice(0));
    for (const change of this.#changes.splice(0)) await this.#change(change);
    const opened = this.#opened.splice(0);
    if (opened.length > 0)
      await this.tx.$executeRaw`
        INSERT INTO ask (id, conversation_id, contact_id, message_id, items, asked_at, expires_at)
        SELECT id, "conversationId", "contactId", "messageId", items, ${this.now}, "expiresAt"
        FROM jsonb_to_recordset(${JSON.stringify(opened)}::jsonb) AS a(
          id uuid, "conversationId" uuid, "contactId" uuid, "messageId" uuid, items jsonb, "expiresAt" timestamptz)
        ON CONFLICT DO NOTHING`;
    for (const { askId, state, items } of this.#closed.splice(0)) {
      const left = state === 'answered' && items !== undefined && items.length > 0;
      const data = left ? { items: items as unknown as Json } : { state, answeredAt: this.now };
      await this.tx.ask.update({ where: { id: askId }, data });
    }
  }

  /** Writes what was collected about questions that are not answered at once. */
  async flushQuestions(): Promise<void> {
    await openQuestions(this.tx, this.#asked.splice(0), this.now);
    await closeQuestions(this.tx, this.#resolved.splice(0), this.now);
  }

  async flush(): Promise<void> {
    await this.flushLedger();
    await this.flushQuestions();
    await doNudges(this.tx, this.#nudges.splice(0), this.now);
    const unsaid = this.#unsaid.splice(0);
    if (unsaid.length > 0) {
      await this.tx.outgoing.updateMany({
        where: { key: { in: unsaid }, state: 'queued' },
        data: { state: 'withdrawn', settledAt: this.now },
      });
    }
    const recalled = this.#recalled.splice(0);
    if (recalled.length > 0) {
      await this.tx.message.updateMany({ where: { id: { in: recalled } }, data: { recalledAt: this.now } });
      await withdrawQuestions(this.tx, recalled);
      await voidSignatures(this.tx, recalled, this.now);
    }
    const signings = this.#signings.splice(0);
    if (signings.length > 0) await addSignatures(this.tx, signings);
    for (const { issueId, set } of this.#issues.splice(0)) await changeIssue(this.tx, issueId, set);
    const said = this.#said.splice(0);
    if (said.length > 0) await this.#say(said);
    const audits = this.#audits.splice(0);
    if (audits.length > 0) {
      const data = audits.map((a) => ({
        id: newId(),
        at: this.now,
        actor: a.actor,
        action: a.action,
        detail: a.detail,
      }));
      await this.tx.auditEntry.createMany({ data });
    }
    const outcomes = this.#outcomes.splice(0);
    if (outcomes.length > 0) {
      await this.tx.$executeRaw`
        UPDATE message m SET state = 'done', processed_at = ${this.now}, outcome = o.outcome, error = NULL
        FROM jsonb_to_recordset(${JSON.stringify(outcomes)}::jsonb) AS o(id uuid, outcome jsonb)
        WHERE m.id = o.id AND m.conversation_id = ${this.conversationId}::uuid AND m.state = 'pending'`;
    }
  }

  async #addRecords(records: NewRecord[]): Promise<void> {
    await this.#learnHouseholds(records.flatMap((r) => (r.householdCode ? [r.householdCode] : [])));
    const rows = records.map((r) => ({
      ...r,
      householdId: r.householdCode && this.households.get(r.householdCode),
    }));
    await this.tx.$executeRaw`
      INSERT INTO record (id, message_id, index, kind, state, data, missing, contact_id, occurred_on, household_id, village, subject, created_at, updated_at)
      SELECT r.id, r."messageId", r.index, r.kind, r.state, r.data, r.missing, r."contactId", r."occurredOn", r."householdId", r.village, r.subject, t.at, t.at
      FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS r(
        id uuid, "messageId" uuid, index int, kind text, state text, data jsonb, missing text[], "contactId" uuid,
        "occurredOn" date, "householdId" uuid, village text, subject text)
      JOIN message m ON m.id = r."messageId"
      -- What waited its turn was known when it came: a report before the cut-off is not late because the bot was busy.
      CROSS JOIN LATERAL (SELECT CASE WHEN m.state = 'pending' THEN least(m.received_at, ${this.now}::timestamptz) ELSE ${this.now}::timestamptz END AS at) t
      ON CONFLICT (message_id, index) DO NOTHING`;
  }

  async #change({ recordId, messageId, cause, changes, moved, after }: Change): Promise<void> {
    await this.#learnHouseholds(after.householdCode ? [after.householdCode] : []);
    await this.tx.record.update({
      where: { id: recordId },
      data: {
        ...moved,
        data: after.data as Json,
        missing: after.missing,
        state: after.state,
        occurredOn: dayToDate(after.occurredOn),
        householdId: after.householdCode ? (this.households.get(after.householdCode) ?? null) : null,
        village: after.village ?? null,
        subject: after.subject ?? null,
        updatedAt: this.now,
      },
    });
    const json = (value: unknown) =>
      value === null || value === undefined ? Prisma.DbNull : (value as Json);
    await this.tx.recordChange.createMany({
      data: changes.map((c) => ({
        id: newId(),
        recordId,
        messageId,
        cause,
        field: c.field,
        before: json(c.before),
        after: json(c.after),
        at: this.now,
      })),
    });
  }

  async #learnHouseholds(codes: string[]): Promise<void> {
    const unknown = [...new Set(codes)].filter((code) => !this.households.has(code));
    if (unknown.length === 0) return;
    const rows = await this.tx.household.findMany({
      where: { code: { in: unknown } },
      select: { id: true, code: true },
    });
    for (const row of rows) this.households.set(row.code, row.id);
  }

  async #say(said: NewOutgoing[]): Promise<void> {
    for (const id of await sayAll(this.tx, this.gateway, said, this.now)) this.speaking.add(id);
  }
}
