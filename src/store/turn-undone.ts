import type { Db } from './client.js';

/** Who said these messages, and the one active official of this name who can be written to. */
export async function concernedBy(
  tx: Db,
  gateway: string,
  messageIds: readonly string[],
  owner: string | undefined,
): Promise<string[]> {
  const said = await tx.message.findMany({
    where: { id: { in: [...messageIds] } },
    select: { contactId: true },
  });
  const people =
    owner === undefined
      ? []
      : await tx.person.findMany({
          where: { name: owner, active: true },
          take: 2,
          select: { contacts: { where: { gateway }, select: { id: true }, take: 1 } },
        });
  const named = people.length === 1 ? people[0]!.contacts.map((one) => one.id) : [];
  return [...new Set([...said.map((one) => one.contactId), ...named])];
}

/** Who was told of an item in private by what these records did to it; and the keys of what is not said yet. */
export async function toldOf(
  tx: Db,
  recordIds: readonly string[],
): Promise<{ contacts: string[]; waiting: string[] }> {
  const rows = await tx.$queryRaw<{ key: string; state: string; contactId: string }[]>`
    SELECT o.key, o.state, c.contact_id AS "contactId" FROM outgoing o JOIN conversation c ON c.id = o.conversation_id
    WHERE o.purpose = 'item' AND c.kind = 'private'
      AND split_part(o.key, ':', 1) = 'item' AND split_part(o.key, ':', 2) = ANY(${[...recordIds]}::text[])
    ORDER BY o.seq`;
  return {
    contacts: [...new Set(rows.filter((row) => SAID.has(row.state)).map((row) => row.contactId))],
    waiting: rows.filter((row) => row.state === 'queued').map((row) => row.key),
  };
}

/** States of a text that has left, or may have. */
const SAID = new Set(['sending', 'sent', 'unknown']);

/** A signature that goes with a message: of a report that stood in it, or one that it gave. */
export interface UndoneSignature {
  unit: string;
  from: string;
  to: string;
  contactId: string; // who is concerned: the signer of a report that is gone, or who had sent the report
  signed: boolean; // the concerned one had signed
}

export async function undoneSignatures(tx: Db, messageId: string): Promise<UndoneSignature[]> {
  return tx.$queryRaw<UndoneSignature[]>`
    SELECT coalesce(r.data->>'unit', '') AS unit, coalesce(r.data->>'from', '') AS "from", coalesce(r.data->>'to', r.occurred_on::text) AS "to",
      CASE WHEN r.message_id = ${messageId}::uuid THEN m.contact_id ELSE r.contact_id END AS "contactId",
      r.message_id = ${messageId}::uuid AS signed
    FROM signature s JOIN record r ON r.id = s.record_id JOIN message m ON m.id = s.message_id
    WHERE s.voided_at IS NULL AND r.state <> 'retracted' AND (r.message_id = ${messageId}::uuid OR s.message_id = ${messageId}::uuid)`;
}
