// Takes one job and never ends it: for tests that kill a worker in the middle.
import { openQueues, type QueueSettings } from '../../src/queue/index.js';

const queues = openQueues(JSON.parse(process.env['SETTINGS']!) as QueueSettings);
queues.work(
  'turn',
  async (data) => {
    console.log(`took ${(data as { n: number }).n}`);
    await new Promise(() => {});
  },
  { concurrency: 1 },
);
