import { constants, readFileSync, statfsSync } from 'node:fs';
import { access, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const MEMORY = '/dev/shm';
/** Several servers, each with a few databases and their logs; a container without settings of its own has 64 MB. */
const ROOM_BYTES = 2 * 1024 ** 3;

/**
 * A folder for what a test throws away: in memory where the machine has room there, since a disk's file system makes
 * ten times the work of the same thousand small files. Elsewhere among the other temporary files.
 */
export async function quickDir(prefix: string): Promise<string> {
  return mkdtemp(path.join((await memoryServes()) ? MEMORY : tmpdir(), prefix));
}

async function memoryServes(): Promise<boolean> {
  try {
    await access(MEMORY, constants.W_OK);
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize > ROOM_BYTES && mayRunPrograms();
  } catch {
    return false;
  }
}

/** A server whose account may not enter the checkout runs from a copy in its folder. */
function mayRunPrograms(): boolean {
  const mounts = readFileSync('/proc/mounts', 'utf8').split('\n');
  const options = mounts.map((line) => line.split(' ')).findLast(([, place]) => place === MEMORY)?.[3];
  return options !== undefined && !options.split(',').includes('noexec');
}
