import type { Db } from './client.js';

/**
 * Binds those who were seen in chat before the list of officials came: by name, nickname or group nickname, and only
 * where exactly one official fits; likewise those bound to an official whom the list no longer has. Returns how many were bound.
 */
export async function bindContacts(db: Db): Promise<number> {
  return db.$executeRaw`
    WITH loose AS (
      SELECT c.id, c.name FROM contact c LEFT JOIN person q ON q.id = c.person_id WHERE q.active IS NOT TRUE
    ), said AS (
      SELECT id, name FROM loose WHERE name <> ''
      UNION SELECT l.id, m.alias FROM loose l JOIN member m ON m.contact_id = l.id WHERE m.alias <> ''
    ), fits AS (
      SELECT s.id, min(p.id::text)::uuid AS person_id
      FROM said s JOIN person p ON p.active AND (p.name = s.name OR s.name = ANY(p.nicknames))
      GROUP BY s.id HAVING count(DISTINCT p.id) = 1
    )
    UPDATE contact c SET person_id = fits.person_id FROM fits WHERE c.id = fits.id`;
}
