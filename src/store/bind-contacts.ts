import type { Db } from './client.js';

/**
 * Binds those who were seen in chat before the list of officials came: by name, nickname or group nickname, and only
 * where exactly one official fits. Returns how many were bound.
 */
export async function bindContacts(db: Db): Promise<number> {
  return db.$executeRaw`
    WITH said AS (
      SELECT c.id, c.name FROM contact c WHERE c.person_id IS NULL AND c.name <> ''
      UNION SELECT c.id, m.alias FROM contact c JOIN member m ON m.contact_id = c.id WHERE c.person_id IS NULL AND m.alias <> ''
    ), fits AS (
      SELECT s.id, min(p.id::text)::uuid AS person_id
      FROM said s JOIN person p ON p.active AND (p.name = s.name OR s.name = ANY(p.nicknames))
      GROUP BY s.id HAVING count(DISTINCT p.id) = 1
    )
    UPDATE contact c SET person_id = fits.person_id FROM fits WHERE c.id = fits.id`;
}
