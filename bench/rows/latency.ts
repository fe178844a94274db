import { openFlow } from '../flow.js';
import { redisUrl, scratchDatabase } from '../ground.js';
import { quantile, whole } from '../numbers.js';
import { skipped, type Row } from '../table.js';

const PER_SECOND = 50;
const GOAL_MS = 1_000;
const WARM_UP_S = 5;

/**
 * From a message's post at the far side to its receipt's arrival there, at a steady 50 messages a second: posted by the
 * clock, whether or not those before are done. All that have a receipt count; those without one have nothing to wait for.
 */
export async function latency(quick: boolean): Promise<Row[]> {
  const redis = redisUrl();
  if (redis === undefined) return [skipped('latency at 50 messages/s', 'no redis-server')];
  const flow = await openFlow({
    url: await scratchDatabase(),
    redisUrl: redis,
    households: 200,
    apart: true,
  });
  try {
    await steadily(flow.post, WARM_UP_S);
    await flow.settled();
    await flow.delays();
    await steadily(flow.post, quick ? 20 : 60);
    await flow.settled();
    const delays = await flow.delays();
    const p99 = quantile(delays, 0.99);
    const note = `${whole(delays.length)} receipts, slowest ${whole(Math.max(...delays))} ms`;
    return [
      { what: 'latency at 50 messages/s, p50 ms', figure: whole(quantile(delays, 0.5)), note },
      {
        what: 'latency at 50 messages/s, p99 ms',
        figure: whole(p99),
        goal: `< ${whole(GOAL_MS)}`,
        met: p99 < GOAL_MS,
      },
    ];
  } finally {
    await flow.close();
  }
}

/** Late ticks catch up, so that the rate holds whatever the timer does. */
async function steadily(post: () => void, seconds: number): Promise<void> {
  const from = performance.now();
  for (let posted = 0; posted < seconds * PER_SECOND;) {
    const due = Math.min(
      seconds * PER_SECOND,
      Math.floor(((performance.now() - from) / 1000) * PER_SECOND) + 1,
    );
    for (; posted < due; posted++) post();
    await new Promise((resolve) => setTimeout(resolve, 1000 / PER_SECOND / 2));
  }
}
