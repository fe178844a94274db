import { createHash } from 'node:crypto';
import { AppError } from '../core/errors.js';
import type { OutgoingFile } from '../core/chat.js';
import type { FileRef } from '../core/files.js';
import type { Db } from './client.js';

/** Keeps a file; the same bytes are kept once. Its reference goes into `attachments` of what is said. */
export async function saveFile(db: Db, { name, type, bytes }: OutgoingFile): Promise<FileRef> {
  const blob = createHash('sha256').update(bytes).digest('hex');
  await db.blob.createMany({ data: [{ id: blob, type, bytes: Buffer.from(bytes) }], skipDuplicates: true });
  return { name, type, blob };
}

/** The files in the order of their references. Throws an AppError `blob-missing` where one is gone. */
export async function loadFiles(db: Db, refs: readonly FileRef[]): Promise<OutgoingFile[]> {
  if (refs.length === 0) return [];
  const rows = await db.blob.findMany({ where: { id: { in: refs.map((ref) => ref.blob) } } });
  return refs.map(({ name, type, blob }) => {
    const row = rows.find(({ id }) => id === blob);
    if (!row) throw new AppError('blob-missing', `the bytes of ${name} (${blob}) are no longer stored`);
    return { name, type, bytes: row.bytes };
  });
}

export async function blobOf(db: Db, id: string): Promise<{ type: string; bytes: Uint8Array } | undefined> {
  return (await db.blob.findUnique({ where: { id } })) ?? undefined;
}
