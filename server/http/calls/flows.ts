import type { FastifyInstance } from 'fastify';
import { type FlowDetail, flowRoutes as routes } from '../../../shared/api/calls/flows.ts';
import type { Flow } from '../../../shared/calls/flow.ts';
import type { Caller } from '../../caller.ts';
import { createFlow } from '../../calls/flows/stored/createFlow.ts';
import { changeFlow, restoreVersion } from '../../calls/flows/stored/editFlow.ts';
import { findProblems } from '../../calls/flows/stored/findProblems.ts';
import type { FlowStore } from '../../calls/flows/stored/flows.ts';
import { getFlow, getVersion, listFlows, listVersions } from '../../calls/flows/stored/readFlows.ts';
import { unheardLanguage } from '../../calls/flows/stored/unheardLanguage.ts';
import { tryFlow } from '../../calls/flows/tryFlow.ts';
import type { Recognition } from '../../speech/recognition/contract.ts';
import { serve } from '../serve.ts';

export interface FlowsDeps extends FlowStore {
  recognition: Pick<Recognition, 'recognizers'>;
}

/** What happens to calls: flows, their versions, and trying them. */
export function mountFlows(app: FastifyInstance, { recognition, ...store }: FlowsDeps): void {
  const unheard = (caller: Caller, flow: Flow) => unheardLanguage(recognition, caller.workspaceId, flow);
  const whole = async (caller: Caller, flow: FlowDetail): Promise<FlowDetail> => ({
    ...flow,
    problems: [...flow.problems, ...(await unheard(caller, flow.content))],
  });
  serve(app, routes.listFlows, ({ caller, query }) => listFlows(store, caller, query));
  serve(app, routes.createFlow, async ({ caller, body }) =>
    whole(caller, await createFlow(store, caller, body)),
  );
  serve(app, routes.checkFlow, async ({ caller, body }) => ({
    problems: [
      ...(await store.database.withWorkspace(caller.workspaceId, (tx) =>
        findProblems(tx, caller.workspaceId, body.content),
      )),
      ...(await unheard(caller, body.content)),
    ],
  }));
  serve(app, routes.getFlow, async ({ caller, params }) =>
    whole(caller, await getFlow(store, caller, params.id)),
  );
  serve(app, routes.updateFlow, async ({ caller, params, body }) =>
    whole(caller, await changeFlow(store, caller, params.id, body)),
  );
  serve(app, routes.listFlowVersions, ({ caller, params, query }) =>
    listVersions(store, caller, params.id, query),
  );
  serve(app, routes.getFlowVersion, ({ caller, params }) =>
    getVersion(store, caller, params.id, params.number),
  );
  serve(app, routes.restoreFlowVersion, async ({ caller, params, body }) =>
    whole(caller, await restoreVersion(store, caller, params.id, params.number, body)),
  );
  serve(app, routes.tryFlow, ({ caller, params, body }) => tryFlow(store, caller, params.id, body));
}
