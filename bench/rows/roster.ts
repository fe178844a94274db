import { openFlow, type Flow } from '../flow.js';
import { redisUrl, scratchDatabase } from '../ground.js';
import { median, times } from '../numbers.js';
import type { Row } from '../table.js';
import { IN_FLIGHT } from './saturate.js';

const SIZES = [200, 200_000] as const;
const MOST = 1.25;

/**
 * What a message costs end to end with a small and with a huge register, both in memory and in the database. The two run
 * in turns, so that whatever else the machine does meets both; the middle of the rounds' ratios is quoted.
 */
export async function roster(quick: boolean): Promise<Row[]> {
  const [warmUp, count, rounds] = quick ? [300, 500, 3] : [1_000, 1_000, 5];
  const flows: Flow[] = [];
  try {
    for (const households of SIZES) {
      flows.push(
        await openFlow({ url: await scratchDatabase(), redisUrl: redisUrl(), households, apart: false }),
      );
    }
    const [small, large] = flows as [Flow, Flow];
    for (const flow of flows) await flow.run(warmUp, IN_FLIGHT);
    const costs: [number, number][] = [];
    for (let round = 0; round < rounds; round++) {
      const first = round % 2 === 0;
      const a = first ? await small.run(count, IN_FLIGHT) : undefined;
      const b = await large.run(count, IN_FLIGHT);
      costs.push([a ?? (await small.run(count, IN_FLIGHT)), b]);
    }
    const ms = (of: (cost: [number, number]) => number) =>
      `${((median(costs.map(of)) * 1000) / count).toFixed(2)} ms`;
    const ratio = median(costs.map(([a, b]) => b / a));
    return [
      {
        what: 'cost of a message end to end, 200,000 households',
        figure: ms((cost) => cost[1]),
        beside: `${ms((cost) => cost[0])} with 200`,
        ratio: times(ratio),
        goal: `the same (≤ ${MOST})`,
        met: ratio <= MOST,
      },
    ];
  } finally {
    for (const flow of flows) await flow.close();
  }
}
