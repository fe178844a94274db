import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Config } from '../core/config.js';
import { AppError, messageOf } from '../core/errors.js';
import type { Store } from '../store/client.js';
import { checkKey, notedKey } from '../store/key-check.js';
import { createSealer, type Sealer } from '../store/seal.js';

const KEY = /^[A-Za-z0-9+/]{43}=$/;

/**
 * The 32 bytes that identity and telephone numbers are encrypted with: DATA_KEY, or DATA_DIR/key. `fresh`: nothing was
 * written with a key yet, so that one may be made; otherwise a missing one is missed, not replaced.
 */
export function dataKey(config: Pick<Config, 'DATA_KEY' | 'DATA_DIR'>, fresh: boolean): Buffer {
  const text = config.DATA_KEY ?? keyFile(path.join(config.DATA_DIR, 'key'), fresh);
  return Buffer.from(text, 'base64');
}

/** The sealer with this installation's key, once it is certain that the key is the database's. */
export async function openSealer(
  config: Pick<Config, 'DATA_KEY' | 'DATA_DIR'>,
  db: Store['prisma'],
): Promise<Sealer> {
  const sealer = createSealer(dataKey(config, (await notedKey(db)) === undefined));
  await checkKey(db, sealer);
  return sealer;
}

function keyFile(file: string, fresh: boolean): string {
  const text = read(file) ?? (fresh ? make(file) : undefined);
  if (text === undefined)
    throw new AppError(
      'data-key-missing',
      `${file} is not there, but the database holds what was encrypted with it: put the file back from a backup, or set DATA_KEY as it was`,
    );
  if (!KEY.test(text))
    throw new AppError(
      'key-damaged',
      `${file} does not hold a key (32 bytes in base64): restore it from a backup; without it what was encrypted cannot be read`,
    );
  return text;
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AppError('key-unreadable', `${file} cannot be read (${messageOf(error)})`, { cause: error });
  }
}

/** Whole or not at all; of two processes that start together, both end with the same key. */
function make(file: string): string {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  writeFileSync(draft, `${randomBytes(32).toString('base64')}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft, { force: true });
  }
  return read(file)!;
}
