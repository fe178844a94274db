import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { Incoming } from '../core/chat.js';
import type { Sealer } from '../store/seal.js';

/** Where messages are kept, encrypted and on disk, while the database is away. */
export interface Spool {
  /** What an earlier process left behind, oldest first. */
  load(): Incoming[];
  /** On disk once this returns. Throws when the disk is full or gone. */
  append(messages: readonly Incoming[]): void;
  /** All of it is in the database now. */
  clear(): void;
  /** Puts a message that cannot be saved where a person can find it. */
  reject(message: Incoming): void;
}

/** One line a message, each sealed on its own: a torn last line (a crash while writing) costs only what was not yet accepted. */
export function createSpool(dir: string, gateway: string, sealer: Sealer): Spool {
  const file = path.join(dir, `spool-${gateway.replaceAll(/[^\w-]/g, '_')}.jsonl`);
  const line = (message: Incoming) =>
    `${Buffer.from(sealer.seal(JSON.stringify(message))).toString('base64')}\n`;
  return {
    load() {
      if (!existsSync(file)) return [];
      const found: Incoming[] = [];
      for (const line of readFileSync(file, 'utf8').split('\n')) {
        if (line === '') continue;
        try {
          const one = JSON.parse(sealer.open(Buffer.from(line, 'base64'))) as Incoming;
          found.push({ ...one, sentAt: new Date(one.sentAt) });
        } catch {
          continue; // torn by a crash: its sender was never told that it was kept
        }
      }
      return found;
    },
    append: (messages) => appendLines(file, messages.map(line)),
    reject: (message) => appendLines(`${file}.rejected`, [line(message)]),
    clear() {
      rmSync(file, { force: true });
    },
  };
}

/** All of it or nothing: half a line (the disk is full, a crash) would spoil the one written after it. */
function appendLines(file: string, lines: readonly string[]): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const fd = openSync(file, 'a+', 0o600);
  try {
    const { size } = fstatSync(fd);
    try {
      writeAll(fd, Buffer.from((endsTorn(fd, size) ? '\n' : '') + lines.join('')));
      fsyncSync(fd);
    } catch (error) {
      ftruncateSync(fd, size);
      throw error;
    }
  } finally {
    closeSync(fd);
  }
}

/** A disk that is nearly full takes a part, and says so only by the count. */
function writeAll(fd: number, data: Buffer): void {
  for (let done = 0; done < data.length;) done += writeSync(fd, data, done);
}

function endsTorn(fd: number, size: number): boolean {
  const last = Buffer.alloc(1);
  return size > 0 && readSync(fd, last, 0, 1, size - 1) === 1 && last[0] !== 10;
}
