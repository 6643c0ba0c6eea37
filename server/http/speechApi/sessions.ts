import type { FastifyInstance } from 'fastify';
import { speechApiRoutes as routes } from '../../../shared/api/speechApi.ts';
import {
  forgetPreferences,
  readPreferences,
  rememberPreferences,
} from '../../dialogue/sessions/preferences.ts';
import {
  beginSession,
  deleteSession,
  readSession,
  type SessionsDeps,
} from '../../dialogue/sessions/sessions.ts';
import { serve } from '../serve.ts';

/** Sessions of programs with their users, and what is remembered of those. */
export function mountSessions(app: FastifyInstance, deps: SessionsDeps): void {
  serve(app, routes.createSession, ({ caller, body }) => beginSession(deps, caller, body));
  serve(app, routes.getSession, ({ caller, params, reply }) => {
    reply.header('cache-control', 'no-store');
    return readSession(deps, caller, params.id);
  });
  serve(app, routes.deleteSession, async ({ caller, params }) => {
    await deleteSession(deps, caller, params.id);
    return undefined;
  });

  serve(app, routes.getPreferences, ({ caller, params, reply }) => {
    reply.header('cache-control', 'no-store');
    return readPreferences(deps, caller, params.user);
  });
  serve(app, routes.rememberPreferences, ({ caller, params, body }) => {
    const { consent: _consent, ...change } = body;
    return rememberPreferences(deps, caller, params.user, change);
  });
  serve(app, routes.forgetPreferences, async ({ caller, params }) => {
    await forgetPreferences(deps, caller, params.user);
    return undefined;
  });
}
