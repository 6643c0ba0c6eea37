import type { FastifyInstance } from 'fastify';
import { voiceRoutes } from '../../../shared/api/voices.ts';
import {
  changeEngineSettings,
  type EngineConfiguration,
  lookAtEngines,
} from '../../engines/workspaceSettings.ts';
import { notFound } from '../../problem.ts';
import { serve } from '../serve.ts';

/** Engines: how they do, and what a workspace sets of its own. */
export function mountEngines(app: FastifyInstance, engines: EngineConfiguration): void {
  serve(app, voiceRoutes.listEngines, async ({ caller }) => ({
    items: await lookAtEngines(engines.lists, caller.workspaceId),
    nextCursor: null,
  }));

  serve(app, voiceRoutes.configureEngine, async ({ params, body, caller }) => {
    await changeEngineSettings(engines, caller, params.id, body);
    const engine = (await lookAtEngines(engines.lists, caller.workspaceId)).find(
      ({ id }) => id === params.id,
    );
    if (!engine) throw notFound('engine');
    return engine;
  });
}
