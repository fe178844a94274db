import type { Check, Trace, WorkRecord } from '../core/records.js';
import { Prisma } from '../generated/prisma/client.js';
import { seenRecords, type Scope } from './clerk/scope.js';
import type { Db, Store } from './client.js';

const { sql } = Prisma;

/** A record as the pages show it. */
export interface RecordView {
  id: string;
  index: number;
  kind: string;
  state: 'active' | 'incomplete' | 'retracted' | 'superseded';
  data: WorkRecord;
  missing: string[];
  changes: {
    cause: 'answer' | 'correction' | 'recall' | 'retraction' | 'restore';
    field: string;
    before: unknown;
    after: unknown;
    message: string;
    at: Date;
  }[];
}

/** One message and what became of it. */
export interface MessageView {
  message: string;
  sender: string;
  sentAt: Date;
  state: 'pending' | 'done' | 'failed';
  error?: string | undefined;
  recalledAt?: Date | null | undefined;
  records: RecordView[];
  missing: string[];
  checks: Check[];
  trace: Trace[];
}

const WITH = {
  conversation: { select: { kind: true } },
  contact: { include: { person: true } },
  records: {
    orderBy: { index: 'asc' },
    include: { changes: { orderBy: { at: 'asc' }, include: { message: true } } },
  },
} satisfies Prisma.MessageInclude;

type Row = Prisma.MessageGetPayload<{ include: typeof WITH }>;

/**
 * A message as far as somebody may see it: of records only those in `visible`. Where others are among them, what is
 * said of the message as a whole may be about those, so it is left out; without any, it is between its sender and the county.
 */
function toView(row: Row, scope: Scope, visible: ReadonlySet<string>): MessageView | 'hidden' {
  const outcome = (row.outcome ?? {}) as { missing?: string[]; checks?: Check[]; trace?: Trace[] };
  const records = row.records.filter((one) => visible.has(one.id));
  const own = scope.all || row.contactId === scope.contactId;
  if (records.length === 0 && !own && (row.records.length > 0 || row.conversation.kind !== 'room'))
    return 'hidden';
  const whole = records.length === row.records.length && (records.length > 0 || own);
  const trace = (outcome.trace ?? []).filter(
    (step) => whole || records.some((one) => one.index - 1 === step.record),
  );
  return {
    message: row.externalId,
    sender: row.contact.person?.name ?? row.contact.name,
    sentAt: row.sentAt,
    state: row.state as MessageView['state'],
    ...(row.error !== null && scope.all ? { error: row.error } : {}),
    recalledAt: row.recalledAt,
    records: records.map((r) => ({
      id: r.id,
      index: r.index,
      kind: r.kind,
      state: r.state as RecordView['state'],
      data: r.data as unknown as WorkRecord,
      missing: r.missing,
      changes: r.changes.map((c) => ({
        cause: c.cause as RecordView['changes'][number]['cause'],
        field: c.field,
        before: c.before,
        after: c.after,
        message: c.message.externalId,
        at: c.at,
      })),
    })),
    missing: whole ? (outcome.missing ?? []) : [...new Set(records.flatMap((r) => r.missing))].sort(),
    checks: whole ? (outcome.checks ?? []) : [],
    trace,
  };
}

/** The records of messages that somebody may see, by their ids. */
async function visibleOf(db: Db, scope: Scope, messages: readonly string[]): Promise<Set<string>> {
  const seen = await db.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM record r LEFT JOIN household h ON h.id = r.household_id
    WHERE r.message_id = ANY(${messages}::uuid[]) AND ${seenRecords(scope)}`;
  return new Set(seen.map((one) => one.id));
}

/** Reads what was understood and kept, by the gateway's ids, as far as somebody may see it. Everything in it is masked already. */
export function createLedgerView({ prisma }: Store, gateway: string) {
  return {
    /** Null where there is no such message; "hidden" where nothing of it may be seen. */
    async recordsOfMessage(scope: Scope, gatewayMessageId: string): Promise<MessageView | 'hidden' | null> {
      const row = await prisma.message.findUnique({
        where: { gateway_externalId: { gateway, externalId: gatewayMessageId } },
        include: WITH,
      });
      return row && toView(row, scope, await visibleOf(prisma, scope, [row.id]));
    },
    /** The newest messages with records that may be seen, newest first. */
    async recent(scope: Scope, roomId: string | undefined, limit: number): Promise<MessageView[]> {
      const inRoom =
        roomId === undefined
          ? sql`true`
          : sql`m.conversation_id = (
              SELECT conversation_id FROM conversation_address WHERE gateway = ${gateway} AND external_id = ${roomId})`;
      const found = await prisma.$queryRaw<{ id: string }[]>`
        SELECT m.id FROM message m
        WHERE m.gateway = ${gateway} AND ${inRoom} AND EXISTS (
          SELECT 1 FROM record r LEFT JOIN household h ON h.id = r.household_id
          WHERE r.message_id = m.id AND ${seenRecords(scope)})
        ORDER BY m.seq DESC LIMIT ${limit}`;
      const ids = found.map((one) => one.id);
      const [rows, visible] = await Promise.all([
        prisma.message.findMany({ where: { id: { in: ids } }, orderBy: { seq: 'desc' }, include: WITH }),
        visibleOf(prisma, scope, ids),
      ]);
      return rows.map((row) => toView(row, scope, visible)).filter((view) => view !== 'hidden');
    },
  };
}
