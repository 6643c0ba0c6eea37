import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { isSetUpNeeded, setUp } from '../../identity/setup.ts';
import { subscriberOf } from '../limits/clientAddress.ts';
import { serve } from '../serve.ts';
import type { IdentityDeps } from './deps.ts';
import { enter } from './enter.ts';

/** The first run: whether it is needed, and doing it. */
export function serveSetup(app: FastifyInstance, deps: IdentityDeps): void {
  serve(app, identityRoutes.getSetup, async () => ({ needed: await isSetUpNeeded(deps.database) }));

  serve(app, identityRoutes.setUp, async ({ body, request, reply, correlationId }) => {
    await deps.limits.spend('sign-in', `address:${subscriberOf(request.ip)}`);
    const token = await setUp(deps.database, body, correlationId, deps.furnishWorkspace);
    const me = await enter(deps, reply, token);
    // The owner exists now, whatever becomes of the sample content: it stays due until it succeeds.
    await deps.afterSetUp().catch((err: unknown) => {
      request.log.error({ correlationId, err }, 'sample content could not be created');
    });
    return me;
  });
}
