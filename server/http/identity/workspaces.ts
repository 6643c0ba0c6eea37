import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { endSession } from '../../identity/sessions.ts';
import { addWorkspace, enterWorkspace, listWorkspaces } from '../../identity/workspaces.ts';
import { serve } from '../serve.ts';
import { SESSION_COOKIE } from '../sessionCookie.ts';
import type { IdentityDeps } from './deps.ts';
import { enter } from './enter.ts';

/** A person's workspaces: list, add, go from one to another. */
export function serveWorkspaces(app: FastifyInstance, deps: IdentityDeps): void {
  serve(app, identityRoutes.listWorkspaces, async ({ caller }) => ({
    items: await listWorkspaces(deps.database, caller),
    nextCursor: null,
  }));

  serve(app, identityRoutes.createWorkspace, ({ caller, body }) =>
    addWorkspace(deps.database, caller, body.name, deps.furnishWorkspace),
  );

  serve(app, identityRoutes.enterWorkspace, async ({ caller, params, request, reply }) => {
    const token = await enterWorkspace(deps.database, caller, params.id);
    const me = await enter(deps, reply, token);
    const before = request.cookies[SESSION_COOKIE];
    if (before) await endSession(deps.database, caller, before);
    deps.callers.forget();
    return me;
  });
}
