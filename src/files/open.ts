import { statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { AppError, messageOf } from '../core/errors.js';

/** A file somebody handed in: its bytes, and its name without the folders. */
export interface OpenedFile {
  name: string;
  bytes: Uint8Array;
}

const WHY: Record<string, string> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file',
  EISDIR: 'a folder, expected a file',
  EACCES: 'this user may not read it',
};

/** Throws an AppError `file-unreadable` in words of a person. */
export async function openFile(path: string): Promise<OpenedFile> {
  try {
    return { name: basename(path), bytes: await readFile(path) };
  } catch (error) {
    const why = WHY[(error as NodeJS.ErrnoException).code ?? ''] ?? messageOf(error);
    throw new AppError('file-unreadable', `${path}: cannot be read: ${why}`, { cause: error });
  }
}

export function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}

const STRICT = new TextDecoder('utf-8', { fatal: true });

/** Bytes as UTF-8 text without its byte order mark; undefined where they are something else (GBK, UTF-16, a picture). */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}
