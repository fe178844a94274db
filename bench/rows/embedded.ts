import { startScratchServer } from '../../test/support/scratch.js';
import { scratchDatabase } from '../ground.js';
import { whole } from '../numbers.js';
import type { Row } from '../table.js';
import { saturate } from './saturate.js';

const GOAL = 150;

/** End to end as it is started with nothing: embedded PostgreSQL, the queue on it, everything in one process. */
export async function embedded(quick: boolean): Promise<Row[]> {
  const server = await startScratchServer();
  try {
    const url = await scratchDatabase(server.url);
    const ours = await saturate(
      { url, households: 200, apart: false },
      quick ? 300 : 1_000,
      quick ? 1_000 : 5_000,
    );
    return [
      {
        what: 'end to end, messages/s (embedded, one process)',
        figure: whole(ours.perSecond),
        goal: `≥ ${GOAL}`,
        met: ours.perSecond >= GOAL,
        note: ours.says,
      },
    ];
  } finally {
    await server.stop();
  }
}
