import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { createApiKey, listApiKeys, revokeApiKey, rotateApiKey } from '../../identity/apiKeys.ts';
import { serve } from '../serve.ts';
import type { IdentityDeps } from './deps.ts';

/** The keys by which programs call. */
export function serveApiKeys(app: FastifyInstance, { database, callers }: IdentityDeps): void {
  serve(app, identityRoutes.listApiKeys, ({ caller, query }) => listApiKeys(database, caller, query));

  serve(app, identityRoutes.createApiKey, ({ caller, body }) => createApiKey(database, caller, body));

  serve(app, identityRoutes.rotateApiKey, async ({ caller, params, body }) => {
    const issued = await rotateApiKey(database, caller, params.id, body.overlapMinutes);
    callers.forget();
    return issued;
  });

  serve(app, identityRoutes.revokeApiKey, async ({ caller, params, reply }) => {
    await revokeApiKey(database, caller, params.id);
    callers.forget();
    return reply.send();
  });
}
