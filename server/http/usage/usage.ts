import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { usageRoutes } from '../../../shared/api/usage.ts';
import { exportUsage } from '../../usage/exportUsage.ts';
import { choosePlan } from '../../usage/plan.ts';
import { readUsage } from '../../usage/readUsage.ts';
import type { Usage } from '../../usage/usage.ts';
import { serve } from '../serve.ts';

export interface UsageDeps extends Usage {
  /** What remembers plans must forget this one's. */
  planChanged(workspaceId: string): void;
}

/** What was spoken and what it costs; the plan of the workspace. */
export function mountUsage(app: FastifyInstance, deps: UsageDeps): void {
  serve(app, usageRoutes.getUsage, ({ caller, query }) => readUsage(deps, caller, query));
  serve(app, usageRoutes.exportUsage, async ({ caller, query, reply }) =>
    reply
      .header('content-disposition', 'attachment; filename="usage.csv"')
      .header('cache-control', 'no-store')
      .type('text/csv; charset=utf-8')
      .send(Readable.from(exportUsage(deps, caller, query))),
  );
  serve(app, usageRoutes.listPrices, async () => deps.prices);
  serve(app, usageRoutes.choosePlan, async ({ caller, body }) => {
    const state = await choosePlan(deps, caller, body.plan);
    deps.planChanged(caller.workspaceId);
    return state;
  });
}
