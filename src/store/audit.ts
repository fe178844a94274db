import type { Db } from './client.js';

/** Writes down who did what. */
export async function keepAudit(
  db: Db,
  entry: { id: string; at: Date; actor: string; action: string; detail: Record<string, string> },
): Promise<void> {
  await db.auditEntry.create({ data: entry });
}
