import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { endSession } from '../../identity/sessions.ts';
import { signIn } from '../../identity/signIn.ts';
import { subscriberOf } from '../limits/clientAddress.ts';
import { serve } from '../serve.ts';
import { clearSessionCookie, SESSION_COOKIE } from '../sessionCookie.ts';
import type { IdentityDeps } from './deps.ts';
import { enter } from './enter.ts';

/** Signing in and out. */
export function serveSessions(app: FastifyInstance, deps: IdentityDeps): void {
  serve(app, identityRoutes.signIn, async ({ body, request, reply, correlationId }) => {
    await deps.limits.spend('sign-in', `address:${subscriberOf(request.ip)}`);
    await deps.limits.spend('sign-in-account', `email:${body.email}`);
    const me = await enter(deps, reply, await signIn(deps.database, body, correlationId));
    // Whoever used this browser before is signed out of it: nobody has that cookie any more.
    const before = request.cookies[SESSION_COOKIE];
    if (before && request.caller) {
      await endSession(deps.database, request.caller, before);
      deps.callers.forget();
    }
    return me;
  });

  serve(app, identityRoutes.signOut, async ({ request, reply }) => {
    const token = request.cookies[SESSION_COOKIE];
    if (token && request.caller) {
      await endSession(deps.database, request.caller, token);
      deps.callers.forget();
    }
    clearSessionCookie(reply, deps.publicUrl?.protocol === 'https:');
    return reply.send();
  });
}
