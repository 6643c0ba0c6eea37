import type { FastifyInstance } from 'fastify';
import { engineTryRoutes as routes } from '../../../shared/api/engineTries.ts';
import type { Caller } from '../../caller.ts';
import type { HearingDeps } from '../../dialogue/listening/hear.ts';
import { tryRecognizer } from '../../dialogue/listening/tryRecognizer.ts';
import { type TryAgentDeps, tryAgent } from '../../dialogue/tryAgent.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { serve } from '../serve.ts';
import { RECORDINGS, readUpload, takeUploads } from '../uploads.ts';
import { leaving } from './voices.ts';

/** Engines that think or listen, tried one at a time; voices have their preview. */
export async function mountEngineTries(
  parent: FastifyInstance,
  { limits, ...deps }: HearingDeps & TryAgentDeps & { limits: RateLimits },
): Promise<void> {
  const spend = ({ actor }: Caller) => limits.spend('generation', `${actor.kind}:${actor.id}`);
  serve(parent, routes.tryAgent, async ({ params, body, caller, reply }) => {
    await spend(caller);
    return tryAgent(deps, caller, { ...params, ...body, signal: leaving(reply) });
  });

  await parent.register(async (app) => {
    await takeUploads(app, RECORDINGS);
    serve(app, routes.tryRecognizer, async ({ params, caller, request, reply }) => {
      const { bytes } = await readUpload(request, RECORDINGS);
      await spend(caller);
      return tryRecognizer(deps, caller, { ...params, bytes, signal: leaving(reply) });
    });
  });
}
