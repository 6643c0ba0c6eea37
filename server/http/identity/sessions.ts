import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { endSession } from '../../identity/sessions.ts';
import { signIn } from '../../identity/signIn.ts';
import { subscriberOf } from '../limits/clientAddress.ts';
import { serve } from '../serve.ts';
import { clearSessionCookie, SESSION_COOKIE } from '../sessionCookie.ts';
import type { IdentityDeps } from './deps.ts';
import { enter } from './enter.ts';
import { knownBrowser, rememberBrowser } from './knownBrowser.ts';

/** Signing in and out. */
export function serveSessions(app: FastifyInstance, deps: IdentityDeps): void {
  serve(app, identityRoutes.signIn, async ({ body, request, reply, correlationId }) => {
    await deps.limits.spend('sign-in', `address:${subscriberOf(request.ip)}`);
    const browser = knownBrowser(request, body.email, deps.browserSigner);
    // A known browser has an allowance of its own: strangers cannot keep its person out.
    const subject = browser === null ? `email:${body.email}` : `browser:${browser}`;
    await deps.limits.spend('sign-in-account', subject);
    const me = await enter(deps, reply, await signIn(deps.database, body, correlationId));
    const https = deps.publicUrl?.protocol === 'https:';
    rememberBrowser(reply, { id: browser, email: body.email, https }, deps.browserSigner);
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
