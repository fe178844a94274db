import type { Check, Trace } from '../../core/records.js';
import type { Prisma } from '../../generated/prisma/client.js';
import type { Db } from '../client.js';
import { excerpt } from './excerpt.js';
import { seenItems, seenRecords, type Scope } from './scope.js';

/** A message as it stands behind a record or an item. Numbers of people are masked as stored. */
export interface SourceMessage {
  id: string;
  text: string;
  room: string | null; // topic of the group; null: said in private
  sender: string;
  sentAt: Date;
  recalledAt: Date | null;
}

/** A message with what somebody may see of it: where some of its records are about others, only its traced words. */
export interface Behind extends SourceMessage {
  /** Offsets into the text. Only of records that may be seen, and of the message as a whole. */
  trace: Trace[];
  checks: Check[];
  records: { id: string; index: number; kind: string }[]; // that may be seen
  /** Some of its records may not be seen. */
  others: boolean;
}

/** A record with everything that leads to it and what came of it. */
export interface RecordStory {
  id: string;
  index: number; // 1-based place in its message
  kind: string;
  state: 'active' | 'incomplete' | 'retracted' | 'superseded';
  data: Record<string, unknown>;
  missing: string[];
  day: string; // YYYY-MM-DD
  household: { code: string; householder: string; town: string; village: string; group: string } | null;
  message: Behind;
  changes: { cause: string; field: string; before: unknown; after: unknown; at: Date; by: Behind }[];
  /** What it meant to items of ledgers. */
  items: {
    id: string;
    ledger: string;
    number: number | null;
    title: string;
    event: string;
    voided: boolean;
  }[];
}

/** An item with all that happened to it. */
export interface ItemStory {
  id: string;
  ledger: string;
  number: number | null;
  title: string;
  state: string;
  data: Record<string, unknown>;
  owner: string | null;
  leader: string | null;
  leadUnit: string | null;
  units: string[];
  town: string | null;
  village: string | null;
  household: { code: string; householder: string } | null;
  dueClass: string | null;
  milestones: { name: string; due?: string | null; soft?: boolean; doneOn?: string | null }[];
  discreet: boolean;
  openedAt: Date;
  closedAt: Date | null;
  plan: { title: string } | null;
  parent: { id: string; title: string } | null;
  tasks: { id: string; title: string; state: string }[];
  people: { role: string; name: string; since: string; until: string | null }[];
  events: {
    id: string;
    type: string;
    actor: string;
    at: Date;
    voided: boolean;
    fields: Record<string, unknown>;
    recordId: string | null;
    message: Behind | null;
  }[];
}

const SOURCE = {
  conversation: { select: { kind: true, topic: true } },
  contact: { select: { name: true, person: { select: { name: true } } } },
  records: { select: { id: true, index: true, kind: true }, orderBy: { index: 'asc' } },
} satisfies Prisma.MessageInclude;

/** Messages by our ids, each as far as somebody may see it. */
export async function messagesBehind(
  db: Db,
  scope: Scope,
  ids: readonly string[],
): Promise<Map<string, Behind>> {
  if (ids.length === 0) return new Map();
  const [rows, seen] = await Promise.all([
    db.message.findMany({ where: { id: { in: [...new Set(ids)] } }, include: SOURCE }),
    db.$queryRaw<{ id: string }[]>`
      SELECT r.id FROM record r LEFT JOIN household h ON h.id = r.household_id
      WHERE r.message_id = ANY(${[...new Set(ids)]}::uuid[]) AND ${seenRecords(scope)}`,
  ]);
  const visible = new Set(seen.map((one) => one.id));
  return new Map(
    rows.map((row): [string, Behind] => {
      const records = row.records.filter((one) => visible.has(one.id));
      const others = records.length < row.records.length;
      const outcome = (row.outcome ?? {}) as { checks?: Check[]; trace?: Trace[] };
      const trace = (outcome.trace ?? []).filter(
        (step) => !others || step.record < 0 || records.some((one) => one.index - 1 === step.record),
      );
      const whole = {
        id: row.externalId,
        text: row.text,
        room: row.conversation.kind === 'room' ? row.conversation.topic : null,
        sender: row.contact.person?.name ?? row.contact.name,
        sentAt: row.sentAt,
        recalledAt: row.recalledAt,
        trace,
        // What a check says may name others.
        checks: others ? [] : (outcome.checks ?? []),
        records,
        others,
      };
      return [row.id, others ? { ...whole, ...excerpt(row.text, trace) } : whole];
    }),
  );
}

