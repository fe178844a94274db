import type { Prisma } from '../generated/prisma/client.js';
import type { Store } from './client.js';

export interface ItemFilter {
  ledger?: string | undefined;
  state?: string | undefined;
  open?: boolean | undefined; // true: not closed, false: closed
  town?: string | undefined;
  village?: string | undefined;
  unit?: string | undefined;
  owner?: string | undefined;
  plan?: string | undefined;
  dueBefore?: string | undefined; // YYYY-MM-DD
  limit: number;
  offset: number;
}

const day = (date: Date | null): string | null => date && date.toISOString().slice(0, 10);

const WITH = {
  household: { select: { code: true, householder: true } },
  tasks: { select: { id: true, title: true, state: true } },
} satisfies Prisma.ItemInclude;
type Row = Prisma.ItemGetPayload<{ include: typeof WITH }>;

function toView(row: Row) {
  const { nextDue, household, ...rest } = row;
  return {
    ...rest,
    nextDue: day(nextDue),
    household: household && { code: household.code, householder: household.householder },
  };
}

/** An item as the clerk's pages show it. Names of households are among it: it is for the clerk, never for a group. */
export type ItemView = ReturnType<typeof toView>;

function where(filter: ItemFilter): Prisma.ItemWhereInput {
  const { ledger, state, open, town, village, unit, owner, plan, dueBefore } = filter;
  return {
    AND: [
      // What was spoken of and never opened is no item.
      { NOT: { ledger: { startsWith: '?' } } },
      ledger === undefined ? {} : { ledger },
      state === undefined ? {} : { state },
      open === undefined ? {} : { closedAt: open ? null : { not: null } },
      town === undefined ? {} : { town },
      village === undefined ? {} : { village },
      unit === undefined ? {} : { OR: [{ leadUnit: unit }, { units: { has: unit } }] },
      owner === undefined ? {} : { owner },
      plan === undefined ? {} : { planId: plan },
      dueBefore === undefined ? {} : { nextDue: { lt: new Date(`${dueBefore}T00:00:00Z`) } },
    ],
  };
}

/** Reads the ledgers for the clerk's pages. */
export function createItemsView(store: Store) {
  const { prisma } = store;
  return {
    /** Soonest due first, then as they were opened. */
    async items(filter: ItemFilter): Promise<{ total: number; items: ItemView[] }> {
      const [total, rows] = await Promise.all([
        prisma.item.count({ where: where(filter) }),
        prisma.item.findMany({
          where: where(filter),
          include: WITH,
          orderBy: [{ nextDue: { sort: 'asc', nulls: 'last' } }, { openedAt: 'asc' }, { id: 'asc' }],
          take: filter.limit,
          skip: filter.offset,
        }),
      ]);
      return { total, items: rows.map(toView) };
    },
    /** One item with all that happened to it and the messages that said so; null where there is none. */
    async item(id: string) {
      const row = await prisma.item.findUnique({
        where: { id },
        include: { ...WITH, events: { orderBy: [{ at: 'asc' }, { seq: 'asc' }] } },
      });
      if (!row || row.ledger.startsWith('?')) return null;
      const { events, ...item } = row;
      const messages = await prisma.message.findMany({
        where: { id: { in: events.flatMap((event) => event.messageId ?? []) } },
        select: {
          id: true,
          externalId: true,
          text: true,
          sentAt: true,
          recalledAt: true,
          conversation: { select: { kind: true, topic: true } },
        },
      });
      const people = await prisma.responsibility.findMany({
        where: { subjectKind: 'item', subjectId: id },
        orderBy: [{ role: 'asc' }, { since: 'asc' }],
        select: { role: true, name: true, since: true, until: true, personId: true },
      });
      return {
        ...toView(item),
        people: people.map((one) => ({ ...one, since: day(one.since), until: day(one.until) })),
        events: events.map(({ id: event, type, actor, at, voidedAt, data, messageId }) => {
          const message = messages.find((one) => one.id === messageId);
          return {
            id: event,
            type,
            actor,
            at,
            voidedAt,
            fields: (data as { fields?: object } | null)?.fields ?? {},
            message: message && {
              id: message.externalId,
              text: message.text,
              sentAt: message.sentAt,
              recalledAt: message.recalledAt,
              room: message.conversation.kind === 'room' ? message.conversation.topic : null,
            },
          };
        }),
      };
    },
    /** What is not at zero yet (动态清零): open items by ledger and one of town, village or lead unit. */
    async open(
      by: 'town' | 'village' | 'leadUnit',
      ledger?: string,
    ): Promise<{ ledger: string; name: string; open: number }[]> {
      const rows = await prisma.item.groupBy({
        by: ['ledger', by],
        where: { AND: [where({ ledger, open: true, limit: 0, offset: 0 })] },
        _count: { _all: true },
      });
      return rows
        .map((row) => ({ ledger: row.ledger, name: row[by] ?? '', open: row._count._all }))
        .sort((a, b) =>
          a.ledger < b.ledger ? -1 : a.ledger > b.ledger ? 1 : b.open - a.open || (a.name < b.name ? -1 : 1),
        );
    },
  };
}

export type ItemsView = ReturnType<typeof createItemsView>;
