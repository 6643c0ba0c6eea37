import { defineConfig } from 'vitest/config';

/** Scenarios against the built program in processes of its own. */
export default defineConfig({
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Each file has a node and a place to keep things of its own.
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
