import { Prisma } from '../../generated/prisma/client.js';
import type { Db } from '../client.js';
import type { ItemRow } from './lists.js';
import { seenItems, seenRecords, type Scope } from './scope.js';

const { sql } = Prisma;
/** Nobody works off a list longer than this in a sitting; the number of all is said beside it. */
const MOST = 100;
const LOCAL = (moment: Prisma.Sql) =>
  sql`to_char(${moment} AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM-DD"T"HH24:MI')`;

/** An item that waits for somebody's review. */
export type WaitingReview = Pick<
  ItemRow,
  'id' | 'ledger' | 'number' | 'title' | 'state' | 'owner' | 'village'
> & {
  since: string; // YYYY-MM-DDTHH:mm, when the event came that put it there
};

/** Items in one of these states of their ledgers: `ledger/state`. */
export function waitingReviews(db: Db, scope: Scope, states: readonly string[]): Promise<WaitingReview[]> {
  return db.$queryRaw<WaitingReview[]>`
    SELECT i.id, i.ledger, i.number, i.title, i.state, i.owner, coalesce(i.village, h.village) AS village,
      coalesce((SELECT ${LOCAL(sql`max(e.at)`)} FROM item_event e WHERE e.item_id = i.id AND e.voided_at IS NULL),
        ${LOCAL(sql`i.updated_at`)}) AS since
    FROM item i LEFT JOIN household h ON h.id = i.household_id
    WHERE i.ledger || '/' || i.state = ANY(${[...states]}::text[]) AND i.closed_at IS NULL AND ${seenItems(scope)}
    ORDER BY since, i.id LIMIT ${MOST}`;
}

/** A question of the bot about a report that nobody has answered; which one an answer was about is no other question. */
export interface OpenAskRow {
  recordId: string;
  kind: string;
  subject: string | null;
  village: string | null;
  whom: string;
  fields: string[];
  askedAt: string; // YYYY-MM-DDTHH:mm
}

export function openAsks(db: Db, scope: Scope, now: Date): Promise<OpenAskRow[]> {
  return db.$queryRaw<OpenAskRow[]>`
    SELECT r.id AS "recordId", r.kind, coalesce(h.householder, r.subject) AS subject, coalesce(h.village, r.village) AS village,
      coalesce(p.name, c.name) AS whom, array_agg(DISTINCT item->>'field') AS fields, ${LOCAL(sql`a.asked_at`)} AS "askedAt"
    FROM ask a CROSS JOIN LATERAL jsonb_array_elements(a.items) item
    JOIN record r ON r.id = (item->>'recordId')::uuid LEFT JOIN household h ON h.id = r.household_id
    JOIN contact c ON c.id = a.contact_id LEFT JOIN person p ON p.id = c.person_id
    WHERE a.state = 'open' AND a.expires_at > ${now} AND r.state = 'incomplete' AND item->>'field' <> 'answer' AND ${seenRecords(scope)}
    GROUP BY r.id, h.householder, h.village, p.name, c.name, a.asked_at ORDER BY a.asked_at, r.id LIMIT ${MOST}`;
}

/** A delivery of which nobody knows whether it arrived. */
export interface DoubtfulDelivery {
  id: string;
  where: string; // topic of the group, or whose private talk
  room: boolean;
  text: string;
  at: string | null; // YYYY-MM-DDTHH:mm
}

export function doubtfulDeliveries(db: Db): Promise<DoubtfulDelivery[]> {
  return db.$queryRaw<DoubtfulDelivery[]>`
    SELECT o.id, CASE c.kind WHEN 'room' THEN c.topic ELSE coalesce(p.name, k.name, '') END AS where, c.kind = 'room' AS room,
      o.text, ${LOCAL(sql`o.claimed_at`)} AS at
    FROM outgoing o JOIN conversation c ON c.id = o.conversation_id
    LEFT JOIN contact k ON k.id = c.contact_id LEFT JOIN person p ON p.id = k.person_id
    WHERE o.state = 'unknown' ORDER BY o.seq LIMIT ${MOST}`;
}

/** Somebody who writes in a work group and is not on the list of officials. */
export interface UnknownSender {
  id: string;
  name: string;
  rooms: string[];
  messages: number;
  last: string; // YYYY-MM-DDTHH:mm
}

/** Those who wrote since then: their reports count, but nobody can be asked or reminded by name. */
export function unknownSenders(db: Db, since: Date): Promise<UnknownSender[]> {
  return db.$queryRaw<UnknownSender[]>`
    SELECT k.id, k.name, array_agg(DISTINCT c.topic) AS rooms, count(*)::int AS messages, ${LOCAL(sql`max(m.sent_at)`)} AS last
    FROM message m JOIN contact k ON k.id = m.contact_id JOIN conversation c ON c.id = m.conversation_id AND c.kind = 'room'
    WHERE m.sent_at >= ${since} AND NOT EXISTS (SELECT 1 FROM person p WHERE p.id = k.person_id AND p.active)
    GROUP BY k.id, k.name ORDER BY max(m.sent_at) DESC LIMIT ${MOST}`;
}

/** How the broadcast of an issue stands, group by group. */
export interface IssueDelivery {
  topic: string;
  state: string; // of the outbox
  at: string | null; // YYYY-MM-DDTHH:mm, when it was settled
  error: string | null;
  withdrawal: boolean;
}

export function issueDeliveries(db: Db, issueId: string): Promise<IssueDelivery[]> {
  return db.$queryRaw<IssueDelivery[]>`
    SELECT c.topic, o.state, ${LOCAL(sql`o.settled_at`)} AS at, o.error, o.purpose = 'bulletin-withdrawn' AS withdrawal
    FROM outgoing o JOIN conversation c ON c.id = o.conversation_id
    WHERE o.purpose IN ('bulletin', 'bulletin-withdrawn') AND o.because->>'bulletin' = ${issueId} ORDER BY o.seq`;
}

/** Who did what about an issue, oldest first. */
export function issueHistory(
  db: Db,
  issueId: string,
): Promise<{ at: string; actor: string; action: string; reason: string | null; revision: number | null }[]> {
  return db.$queryRaw`
    SELECT ${LOCAL(sql`audit_entry.at`)} AS at, actor, action, detail->>'reason' AS reason, (detail->>'revision')::int AS revision
    FROM audit_entry WHERE action LIKE 'bulletin.%' AND action NOT IN ('bulletin.declined', 'bulletin.file')
      AND detail->>'bulletin' = ${issueId} ORDER BY audit_entry.at, id`;
}
