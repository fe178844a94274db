import { randomBytes } from 'node:crypto';
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { AppError } from '../core/errors.js';
import { isAlive, startOf } from '../store/embedded/pids.js';

const holderSchema = z.object({
  pid: z.number().int(),
  start: z.string(), // with the pid: this very process, also after a reboot
  what: z.string(), // e.g. "start", "roster"
  address: z.string().optional(),
  stopping: z.boolean().optional(),
});

export type Holder = z.infer<typeof holderSchema>;

export interface DirLock {
  /** Makes the address known that the next one is told. */
  tell(address: string): void;
  /** Says that it will be free in a moment. */
  leaving(): void;
  release(): void;
}

const FILE = 'lock';

/** Who holds the directory now; undefined when nobody does or the holder has died. */
export function holderOf(dataDir: string): Holder | undefined {
  return alive(read(path.join(dataDir, FILE)));
}

/**
 * Takes the directory for this process. A holder that died (kill -9, power) does not count.
 * Throws an AppError `running-already` that names the holder.
 */
export function lockDir(dataDir: string, what: string): DirLock {
  const file = path.join(dataDir, FILE);
  const own: Holder = { pid: process.pid, start: startOf(process.pid), what };
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  for (let round = 0; round < 20; round++) {
    writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
    try {
      linkSync(draft, file); // made whole or not at all, by one of us
      return held(file, own);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    } finally {
      rmSync(draft, { force: true });
    }
    const text = read(file);
    const holder = alive(text);
    if (holder) throw new AppError('running-already', lineOf(holder, dataDir));
    evict(file, text);
  }
  throw new AppError(
    'running-already',
    `${file} changes hands all the time: are several starting over and over?`,
  );
}

/** A restart comes while the one before is still on its way out, perhaps not even told yet. */
const RUNNING_MS = 2_000;
const STOPPING_MS = 30_000;

/** Like `lockDir`, but gives a holder that is just stopping the time to do so. */
export async function lockDirSoon(dataDir: string, what: string): Promise<DirLock> {
  const from = Date.now();
  for (;;) {
    try {
      return lockDir(dataDir, what);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const limit = holderOf(dataDir)?.stopping ? STOPPING_MS : RUNNING_MS;
      if (Date.now() - from > limit) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}

/** One line for the person who started the second one. */
function lineOf(holder: Holder, dataDir: string): string {
  const where = holder.address ? `, ${holder.address}` : '';
  if (holder.what === 'start') {
    return `cuncunbao is running already: pid ${holder.pid}${where} (DATA_DIR ${dataDir}); to run several processes, set DATABASE_URL`;
  }
  return `the command "${holder.what}" is using DATA_DIR ${dataDir} right now (pid ${holder.pid}): try again when it is done`;
}

/** Removes a dead holder's file, and only that: if somebody took the lock since we read it, it is put back. */
function evict(file: string, dead: string | undefined): void {
  const aside = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  try {
    renameSync(file, aside);
    if (read(aside) !== dead) linkSync(aside, file);
  } catch {
    // gone or taken meanwhile: the next round sees who has it
  } finally {
    rmSync(aside, { force: true });
  }
}

function held(file: string, own: Holder): DirLock {
  function rewrite(): void {
    const draft = `${file}.${own.pid}.tell`;
    writeFileSync(draft, JSON.stringify(own), { mode: 0o600 });
    renameSync(draft, file);
  }
  return {
    tell(address) {
      own.address = address;
      rewrite();
    },
    leaving() {
      own.stopping = true;
      rewrite();
    },
    release() {
      if (alive(read(file))?.pid === own.pid) rmSync(file, { force: true });
    },
  };
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function alive(text: string | undefined): Holder | undefined {
  if (text === undefined) return undefined;
  try {
    const holder = holderSchema.parse(JSON.parse(text));
    return isAlive(holder.pid) && startOf(holder.pid) === holder.start ? holder : undefined;
  } catch {
    return undefined; // torn by a full disk: nobody who lives wrote it
  }
}
