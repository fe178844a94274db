import { expect, onTestFinished, test } from 'vitest';
import { until } from '../support/ports.js';
import { expectExactlyOnce, settled } from './ledger.js';
import { startStream, type Supervised } from './stage.js';
import type { Theatre } from './theatre.js';

/** Which process handed each text over, in the order of time. */
function deliveries(processes: Supervised[]): number[] {
  return processes
    .flatMap((one) => one.said().split('\n'))
    .filter((line) => line.includes('"msg":"delivered"'))
    .map((line) => JSON.parse(line) as { time: string; pid: number })
    .sort((a, b) => a.time.localeCompare(b.time))
    .map((line) => line.pid);
}

/** Two chat processes, of which one holds the login. */
export function takeover(theatre: () => Theatre): void {
  test('one stands by and takes over when the other is killed in the middle of sending; never do both send', async () => {
    const at = theatre();
    const { stage } = at;
    const heir = await stage.more('chat');
    await heir.app.line('standing by');
    const both = [stage.roles.chat, heir];
    const killed = new Set<number>();
    const holder = () =>
      both.find(({ app }) => !killed.has(app.pid) && app.output().includes('login held by this process'));
    const stream = (at.stream = startStream(stage.roles.web.app.url, 25, at.stream));
    onTestFinished(() => stream.stop());
    const KILLS = 4;
    for (let i = 0; i < KILLS; i++) {
      const current = await until('somebody holds the login', holder, 40_000);
      const sent = () => deliveries([current]).length;
      const before = sent();
      await until('it is sending', () => sent() > before + 10, 20_000);
      killed.add(current.app.pid);
      await current.kill9();
    }
    await until('somebody holds the login', holder, 40_000);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await stream.stop();
    await until('all is well', async () => (await stage.health()).ok, 30_000);
    await settled(stage, 30_000);
    const end = await expectExactlyOnce(stage, stream);
    console.log(`takeover: ${JSON.stringify({ accepted: stream.accepted.size, ...end })}`);

    // Whoever sent before a takeover never sends after it.
    const pids = deliveries(both);
    const runs = pids.filter((pid, i) => pid !== pids[i - 1]);
    expect(new Set(runs).size).toBe(runs.length);
    expect(runs.length).toBe(KILLS + 1);
    expect([...stream.statuses.keys()]).toEqual(['201']);
  }, 150_000);
}
