import { defineConfig } from 'vitest/config';

/** The web app in a real browser against the built program. */
export default defineConfig({
  test: {
    include: ['test/browser/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    fileParallelism: false,
  },
});
