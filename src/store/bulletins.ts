import type { BulletinFigures, BulletinLedger, Issue } from '../core/bulletin.js';
import { newId } from '../core/ids.js';
import { dayToDate } from '../core/time.js';
import type { Prisma } from '../generated/prisma/client.js';
import { type Bulletin } from '../generated/prisma/client.js';
import { saveFile } from './blobs.js';
import type { Db } from './client.js';

type Json = Prisma.InputJsonValue;

const day = (date: Date): string => date.toISOString().slice(0, 10);

function toIssue(row: Bulletin): Issue {
  return {
    ...row,
    from: day(row.from),
    to: day(row.to),
    state: row.state as Issue['state'],
    figures: row.figures as unknown as BulletinFigures,
    words: row.words as Record<string, string>,
  };
}

/** Keeps a draft; false where there is an issue of that kind and term already: nothing is compiled twice. */
export async function addDraft(
  db: Db,
  draft: Pick<Issue, 'id' | 'kind' | 'from' | 'to' | 'cutOff' | 'figures'>,
  now: Date,
): Promise<boolean> {
  const { count } = await db.bulletin.createMany({
    data: [
      {
        id: draft.id,
        kind: draft.kind,
        year: Number(draft.to.slice(0, 4)),
        from: dayToDate(draft.from),
        to: dayToDate(draft.to),
        cutOff: draft.cutOff,
        state: 'draft',
        figures: draft.figures as unknown as Json,
        createdAt: now,
      },
    ],
    skipDuplicates: true,
  });
  return count === 1;
}

export async function hasIssue(db: Db, kind: string, from: string, to: string): Promise<boolean> {
  return (await db.bulletin.count({ where: { kind, from: dayToDate(from), to: dayToDate(to) } })) > 0;
}

/** Issues of a kind that were approved and still stand, newest first. */
export async function approvedIssues(db: Db, kind: string, before: string): Promise<Issue[]> {
  const rows = await db.bulletin.findMany({
    where: { kind, state: 'approved', to: { lt: dayToDate(before) } },
    orderBy: { to: 'desc' },
    take: 8,
  });
  return rows.map(toIssue);
}

export async function allIssues(db: Db): Promise<Issue[]> {
  return (await db.bulletin.findMany({ orderBy: [{ kind: 'asc' }, { to: 'asc' }] })).map(toIssue);
}

/** Issues as one turn sees them: locked until it ends, so that two people cannot decide about the same one at once. */
export function bulletinLedger(db: Db): BulletinLedger {
  return {
    async issues() {
      await db.$queryRaw`SELECT id FROM bulletin ORDER BY id FOR UPDATE`;
      return allIssues(db);
    },
    async shownTo(contactId, issueId) {
      const rows = await db.$queryRaw<{ revision: number | null }[]>`
        SELECT max((because->>'revision')::int) AS revision FROM outgoing
        WHERE because->>'bulletin' = ${issueId} AND because->>'contact' = ${contactId} AND purpose = 'bulletin-draft'
          AND state IN ('sent', 'sending', 'queued', 'unknown')`;
      return rows[0]?.revision ?? undefined;
    },
    keep: (file) => saveFile(db, file),
    rooms(pattern) {
      return db.$queryRaw<{ id: string; topic: string }[]>`
        SELECT id, topic FROM conversation WHERE kind = 'room' AND active AND topic ~ ${pattern} ORDER BY id`;
    },
    deliveries(issueId) {
      return db.$queryRaw<{ state: string; count: number; conversations: string[] }[]>`
        SELECT state, count(*)::int AS count, array_agg(conversation_id::text ORDER BY conversation_id) AS conversations FROM outgoing
        WHERE purpose = 'bulletin' AND because->>'bulletin' = ${issueId} GROUP BY state`;
    },
  };
}

/** Writes what was decided about an issue. The row is locked by whoever decided. */
export async function changeIssue(db: Db, issueId: string, set: Partial<Issue>): Promise<void> {
  const { words, figures: _, cutOff: __, from: ___, to: ____, ...rest } = set;
  await db.bulletin.update({
    where: { id: issueId },
    data: { ...rest, ...(words ? { words: words } : {}) },
  });
}

/** A report's numbers, with the days that it says they are about (both included). */
export interface StatedReport {
  unit: string;
  metrics: Record<string, number>;
  messageId: string;
  from: string;
  to: string;
}

/**
 * What units stated in reports that came in after the cut-off before (`after`) and by this one. Whatever days they are about: a week's
 * report is written before its week is over, and a late one is about the week before.
 */
export async function statedIn(db: Db, { after, by }: { after: Date; by: Date }): Promise<StatedReport[]> {
  return db.$queryRaw<StatedReport[]>`
    SELECT data->>'unit' AS unit, data->'metrics' AS metrics, message_id AS "messageId",
      coalesce(data->>'from', occurred_on::text) AS "from", occurred_on::text AS "to" FROM record
    WHERE kind = 'unit-report' AND state = 'active' AND data ? 'metrics' AND data->>'unit' IS NOT NULL
      AND occurred_on IS NOT NULL AND created_at > ${after} AND created_at <= ${by}
    ORDER BY created_at`;
}

/** Whether anything had been said by then: an installation that was not there has no bulletin to write. */
export async function wasThere(db: Db, by: Date): Promise<boolean> {
  const rows = await db.$queryRaw<{ there: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM message WHERE sent_at <= ${by}) AS there`;
  return rows[0]!.there;
}

/** Private talks of those who may approve, one a person. */
export async function privateTalksOf(
  db: Db,
  gateway: string,
  roles: readonly string[],
): Promise<{ contactId: string; name: string }[]> {
  return db.$queryRaw<{ contactId: string; name: string }[]>`
    SELECT DISTINCT ON (p.id) c.id AS "contactId", p.name FROM person p JOIN contact c ON c.person_id = p.id
    WHERE p.active AND p.villages = '{}' AND p.role = ANY(${[...roles]}::text[]) AND c.gateway = ${gateway}
    ORDER BY p.id, c.created_at DESC`;
}

export const newIssueId = (now: Date): string => newId(now.getTime());
