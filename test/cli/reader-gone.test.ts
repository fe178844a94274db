import { spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../support/process.js';

test('rehearse | head: what was started for it is stopped, and nothing is left behind', async () => {
  const scratch = mkdtempSync(path.join(tmpdir(), 'cuncunbao-head-'));
  chmodSync(scratch, 0o755); // as root the database runs as somebody else
  const script = path.join(mkdtempSync(path.join(tmpdir(), 'cuncunbao-script-')), 'script.jsonl');
  const lines = Array.from({ length: 12 }, (_, i) => ({
    at: `2026-05-06T09:${10 + i}`,
    ...{ room: '工作群', sender: '沈青', text: `今天走访了罗桂香家，人口${i + 1}人` },
  }));
  writeFileSync(script, lines.map((line) => JSON.stringify(line)).join('\n'));
  const child = spawn(process.execPath, [path.join(ROOT, 'bin/cuncunbao.js'), 'rehearse', script], {
    cwd: scratch,
    env: { PATH: process.env.PATH, HOME: process.env.HOME, TMPDIR: scratch },
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stdout.once('data', () => {
    // While it ran there was a database in the folder for scratch.
    expect(readdirSync(scratch)).not.toEqual([]);
    child.stdout.destroy();
  });
  const status = await new Promise((resolve) =>
    child.once('exit', (code, signal) => resolve(code ?? signal)),
  );
  expect([status, said]).toEqual([0, '']);
  expect(readdirSync(scratch)).toEqual([]);
}, 120_000);
