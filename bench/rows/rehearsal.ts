import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rehearseCommand } from '../../src/cli/rehearse.js';
import { readConfig } from '../../src/core/config.js';
import { silentLog } from '../../src/core/ports.js';
import { scratchDatabase } from '../ground.js';
import { times } from '../numbers.js';
import { FULL, quarterOf, writeQuarter, type Quarter } from '../quarter.js';
import type { Row } from '../table.js';

const QUICK_HOUSEHOLDS = 500;
const MOST_SECONDS = 300;
const MOST_TIMES = 2.2;

/** A quarter of a county played through, and that of one with twice the households. */
export async function rehearsal(quick: boolean): Promise<Row[]> {
  const size = quick ? quarterOf(QUICK_HOUSEHOLDS) : FULL;
  const one = await play(size);
  const two = await play({ ...size, households: 2 * size.households });
  const ratio = two.seconds / one.seconds;
  return [
    {
      what: `a quarter rehearsed, ${size.households.toLocaleString('en')} households, ${size.people.toLocaleString('en')} people, ${size.items.toLocaleString('en')} items`,
      figure: `${one.seconds.toFixed(0)} s`,
      goal: `< ${MOST_SECONDS} s`,
      met: one.seconds < MOST_SECONDS,
      note: `${one.messages} messages in, ${one.said} out; ${one.processor.toFixed(0)} s of this process's own time`,
    },
    {
      what: 'the same with twice as many households',
      figure: `${two.seconds.toFixed(0)} s`,
      ratio: times(ratio),
      goal: `≤ ${MOST_TIMES}`,
      met: ratio <= MOST_TIMES,
      note: `${two.messages} messages in, ${two.said} out; ${two.processor.toFixed(0)} s of this process's own time`,
    },
  ];
}

async function play(size: Quarter) {
  const dir = await mkdtemp(path.join(tmpdir(), 'cuncunbao-quarter-'));
  try {
    const { messages, ...files } = await writeQuarter(dir, size);
    let said = 0;
    const from = performance.now();
    const before = process.cpuUsage();
    await rehearseCommand(files, {
      config: readConfig({ DATABASE_URL: await scratchDatabase() }),
      log: silentLog,
      out: () => void said++,
      err: (line) => console.error(line),
    });
    const { user, system } = process.cpuUsage(before);
    return {
      seconds: (performance.now() - from) / 1000,
      processor: (user + system) / 1e6,
      messages,
      said,
    };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}
