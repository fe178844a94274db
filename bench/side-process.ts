// The second process of a row: works off the inbox as `ROLES=work` does, or handles the floor's empty jobs.
import { Worker } from 'bullmq';
import { createLog } from '../src/main/log.js';
import { openStations } from '../test/support/stations.js';
import { makeCounty } from './county.js';
import { counting } from './counting.js';
import type { SideTask } from './side.js';

const task = JSON.parse(process.env['BENCH_SIDE']!) as SideTask;
const tell = (count: number) => void process.send!(count);
const stop = task.task === 'work' ? await work(task) : await hop(task);
process.on('message', () => void stop().then(() => process.exit(0)));
// The measuring process is gone.
process.on('disconnect', () => process.exit(1));
process.send!('ready');

async function work(task: Extract<SideTask, { task: 'work' }>): Promise<() => Promise<void>> {
  const stations = await openStations({
    ...task,
    key: Buffer.from(task.key, 'base64'),
    households: makeCounty(task.households),
    log: createLog({ level: 'info', fd: 1 }),
    metrics: counting({ processed: tell }),
  });
  await stations.startWork();
  return () => stations.close();
}

async function hop(task: Extract<SideTask, { task: 'hop' }>): Promise<() => Promise<void>> {
  const worker = new Worker('hop', async () => tell(1), {
    connection: { url: task.redisUrl, maxRetriesPerRequest: null },
    prefix: task.prefix,
    concurrency: task.concurrency,
  });
  await worker.waitUntilReady();
  return () => worker.close();
}
