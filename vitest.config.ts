import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{app,server,shared,test,scripts}/**/*.test.{ts,tsx}'],
    // Each has a configuration of its own: a browser, a running server, processes to kill.
    exclude: ['test/browser/**', 'test/e2e/**', 'test/durability/**'],
    globalSetup: ['test/support/globalSetup.ts'],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // The second that is the default passes on a busy machine. Within the test's own time, so that what was seen last
    // is told.
    expect: { poll: { timeout: 20_000 } },
  },
});
