// Takes one job and never ends it: for tests that kill a worker in the middle. Runs what is built.
import { openQueues } from '../../dist/queue/index.js';

const queues = openQueues(JSON.parse(process.env.SETTINGS));
queues.work(
  'turn',
  async ({ n }) => {
    console.log(`took ${n}`);
    await new Promise(() => {});
  },
  { concurrency: 1 },
);
