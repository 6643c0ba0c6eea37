import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { changeMe, describeCaller } from '../../identity/me.ts';
import { serve } from '../serve.ts';
import { SESSION_COOKIE } from '../sessionCookie.ts';
import type { IdentityDeps } from './deps.ts';

/** Who is calling, and what they may change about themselves. */
export function serveMe(app: FastifyInstance, deps: IdentityDeps): void {
  serve(app, identityRoutes.getMe, ({ caller }) => describeCaller(deps.database, caller));

  serve(app, identityRoutes.updateMe, async ({ caller, body, request }) => {
    if (body.newPassword !== undefined) await deps.limits.spend('sign-in', `user:${caller.userId}`);
    await changeMe(deps.database, caller, body, request.cookies[SESSION_COOKIE] ?? '');
    deps.callers.forget();
    return describeCaller(deps.database, caller);
  });
}
