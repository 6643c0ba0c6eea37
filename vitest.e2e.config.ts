import { defineConfig } from 'vitest/config';

/** Scenarios against the built program in processes of its own, some of which kill them at random moments. */
export default defineConfig({
  test: {
    include: ['test/{e2e,durability}/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    // Each file has a node and a place to keep things of its own, and waits more than it computes.
    maxWorkers: 3,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // As long as `until` waits: the second that is the default passes on a busy machine.
    expect: { poll: { timeout: 30_000 } },
  },
});
