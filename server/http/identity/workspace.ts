import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { changeWorkspace, getWorkspace } from '../../identity/workspaceSettings.ts';
import { approveWhatSuffices } from '../../studio/review/approveWhatSuffices.ts';
import { serve } from '../serve.ts';
import type { IdentityDeps } from './deps.ts';

/** The workspace and its rules. */
export function serveWorkspace(app: FastifyInstance, { database, speech }: IdentityDeps): void {
  serve(app, identityRoutes.getWorkspace, ({ caller }) => getWorkspace(database, caller));

  serve(app, identityRoutes.updateWorkspace, ({ caller, body }) =>
    changeWorkspace(database, speech, caller, body, approveWhatSuffices),
  );
}
