import type { FastifyInstance } from 'fastify';
import { flowRoutes as routes } from '../../../shared/api/calls/flows.ts';
import { createFlow } from '../../calls/flows/stored/createFlow.ts';
import { changeFlow, restoreVersion } from '../../calls/flows/stored/editFlow.ts';
import { findProblems } from '../../calls/flows/stored/findProblems.ts';
import type { FlowStore } from '../../calls/flows/stored/flows.ts';
import { getFlow, getVersion, listFlows, listVersions } from '../../calls/flows/stored/readFlows.ts';
import { tryFlow } from '../../calls/flows/tryFlow.ts';
import { serve } from '../serve.ts';

/** What happens to calls: flows, their versions, and trying them. */
export function mountFlows(app: FastifyInstance, store: FlowStore): void {
  serve(app, routes.listFlows, ({ caller, query }) => listFlows(store, caller, query));
  serve(app, routes.createFlow, ({ caller, body }) => createFlow(store, caller, body));
  serve(app, routes.checkFlow, async ({ caller, body }) => ({
    problems: await store.database.withWorkspace(caller.workspaceId, (tx) =>
      findProblems(tx, caller.workspaceId, body.content),
    ),
  }));
  serve(app, routes.getFlow, ({ caller, params }) => getFlow(store, caller, params.id));
  serve(app, routes.updateFlow, ({ caller, params, body }) => changeFlow(store, caller, params.id, body));
  serve(app, routes.listFlowVersions, ({ caller, params, query }) =>
    listVersions(store, caller, params.id, query),
  );
  serve(app, routes.getFlowVersion, ({ caller, params }) =>
    getVersion(store, caller, params.id, params.number),
  );
  serve(app, routes.restoreFlowVersion, ({ caller, params, body }) =>
    restoreVersion(store, caller, params.id, params.number, body),
  );
  serve(app, routes.tryFlow, ({ caller, params, body }) => tryFlow(store, caller, params.id, body));
}
