import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { packageRoot } from '../../src/files/package-root.js';
import { freePort } from '../../test/support/ports.js';
import { spawnApp } from '../../test/support/process.js';
import type { Row } from '../table.js';

const GOALS = [15, 5] as const;

/** `npm start` with nothing set: from the process's birth to a healthy answer of /healthz, the first time and the next. */
export async function start(): Promise<Row[]> {
  const dir = await mkdtemp(path.join(tmpdir(), 'cuncun-bench-start-'));
  const env = { DATA_DIR: path.join(dir, 'data'), PORT: String(await freePort()) };
  try {
    const rows: Row[] = [];
    for (const [n, goal] of GOALS.entries()) {
      const seconds = await untilHealthy(env);
      const what = n === 0 ? 'first start to healthy, s' : 'later start to healthy, s';
      rows.push({ what, figure: seconds.toFixed(1), goal: `≤ ${goal}`, met: seconds <= goal });
    }
    return rows;
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

async function untilHealthy(env: Record<string, string>): Promise<number> {
  const from = performance.now();
  const app = spawnApp(env, packageRoot());
  try {
    await app.healthy();
    return (performance.now() - from) / 1000;
  } finally {
    app.signal('SIGTERM');
    await app.ended;
  }
}
