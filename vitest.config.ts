import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'node',
    include: ['test/**/*.test.ts'],
    // Processes, not threads: tests start servers, send signals and set process.env.
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 15_000,
    hookTimeout: 60_000,
    teardownTimeout: 15_000,
    globalSetup: ['test/support/global.ts'],
    env: { TZ: 'Asia/Shanghai', LOG_LEVEL: 'silent' },
  },
});
