import { defineConfig } from 'vitest/config';

/** The web app in a real browser against the built program. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Each file waits more than it computes, and has a node and a browser of its own.
    maxWorkers: 2,
  },
});
