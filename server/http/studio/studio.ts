import type { FastifyInstance } from 'fastify';
import type { GenerationBudget } from '../../studio/generation/budget.ts';
import type { Studio } from '../../studio/studio.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { mountDictionaries } from './dictionaries.ts';
import { mountProjects } from './projects.ts';
import { mountReviews } from './reviews.ts';
import { mountVersions } from './versions.ts';

/** The studio from script to approved version; for `mounts`. */
export function mountStudio(app: FastifyInstance, deps: Studio & { limits: RateLimits }): void {
  const budget: GenerationBudget = {
    spend: ({ actor }, versions) => deps.limits.spend('generation', `${actor.kind}:${actor.id}`, versions),
  };
  mountProjects(app, deps);
  mountVersions(app, deps, budget);
  mountReviews(app, deps);
  mountDictionaries(app, deps, budget);
}
