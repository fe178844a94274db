import { openFlow } from '../flow.js';
import { redisUrl, scratchDatabase } from '../ground.js';
import { median, percent } from '../numbers.js';
import type { Row } from '../table.js';
import { IN_FLIGHT } from './saturate.js';

const GOAL = 0.1;
const HOUSEHOLDS = 2_000; // so many that no report comes twice in so long a stream
const MIB = 1024 * 1024;

/**
 * The heap of a process that does everything (chat, work, and the far side), sampled after a forced collection with
 * nothing in flight: the middle of the last three samples against the middle of the first three after the warm-up.
 */
export async function heap(quick: boolean): Promise<Row[]> {
  const [warmUp, chunk, chunks] = quick ? [2_000, 1_000, 8] : [5_000, 5_000, 10];
  const flow = await openFlow({
    url: await scratchDatabase(),
    redisUrl: redisUrl(),
    households: HOUSEHOLDS,
    apart: false,
  });
  try {
    await flow.run(warmUp, IN_FLIGHT);
    const samples = [await used(flow.delays)];
    for (let n = 1; n <= chunks; n++) {
      await flow.run(chunk, IN_FLIGHT);
      samples.push(await used(flow.delays));
      process.stderr.write(` ${(n * chunk) / 1000}k:${samples.at(-1)!.toFixed(1)}MiB`);
    }
    const growth = median(samples.slice(-3)) / median(samples.slice(0, 3)) - 1;
    return [
      {
        what: `heap growth over ${(chunk * chunks).toLocaleString('en-US')} messages`,
        figure: percent(growth),
        goal: `< ${percent(GOAL)}`,
        met: growth < GOAL,
        note: `MiB: ${samples.map((sample) => sample.toFixed(1)).join(' ')}`,
      },
    ];
  } finally {
    await flow.close();
  }
}

/** MiB in use once the harness has let go of what it kept for itself, and all that can be collected is. */
async function used(forget: () => Promise<unknown>): Promise<number> {
  await forget();
  for (let round = 0; round < 3; round++) {
    await new Promise((resolve) => setTimeout(resolve, 200));
    global.gc!();
  }
  return process.memoryUsage().heapUsed / MIB;
}
