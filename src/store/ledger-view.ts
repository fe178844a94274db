import type { Check, Trace, WorkRecord } from '../core/records.js';
import type { Prisma } from '../generated/prisma/client.js';
import type { Store } from './client.js';

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
  contact: { include: { person: true } },
  records: {
    orderBy: { index: 'asc' },
    include: { changes: { orderBy: { at: 'asc' }, include: { message: true } } },
  },
} satisfies Prisma.MessageInclude;

type Row = Prisma.MessageGetPayload<{ include: typeof WITH }>;

function toView(row: Row): MessageView {
  const outcome = (row.outcome ?? {}) as { missing?: string[]; checks?: Check[]; trace?: Trace[] };
  return {
    message: row.externalId,
    sender: row.contact.person?.name ?? row.contact.name,
    sentAt: row.sentAt,
    state: row.state as MessageView['state'],
    ...(row.error !== null ? { error: row.error } : {}),
    recalledAt: row.recalledAt,
    records: row.records.map((r) => ({
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
    missing: outcome.missing ?? [],
    checks: outcome.checks ?? [],
    trace: outcome.trace ?? [],
  };
}

/** Reads what was understood and kept, by the gateway's ids. Everything in it is masked already. */
export function createLedgerView(store: Store, gateway: string) {
  return {
    async recordsOfMessage(gatewayMessageId: string): Promise<MessageView | null> {
      const row = await store.prisma.message.findUnique({
        where: { gateway_externalId: { gateway, externalId: gatewayMessageId } },
        include: WITH,
      });
      return row && toView(row);
    },
    async recent(roomId: string | undefined, limit: number): Promise<MessageView[]> {
      const rows = await store.prisma.message.findMany({
        where: {
          gateway,
          ...(roomId === undefined
            ? {}
            : { conversation: { addresses: { some: { gateway, externalId: roomId } } } }),
          records: { some: {} },
        },
        orderBy: { seq: 'desc' },
        take: limit,
        include: WITH,
      });
      return rows.map(toView);
    },
  };
}
