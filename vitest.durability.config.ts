import { defineConfig } from 'vitest/config';

/** Real processes killed at random moments. */
export default defineConfig({
  test: {
    include: ['test/durability/**/*.test.ts'],
    globalSetup: ['test/support/build.ts'],
    fileParallelism: false,
  },
});
