import type { OutgoingFile } from '../core/chat.js';
import type { FileRef } from '../core/files.js';
import { newId } from '../core/ids.js';
import { saveFile } from './blobs.js';
import type { Db } from './client.js';

/** One private message with the steps that it says. */
export interface NewTodo {
  personId: string;
  key: string; // unique: a person's to-do of one time of one day
  text: string;
  because: object;
  expiresAt: Date;
  files?: readonly OutgoingFile[];
  nudges: {
    key: string;
    duty: string;
    subject: string;
    period: string;
    step: string;
    dueAt: Date;
    because: object;
  }[];
}

const LOCK = 4_726_102;
const CHUNK = 1000;

/** Whoever holds it plans alone; false where another process does so right now. Held to the end of the transaction. */
export async function lockTick(tx: Db): Promise<boolean> {
  const rows = await tx.$queryRaw<
    { got: boolean }[]
  >`SELECT pg_try_advisory_xact_lock(${LOCK}::bigint) AS got`;
  return rows[0]!.got;
}

/** The same, once whoever holds it has ended. */
export async function awaitTick(tx: Db): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${LOCK}::bigint)`;
}

/** Private conversations by person, made where there is none yet. People that no chat account is bound to are left out. */
export async function privateTalks(
  tx: Db,
  gateway: string,
  personIds: readonly string[],
): Promise<Map<string, string>> {
  const contacts = await tx.$queryRaw<{ personId: string; contactId: string }[]>`
    SELECT DISTINCT ON (c.person_id) c.person_id AS "personId", c.id AS "contactId"
    FROM contact c WHERE c.gateway = ${gateway} AND c.person_id = ANY(${[...personIds]}::uuid[])
      AND EXISTS (SELECT 1 FROM contact_address a WHERE a.contact_id = c.id AND a.current)
    ORDER BY c.person_id, c.created_at DESC`;
  const rows = contacts.map(({ contactId }) => ({ id: newId(), contactId }));
  await tx.$executeRaw`
    INSERT INTO conversation (id, gateway, kind, contact_id)
    SELECT id, ${gateway}, 'private', "contactId" FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS t(id uuid, "contactId" uuid)
    ON CONFLICT (contact_id) WHERE kind = 'private' DO NOTHING`;
  const talks = await tx.$queryRaw<{ id: string; contactId: string }[]>`
    SELECT id, contact_id AS "contactId" FROM conversation
    WHERE kind = 'private' AND contact_id = ANY(${contacts.map((c) => c.contactId)}::uuid[])`;
  const byContact = new Map(talks.map(({ id, contactId }) => [contactId, id]));
  return new Map(
    contacts.flatMap(({ personId, contactId }) => {
      const talk = byContact.get(contactId);
      return talk === undefined ? [] : [[personId, talk] as const];
    }),
  );
}

/** How many to-dos each person was sent since then. */
export async function todosSince(tx: Db, since: Date): Promise<Map<string, number>> {
  const rows = await tx.$queryRaw<{ personId: string; count: bigint }[]>`
    SELECT n.person_id AS "personId", count(DISTINCT n.outgoing_id) AS count FROM nudge n JOIN outgoing o ON o.id = n.outgoing_id
    WHERE n.at >= ${since} AND o.state NOT IN ('dropped', 'failed', 'withdrawn') GROUP BY n.person_id`;
  return new Map(rows.map(({ personId, count }) => [personId, Number(count)]));
}

/** Puts to-dos and the steps they say into the outbox, in this transaction; returns the conversations that now have something to say. */
export async function addTodos(
  tx: Db,
  todos: readonly NewTodo[],
  talks: ReadonlyMap<string, string>,
  now: Date,
): Promise<string[]> {
  const speaking: string[] = [];
  for (let from = 0; from < todos.length; from += CHUNK)
    speaking.push(...(await addSome(tx, todos.slice(from, from + CHUNK), talks, now)));
  return speaking;
}

async function addSome(
  tx: Db,
  todos: readonly NewTodo[],
  talks: ReadonlyMap<string, string>,
  now: Date,
): Promise<string[]> {
  const rows = todos.flatMap((todo) => {
    const conversationId = talks.get(todo.personId);
    return conversationId === undefined ? [] : [{ id: newId(now.getTime()), conversationId, todo }];
  });
  const attachments = new Map<string, FileRef[]>();
  for (const { id, todo } of rows) {
    const kept: FileRef[] = [];
    for (const file of todo.files ?? []) kept.push(await saveFile(tx, file));
    attachments.set(id, kept);
  }
  const outgoing = rows.map(({ id, conversationId, todo }, n) => ({
    n,
    attachments: attachments.get(id)!,
    id,
    conversationId,
    key: todo.key,
    text: todo.text,
    because: todo.because,
    expiresAt: todo.expiresAt,
  }));
  const inserted = await tx.$queryRaw<{ id: string; conversationId: string }[]>`
    INSERT INTO outgoing (id, conversation_id, key, purpose, text, because, expires_at, attachments, created_at)
    SELECT id, "conversationId", key, 'todo', text, because, "expiresAt", attachments, ${now}
    FROM jsonb_to_recordset(${JSON.stringify(outgoing)}::jsonb) AS o(
      id uuid, "conversationId" uuid, key text, text text, because jsonb, "expiresAt" timestamptz, attachments jsonb, n int)
    ORDER BY n ON CONFLICT (key) DO NOTHING RETURNING id, conversation_id AS "conversationId"`;
  const put = new Set(inserted.map((row) => row.id));
  const nudges = rows
    .filter(({ id }) => put.has(id))
    .flatMap(({ id, todo }) =>
      todo.nudges.map((nudge) => ({
        ...nudge,
        id: newId(now.getTime()),
        personId: todo.personId,
        outgoingId: id,
      })),
    );
  // A step whose message never left the outbox is said again: its row moves on to the new message.
  await tx.$executeRaw`
    INSERT INTO nudge (id, key, person_id, duty, subject, period, step, due_at, outgoing_id, verdict, at, because)
    SELECT id, key, "personId", duty, subject, period, step, "dueAt", "outgoingId", 'said', ${now}, because
    FROM jsonb_to_recordset(${JSON.stringify(nudges)}::jsonb) AS x(id uuid, key text, "personId" uuid, duty text, subject text, period text,
      step text, "dueAt" timestamptz, "outgoingId" uuid, because jsonb)
    ON CONFLICT (key) DO UPDATE SET outgoing_id = excluded.outgoing_id, at = excluded.at, because = excluded.because`;
  return inserted.map((row) => row.conversationId);
}

/** A to-do that still waits in the outbox, with the things due that it speaks of. */
export interface WaitingTodo {
  id: string;
  lines: { duty: string; dues: { subject: string; period: string }[] }[];
}

/** To-dos that wait: a slow account takes an hour for a county's morning. */
export async function waitingTodos(db: Db): Promise<WaitingTodo[]> {
  return db.$queryRaw<WaitingTodo[]>`
    SELECT id, because->'lines' AS lines FROM outgoing WHERE purpose = 'todo' AND state = 'queued' AND because ? 'lines'`;
}

/** Takes back what still waits; what is being sent in this moment goes out. Returns how many were taken back. */
export async function withdrawTodos(tx: Db, ids: readonly string[], now: Date): Promise<number> {
  if (ids.length === 0) return 0;
  return tx.$executeRaw`
    UPDATE outgoing SET state = 'withdrawn', settled_at = ${now}, error = 'something of it was done in the meantime'
    WHERE id = ANY(${[...ids]}::uuid[]) AND state = 'queued'`;
}
