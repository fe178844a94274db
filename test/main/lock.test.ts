import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { holderOf, lockDir } from '../../src/main/lock.js';
import { startOf } from '../../src/store/embedded/pids.js';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'cuncun-lock-'));
});
afterEach(() => rm(dir, { recursive: true }));

const write = (holder: unknown): Promise<void> => writeFile(path.join(dir, 'lock'), JSON.stringify(holder));

describe('the lock of DATA_DIR', () => {
  it('is held once, tells who holds it and where, and is free after release', async () => {
    const lock = lockDir(dir, 'start');
    lock.tell('http://127.0.0.1:3000');
    expect(holderOf(dir)).toMatchObject({
      pid: process.pid,
      what: 'start',
      address: 'http://127.0.0.1:3000',
    });
    expect(() => lockDir(dir, 'start')).toThrow(
      `cuncunbao is running already: pid ${process.pid}, http://127.0.0.1:3000`,
    );
    lock.release();
    expect(holderOf(dir)).toBeUndefined();
    lockDir(dir, 'roster');
    expect(() => lockDir(dir, 'start')).toThrow('the command "roster" is using DATA_DIR');
    expect(await readdir(dir)).toEqual(['lock']);
  });

  it('is taken from a holder that died, also when another process has its id now', async () => {
    const gone = spawn('true');
    await new Promise((resolve) => gone.once('exit', resolve));
    await write({ pid: gone.pid, start: 'x', what: 'start' });
    lockDir(dir, 'start').release();
    await write({ pid: process.pid, start: 'an earlier boot', what: 'start' });
    lockDir(dir, 'start').release();
  });

  it('is not taken from a holder that lives', async () => {
    const other = spawn('sleep', ['30']);
    try {
      await write({ pid: other.pid, start: startOf(other.pid!), what: 'start' });
      expect(() => lockDir(dir, 'start')).toThrow(`pid ${String(other.pid)}`);
    } finally {
      other.kill('SIGKILL');
    }
  });

  it('is taken where a full disk left half a file', async () => {
    await writeFile(path.join(dir, 'lock'), '{"pid":');
    lockDir(dir, 'start');
    expect(JSON.parse(await readFile(path.join(dir, 'lock'), 'utf8'))).toMatchObject({ pid: process.pid });
  });

  it('does not release what is not its own any more', async () => {
    const lock = lockDir(dir, 'start');
    await write({ pid: 1, start: startOf(1), what: 'start' });
    lock.release();
    expect(holderOf(dir)?.pid).toBe(1);
  });
});
