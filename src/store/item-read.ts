import type { Doer, EventData, ItemPlace, LedgerEvent, SourceRecord } from '../core/ledger.js';
import type { WorkRecord } from '../core/records.js';
import type { Db } from './client.js';

interface SourceRow {
  id: string;
  message_id: string;
  index: number;
  kind: string;
  state: SourceRecord['state'];
  data: WorkRecord;
  occurred_on: string;
  village: string | null;
  town: string | null;
  sent_at: Date;
  text: string;
  said_in: 'room' | 'private';
  name: string;
  person_id: string | null;
  role: Doer['role'] | null;
  unit: string | null;
  post: string | null;
  villages: string[] | null;
  household_id: string | null;
  code: string | null;
  householder: string | null;
}

/** 云岭县清源镇政府: the town of a unit. The same as `TOWN` of inbox/item-reader.ts, in the words of PostgreSQL. */
const TOWN_IN_UNIT = '([^县市区]{1,8}(?:镇|乡|街道))';

/** The records of these messages, in order, with who said them where and what place they belong to. */
export async function sourceRecords(tx: Db, messageIds: readonly string[]): Promise<SourceRecord[]> {
  const rows = await tx.$queryRaw<SourceRow[]>`
    SELECT r.id, r.message_id, r.index, r.kind, r.state, r.data, to_char(r.occurred_on, 'YYYY-MM-DD') AS occurred_on,
      coalesce(h.village, r.village) AS village,
      coalesce(h.town, (SELECT min(v.town) FROM household v WHERE v.village = r.village HAVING count(DISTINCT v.town) = 1),
        CASE WHEN r.village IS NULL THEN (SELECT v.town FROM household v WHERE v.town = substring(r.data->>'leadUnit' FROM ${TOWN_IN_UNIT}) LIMIT 1) END) AS town,
      m.sent_at, m.text, c.kind AS said_in,
      coalesce(nullif(p.name, ''), nullif(mem.alias, ''), k.name) AS name, p.id AS person_id,
      CASE WHEN p.active THEN p.role END AS role, p.unit, p.post, p.villages, h.id AS household_id, h.code, h.householder
    FROM record r
    JOIN message m ON m.id = r.message_id
    JOIN conversation c ON c.id = m.conversation_id
    JOIN contact k ON k.id = m.contact_id
    LEFT JOIN person p ON p.id = k.person_id
    LEFT JOIN member mem ON mem.conversation_id = m.conversation_id AND mem.contact_id = m.contact_id
    LEFT JOIN household h ON h.id = r.household_id
    WHERE r.message_id = ANY(${messageIds}::uuid[])
    ORDER BY m.seq, r.index`;
  return rows.map((row) => ({
    id: row.id,
    messageId: row.message_id,
    index: row.index,
    kind: row.kind,
    state: row.state,
    data: row.data,
    occurredOn: row.occurred_on,
    sentAt: row.sent_at,
    text: row.text,
    saidIn: row.said_in,
    by: {
      ...(row.person_id === null ? {} : { personId: row.person_id }),
      name: row.name,
      role: row.role ?? '',
      unit: row.unit ?? '',
      post: row.post ?? '',
      ...(row.villages?.length ? { villages: row.villages } : {}),
    },
    place: placeOf(row),
  }));
}

export function placeOf(
  row: Pick<SourceRow, 'household_id' | 'code' | 'householder' | 'town' | 'village'>,
): ItemPlace {
  return {
    ...(row.household_id === null
      ? {}
      : { household: { id: row.household_id, code: row.code!, householder: row.householder! } }),
    ...(row.town === null ? {} : { town: row.town }),
    ...(row.village === null ? {} : { village: row.village }),
  };
}

/** The messages these records stand in. */
export async function messagesOfRecords(tx: Db, recordIds: readonly string[]): Promise<string[]> {
  const rows = await tx.record.findMany({
    where: { id: { in: [...recordIds] } },
    select: { messageId: true },
    distinct: ['messageId'],
  });
  return rows.map((row) => row.messageId);
}

/** An event as it is kept, voided or not. */
export interface KeptEvent extends LedgerEvent {
  itemId: string;
  voided: boolean;
}

interface EventRow {
  id: string;
  item_id: string;
  ledger: string;
  key: string;
  type: string;
  record_id: string | null;
  message_id: string | null;
  data: EventData;
  at: Date;
  voided_at: Date | null;
}

function toEvent(row: EventRow): KeptEvent {
  return {
    id: row.id,
    itemId: row.item_id,
    ledger: row.ledger,
    key: row.key,
    type: row.type,
    ...(row.record_id === null ? {} : { recordId: row.record_id }),
    ...(row.message_id === null ? {} : { messageId: row.message_id }),
    at: row.at,
    data: row.data,
    voided: row.voided_at !== null,
  };
}

