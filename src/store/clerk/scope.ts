import type { Person } from '../../core/household.js';
import type { Place } from '../../core/status.js';
import { Prisma } from '../../generated/prisma/client.js';
import type { Db } from '../client.js';
import { withinPlace } from '../exports.js';

type Sql = Prisma.Sql;
const { sql, join } = Prisma;

/** What somebody may see on the clerk's pages: the county, or their places, their households and what they said themselves. */
export interface Scope {
  all: boolean;
  place: Place; // empty where they have no places of their own
  person: string; // name: the households they help, the items they own
  contactId: string;
}

/** Whoever a gateway's id belongs to; undefined where nobody of the register is bound to it. */
export async function viewerOf(
  db: Db,
  gateway: string,
  externalId: string,
): Promise<{ contactId: string; person: Person } | undefined> {
  const address = await db.contactAddress.findUnique({
    where: { gateway_externalId: { gateway, externalId } },
    include: { contact: { include: { person: true } } },
  });
  const person = address?.contact.person;
  if (!address || !person?.active) return undefined;
  return { contactId: address.contactId, person: { ...person, role: person.role as Person['role'] } };
}

export const recordTown = sql`coalesce(h.town, r.data->>'town')`;
export const recordVillage = sql`coalesce(h.village, r.village)`;
export const itemTown = sql`coalesce(h.town, i.town)`;
export const itemVillage = sql`coalesce(h.village, i.village)`;

/** Whether the viewer answers for item `i`. */
const answersFor = (
  scope: Scope,
): Sql => sql`(i.owner = ${scope.person} OR i.leader = ${scope.person} OR EXISTS (
      SELECT 1 FROM responsibility s JOIN contact k ON k.person_id = s.person_id
      WHERE s.subject_kind = 'item' AND s.subject_id = i.id::text AND s.until IS NULL AND k.id = ${scope.contactId}::uuid))`;

/** Records `r` of households `h` that somebody may see. What opened a discreet item is for who said it and who answers for it. */
export function seenRecords(scope: Scope): Sql {
  const hidden = sql`EXISTS (SELECT 1 FROM item_event e JOIN item i ON i.id = e.item_id
      WHERE e.record_id = r.id AND i.discreet AND NOT ${answersFor(scope)})`;
  return seen(scope, recordTown, recordVillage, sql`r.contact_id = ${scope.contactId}::uuid`, hidden);
}

/** Items `i` of households `h` that somebody may see: also those they answer for; of discreet ones no others. */
export function seenItems(scope: Scope): Sql {
  return seen(scope, itemTown, itemVillage, answersFor(scope), sql`i.discreet`);
}

function seen(scope: Scope, town: Sql, village: Sql, own: Sql, hidden: Sql): Sql {
  if (scope.all) return sql`true`;
  const { towns, villages } = scope.place;
  const near = join(
    [
      sql`h.helper = ${scope.person}`,
      ...(towns.length + villages.length > 0 ? [withinPlace(scope.place, town, village)] : []),
    ],
    ' OR ',
  );
  return sql`(${own} OR ((${near}) AND NOT ${hidden}))`;
}
