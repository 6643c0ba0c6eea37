import type { FastifyInstance } from 'fastify';
import { callAnalyticsRoutes as routes } from '../../../shared/api/calls/analytics.ts';
import { reportCalls } from '../../calls/analytics/callReport.ts';
import { exportReport } from '../../calls/analytics/exportReport.ts';
import type { Database } from '../../db/database.ts';
import { serve } from '../serve.ts';

/** What calls come to, and the same as a table. */
export function mountCallAnalytics(app: FastifyInstance, deps: { database: Database }): void {
  serve(app, routes.getCallAnalytics, ({ caller, query }) => reportCalls(deps, caller, query));
  serve(app, routes.exportCallAnalytics, async ({ caller, query, reply }) =>
    reply
      .header('content-disposition', 'attachment; filename="call-analytics.csv"')
      .header('cache-control', 'no-store')
      .type('text/csv; charset=utf-8')
      .send(await exportReport(deps, caller, query)),
  );
}