/** What these records had led to so far, voided events included. */
export async function eventsOfRecords(tx: Db, recordIds: readonly string[]): Promise<KeptEvent[]> {
  if (recordIds.length === 0) return [];
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT e.id, e.item_id, ltrim(i.ledger, '?') AS ledger, i.key, e.type, e.record_id, e.message_id, e.data, e.at, e.voided_at
    FROM item_event e JOIN item i ON i.id = e.item_id WHERE e.record_id = ANY(${recordIds}::uuid[])`;
  return rows.map(toEvent);
}

/** What these messages did to items by themselves, in no record. */
export async function eventsOfMessages(tx: Db, messageIds: readonly string[]): Promise<KeptEvent[]> {
  const rows = await tx.$queryRaw<EventRow[]>`
    SELECT e.id, e.item_id, ltrim(i.ledger, '?') AS ledger, i.key, e.type, e.record_id, e.message_id, e.data, e.at, e.voided_at
    FROM item_event e JOIN item i ON i.id = e.item_id
    WHERE e.message_id = ANY(${messageIds}::uuid[]) AND e.record_id IS NULL AND e.voided_at IS NULL`;
  return rows.map(toEvent);
}

/** What counts of these items' events. */
export async function liveEvents(tx: Db, ids: readonly string[]): Promise<Map<string, KeptEvent[]>> {
  return (await knownItems(tx, ids)).events;
}

/** The numbers of those of these items that are there, and what counts of their events. */
export async function knownItems(
  tx: Db,
  ids: readonly string[],
): Promise<{ numbers: Map<string, number | null>; events: Map<string, KeptEvent[]> }> {
  const rows =
    ids.length === 0
      ? []
      : await tx.$queryRaw<(EventRow & { number: number | null })[]>`
    SELECT i.id AS item_id, ltrim(i.ledger, '?') AS ledger, i.key, i.number, e.id, e.type, e.record_id, e.message_id, e.data, e.at, e.voided_at
    FROM item i LEFT JOIN item_event e ON e.item_id = i.id AND e.voided_at IS NULL
    WHERE i.id = ANY(${ids}::uuid[]) ORDER BY e.seq`;
  const numbers = new Map(rows.map((row) => [row.item_id, row.number]));
  const events = new Map<string, KeptEvent[]>();
  for (const row of rows) {
    if (row.id === null) continue;
    const event = toEvent(row);
    const list = events.get(event.itemId);
    if (list) list.push(event);
    else events.set(event.itemId, [event]);
  }
  return { numbers, events };
}

/** An item as a message names it. */
export interface NumberRef {
  ledger: string;
  number: number;
  messageId: string;
}

/**
 * The keys of items that messages name by number, by the refs' places. A number means what bore it when the message
 * came: the one open item, else the only one. Two open items of one number (of two plans) are nobody's guess.
 */
export async function keysByNumber(tx: Db, refs: readonly NumberRef[]): Promise<(string | undefined)[]> {
  if (refs.length === 0) return [];
  const rows = await tx.$queryRaw<{ n: number; key: string; open: boolean }[]>`
    SELECT r.n, i.key, i.closed_at IS NULL AS open
    FROM jsonb_to_recordset(${JSON.stringify(refs.map((ref, n) => ({ ...ref, n })))}::jsonb) AS r(n int, ledger text, number int, "messageId" uuid)
    JOIN message m ON m.id = r."messageId"
    JOIN item i ON i.number = r.number AND ltrim(i.ledger, '?') = r.ledger
    WHERE coalesce((SELECT min(f.seq) FROM item_event e JOIN message f ON f.id = e.message_id WHERE e.item_id = i.id), 0) < m.seq`;
  return refs.map((_, n) => {
    const mine = rows.filter((row) => row.n === n);
    const open = mine.filter((row) => row.open);
    const sure = open.length > 0 ? open : mine;
    return sure.length === 1 ? sure[0]!.key : undefined;
  });
}

/** The number behind the highest one that an item of this ledger has or had. */
export async function nextNumber(tx: Db, ledger: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ next: number }[]>`
    SELECT coalesce(max(number), 0)::int + 1 AS next FROM item WHERE ledger = ${ledger}`;
  return row!.next;
}

/** The item of a ledger that bears a number; the open one before closed ones, and none where several may be meant. */
export async function itemByNumber(
  tx: Db,
  ledger: string,
  number: number,
): Promise<{ id: string } | undefined> {
  const rows = await tx.item.findMany({
    where: { ledger, number },
    select: { id: true, closedAt: true },
    orderBy: { openedAt: 'desc' },
    take: 10,
  });
  const open = rows.filter((row) => row.closedAt === null);
  const sure = open.length > 0 ? open : rows.slice(0, 1);
  return sure.length === 1 ? { id: sure[0]!.id } : undefined;
}

/** Items in one of these states, by number, with what decides whether they are somebody's to decide on. */
export async function itemsIn(tx: Db, ledger: string, states: readonly string[]) {
  const rows = await tx.item.findMany({
    where: { ledger, state: { in: [...states] }, number: { not: null } },
    select: { number: true, title: true, owner: true, town: true, village: true, data: true },
    orderBy: { number: 'asc' },
  });
  return rows.map((row) => ({
    ...row,
    number: row.number!,
    data: (row.data ?? {}) as Record<string, unknown>,
  }));
}

/** By the id of what they belong to, when each task was opened and closed. */
export type TaskSpans = Map<string, { openedAt: Date; closedAt?: Date | undefined }[]>;

export async function taskSpans(tx: Db, parentIds: readonly string[]): Promise<TaskSpans> {
  if (parentIds.length === 0) return new Map();
  const rows = await tx.item.findMany({
    where: { parentId: { in: [...parentIds] } },
    select: { parentId: true, openedAt: true, closedAt: true },
  });
  const out: TaskSpans = new Map();
  for (const row of rows) {
    const span = { openedAt: row.openedAt, ...(row.closedAt === null ? {} : { closedAt: row.closedAt }) };
    out.set(row.parentId!, [...(out.get(row.parentId!) ?? []), span]);
  }
  return out;
}
