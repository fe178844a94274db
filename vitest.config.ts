import { defineConfig } from 'vitest/config';
import { APART, LongestFirst } from './test/support/sequence.js';

export default defineConfig({
  test: {
    environment: 'node',
    // Processes, not threads: tests start servers, send signals and set process.env.
    pool: 'forks',
    // One more than cores on a small machine: the long ones wait for servers most of the time.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // Patience costs nothing where things are quick: a machine that is busy with something else is no fault.
    testTimeout: 40_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    expect: { poll: { timeout: 15_000 } },
    globalSetup: ['test/support/global.ts'],
    env: { TZ: 'Asia/Shanghai', LOG_LEVEL: 'silent' },
    projects: [
      // What disturbs its process, or is disturbed by others in it, has one of its own.
      { extends: true, test: { name: 'apart', include: APART } },
      // All others share what they import: loading it anew for each file takes longer than most of them.
      {
        extends: true,
        test: { name: 'together', include: ['test/**/*.test.ts'], exclude: APART, isolate: false },
      },
    ],
  },
});
