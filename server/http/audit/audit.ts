import { Readable } from 'node:stream';
import type { FastifyInstance } from 'fastify';
import { operationsRoutes } from '../../../shared/api/operations.ts';
import type { AuditDeps } from '../../identity/audit/anchors.ts';
import { listAudit } from '../../identity/audit/entries.ts';
import { exportAudit } from '../../identity/audit/exportAudit.ts';
import { createVerifier } from '../../identity/audit/verifyOnRequest.ts';
import { serve } from '../serve.ts';

/** The audit log: list, check, export. */
export function mountAudit(app: FastifyInstance, deps: AuditDeps): void {
  const verify = createVerifier(deps);
  serve(app, operationsRoutes.listAudit, ({ caller, query }) =>
    listAudit(deps.database, caller.workspaceId, query),
  );
  serve(app, operationsRoutes.verifyAudit, ({ caller }) => verify(caller.workspaceId));
  serve(app, operationsRoutes.exportAudit, async ({ caller, query, reply }) => {
    const { format, ...filter } = query;
    const text = exportAudit(deps.database, caller.workspaceId, format, filter);
    return reply
      .header('content-disposition', `attachment; filename="audit.${format}"`)
      .header('cache-control', 'no-store')
      .type(format === 'csv' ? 'text/csv; charset=utf-8' : 'application/jsonl; charset=utf-8')
      .send(Readable.from(text));
  });
}
