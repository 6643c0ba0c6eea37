import type { FastifyInstance } from 'fastify';
import type { Database } from '../../db/database.ts';
import type { Callers } from '../../identity/callers.ts';
import type { FurnishWorkspace } from '../../identity/createWorkspace.ts';
import type { RateLimits } from '../limits/rateLimits.ts';
import { serveApiKeys } from './apiKeys.ts';
import { serveMe } from './me.ts';
import { serveMembers } from './members.ts';
import { serveSessions } from './sessions.ts';
import { serveSetup } from './setup.ts';
import { serveWorkspace } from './workspace.ts';
import { serveWorkspaces } from './workspaces.ts';

export interface IdentityDeps {
  database: Database;
  callers: Callers;
  limits: RateLimits;
  /** Our own address as browsers know it; TLS there makes cookies `Secure`. */
  publicUrl: URL | null;
  /** Makes what every new workspace starts with, in the transaction that makes the workspace. */
  furnishWorkspace: FurnishWorkspace;
  /** Called once the installation was set up by hand: its sample content is due. */
  afterSetUp: () => Promise<void>;
}

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
