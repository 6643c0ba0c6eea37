import { defineConfig } from 'vitest/config';

/** The web app in a real browser against the built program. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Each file waits more than it computes, and has a node and a browser of its own.
    maxWorkers: 2,
    // As long as Playwright waits for what is on the screen: the second that is the default passes on a busy machine.
    expect: { poll: { timeout: 30_000 } },
  },
});
