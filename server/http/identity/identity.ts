import type { FastifyInstance } from 'fastify';
import { serveApiKeys } from './apiKeys.ts';
import type { IdentityDeps } from './deps.ts';
import { serveMe } from './me.ts';
import { serveMembers } from './members.ts';
import { serveSessions } from './sessions.ts';
import { serveSetup } from './setup.ts';
import { serveWorkspace } from './workspace.ts';
import { serveWorkspaces } from './workspaces.ts';

/** Registers setup, sign-in, me, members, API keys and the workspace's settings. */
export function mountIdentity(deps: IdentityDeps): (app: FastifyInstance) => void {
  return (app) => {
    serveSetup(app, deps);
    serveSessions(app, deps);
    serveMe(app, deps);
    serveMembers(app, deps);
    serveApiKeys(app, deps);
    serveWorkspace(app, deps);
    serveWorkspaces(app, deps);
  };
}
