import { measureFloor } from '../floor.js';
import { redisUrl, scratchDatabase } from '../ground.js';
import { times, whole } from '../numbers.js';
import { skipped, type Row } from '../table.js';
import { saturate } from './saturate.js';

const GOAL = 400;
const SHARE = 0.5;

/**
 * End to end at saturation on PostgreSQL and Redis, beside a floor that replays the very rows of that run (see `floor.ts`).
 * Once as deployed (chat and work in processes of their own; the far side's cost is in chat's) and once in one process.
 */
export async function endToEnd(quick: boolean): Promise<Row[]> {
  const rows: Row[] = [];
  for (const apart of [true, false]) {
    const what = `end to end, messages/s (${apart ? 'chat and work apart' : 'one process'})`;
    const redis = redisUrl();
    if (redis === undefined) {
      rows.push(skipped(what, 'no redis-server'));
      continue;
    }
    const url = await scratchDatabase();
    const ours = await saturate(
      { url, redisUrl: redis, households: 200, apart },
      quick ? 500 : 2_000,
      quick ? 1_500 : 8_000,
    );
    const floor = await measureFloor(await scratchDatabase(undefined, url), redis, apart);
    rows.push({
      what,
      figure: whole(ours.perSecond),
      beside: `${whole(floor)} plain SQL + one bare hop`,
      ratio: times(ours.perSecond / floor),
      goal: `≥ ${GOAL} and ≥ ${SHARE} × floor`,
      met: ours.perSecond >= GOAL && ours.perSecond / floor >= SHARE,
      note: ours.says,
    });
  }
  return rows;
}