/** One record; null where there is none or somebody may not see it. */
export async function recordStory(db: Db, scope: Scope, id: string): Promise<RecordStory | null> {
  const seen = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM record r LEFT JOIN household h ON h.id = r.household_id
    WHERE r.id = ${id}::uuid AND ${seenRecords(scope)}`;
  if (seen.length === 0) return null;
  const row = await db.record.findUniqueOrThrow({
    where: { id },
    include: {
      household: { select: { code: true, householder: true, town: true, village: true, group: true } },
      changes: { orderBy: { at: 'asc' } },
    },
  });
  const behind = await messagesBehind(db, scope, [row.messageId, ...row.changes.map((c) => c.messageId)]);
  const events = await db.itemEvent.findMany({
    where: { recordId: id, item: { NOT: { ledger: { startsWith: '?' } } } },
    orderBy: { seq: 'asc' },
    include: { item: { select: { id: true, ledger: true, number: true, title: true } } },
  });
  return {
    id,
    index: row.index,
    kind: row.kind,
    state: row.state as RecordStory['state'],
    data: row.data as Record<string, unknown>,
    missing: row.missing,
    day: row.occurredOn.toISOString().slice(0, 10),
    household: row.household,
    message: behind.get(row.messageId)!,
    changes: row.changes.map(({ cause, field, before, after, at, messageId }) => ({
      ...{ cause, field, before, after, at },
      by: behind.get(messageId)!,
    })),
    items: events.map(({ type, voidedAt, item }) => ({ ...item, event: type, voided: voidedAt !== null })),
  };
}

/** The ids of a message's records that somebody may see, in their order; by our id of the message. */
export async function recordsBehind(db: Db, scope: Scope, messageId: string): Promise<string[]> {
  const found = await messagesBehind(db, scope, [messageId]);
  return found.get(messageId)?.records.map((one) => one.id) ?? [];
}

const day = (date: Date | null): string | null => date && date.toISOString().slice(0, 10);

/** One item; null where there is none or somebody may not see it. */
export async function itemStory(db: Db, scope: Scope, id: string): Promise<ItemStory | null> {
  const seen = await db.$queryRaw<unknown[]>`
    SELECT 1 FROM item i LEFT JOIN household h ON h.id = i.household_id
    WHERE i.id = ${id}::uuid AND left(i.ledger, 1) <> '?' AND ${seenItems(scope)}`;
  if (seen.length === 0) return null;
  const row = await db.item.findUniqueOrThrow({
    where: { id },
    include: {
      household: { select: { code: true, householder: true } },
      tasks: { select: { id: true, title: true, state: true }, orderBy: { openedAt: 'asc' } },
      parent: { select: { id: true, title: true } },
      plan: { select: { title: true } },
      events: { orderBy: [{ at: 'asc' }, { seq: 'asc' }] },
    },
  });
  const [behind, people] = await Promise.all([
    messagesBehind(db, scope, row.events.flatMap((event) => event.messageId ?? [])), // prettier-ignore
    db.responsibility.findMany({
      where: { subjectKind: 'item', subjectId: id },
      orderBy: [{ role: 'asc' }, { since: 'asc' }],
      select: { role: true, name: true, since: true, until: true },
    }),
  ]);
  const { key: _, householdId: __, parentId: ___, planId: ____, nextDue: _____, updatedAt: ______, ...rest } = row; // prettier-ignore
  return {
    ...rest,
    data: row.data as Record<string, unknown>,
    milestones: row.milestones as unknown as ItemStory['milestones'],
    people: people.map((one) => ({ ...one, since: day(one.since)!, until: day(one.until) })),
    events: row.events.map(({ id: event, type, actor, at, voidedAt, data, messageId, recordId }) => ({
      ...{ id: event, type, actor, at, recordId },
      voided: voidedAt !== null,
      fields: (data as { fields?: Record<string, unknown> } | null)?.fields ?? {},
      message: messageId === null ? null : (behind.get(messageId) ?? null),
    })),
  };
}
