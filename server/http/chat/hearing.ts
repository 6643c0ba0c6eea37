import type { FastifyInstance } from 'fastify';
import { HearingFields, hearingRoutes as routes } from '../../../shared/api/hearing.ts';
import { type HearingDeps, hearMessage, listeningIn } from '../../dialogue/listening/hear.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { serve } from '../serve.ts';
import { RECORDINGS, readForm, takeUploads } from '../uploads.ts';
import { leaving } from '../voices/voices.ts';

/** The chat's microphone: what is said there is taken down as a message that can be looked at. */
export async function mountHearing(
  parent: FastifyInstance,
  { limits, ...deps }: HearingDeps & { limits: RateLimits },
): Promise<void> {
  serve(parent, routes.listening, ({ caller, query }) => listeningIn(deps, caller, query.conversationId));

  await parent.register(async (app) => {
    await takeUploads(app, RECORDINGS);
    serve(app, routes.hear, async ({ caller, request, reply }) => {
      const { bytes, fields } = await readForm(request, RECORDINGS, HearingFields);
      await limits.spend('generation', `${caller.actor.kind}:${caller.actor.id}`);
      return hearMessage(deps, caller, { ...fields, bytes, signal: leaving(reply) });
    });
  });
}
