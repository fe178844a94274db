import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/sequence.js';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    // Processes, not threads: tests start servers, send signals and set process.env.
    pool: 'forks',
    // One more than cores on a small machine: the long ones wait for servers most of the time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Patience costs nothing where things are quick: a machine that is busy with something else is no fault.
    testTimeout: 40_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    globalSetup: ['test/support/global.ts'],
    env: { TZ: 'Asia/Shanghai', LOG_LEVEL: 'silent' },
  },
});
