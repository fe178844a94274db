import { readdirSync } from 'node:fs';
import path from 'node:path';
import { AppError, messageOf } from '../../core/errors.js';

/** The files of a folder that end in one of these, sorted. Throws an AppError where the folder cannot be read. */
export function filesOf(dir: string, ...endings: string[]): string[] {
  try {
    return readdirSync(dir, { recursive: true, encoding: 'utf8' })
      .filter((name) => endings.some((ending) => name.endsWith(ending)))
      .sort()
      .map((name) => path.join(dir, name));
  } catch (error) {
    throw new AppError(
      'folder-unreadable',
      `${dir}: expected a folder of ${endings.join(', ')} files: ${messageOf(error)}`,
    );
  }
}
