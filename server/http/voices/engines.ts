import type { FastifyInstance } from 'fastify';
import { voiceRoutes } from '../../../shared/api/voices.ts';
import { notFound } from '../../problem.ts';
import { changeEngineSettings, type EngineConfiguration } from '../../voices/engineSettings.ts';
import { serve } from '../serve.ts';

/** Engines: how they do, and what a workspace sets of its own. */
export function mountEngines(app: FastifyInstance, voices: EngineConfiguration): void {
  serve(app, voiceRoutes.listEngines, async ({ caller }) => ({
    items: await voices.speech.engines(caller.workspaceId),
    nextCursor: null,
  }));

  serve(app, voiceRoutes.configureEngine, async ({ params, body, caller }) => {
    await changeEngineSettings(voices, caller, params.id, body);
    const engine = (await voices.speech.engines(caller.workspaceId)).find(({ id }) => id === params.id);
    if (!engine) throw notFound('engine');
    return engine;
  });
}
