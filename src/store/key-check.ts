import { AppError } from '../core/errors.js';
import { newId } from '../core/ids.js';
import type { Db } from './client.js';
import type { Sealer } from './seal.js';

const ACTION = 'data-key';

/** The fingerprint of the key that this database is written with; undefined before the first start. */
export async function notedKey(db: Db): Promise<string | undefined> {
  const entry = await db.auditEntry.findFirst({
    where: { action: ACTION },
    orderBy: [{ at: 'asc' }, { id: 'asc' }],
  });
  return entry ? (entry.detail as { fingerprint: string }).fingerprint : undefined;
}

/**
 * The first process notes a fingerprint of the key; every later one must have the same. Otherwise half of the
 * encrypted values would be unreadable to the other half of the processes, and nobody would notice for weeks.
 */
export async function checkKey(db: Db, sealer: Sealer): Promise<void> {
  const fingerprint = sealer.digest('fingerprint');
  if ((await notedKey(db)) === undefined) {
    await db.auditEntry.create({
      data: { id: newId(), actor: 'system', action: ACTION, detail: { fingerprint } },
    });
  }
  if ((await notedKey(db)) !== fingerprint) {
    throw new AppError(
      'data-key-other',
      'the data key is not the one this database was written with: set DATA_KEY (or put back DATA_DIR/key) as it was',
    );
  }
}
