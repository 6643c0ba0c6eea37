import { batchRoutes } from './studio/batches.ts';
import { checkRoutes } from './studio/checks.ts';
import { projectRoutes } from './studio/projects.ts';
import { reviewRoutes } from './studio/review.ts';
import { scriptRoutes } from './studio/scripts.ts';
import { searchRoutes } from './studio/search.ts';
import { versionRoutes } from './studio/versions.ts';

export * from './studio/batches.ts';
export * from './studio/checks.ts';
export * from './studio/projects.ts';
export * from './studio/review.ts';
export * from './studio/scripts.ts';
export * from './studio/states.ts';
export * from './studio/versions.ts';

/** From a script to approved audio. */
export const studioRoutes = {
  ...projectRoutes,
  ...scriptRoutes,
  ...versionRoutes,
  ...checkRoutes,
  ...reviewRoutes,
  ...batchRoutes,
  ...searchRoutes,
};
