import type { FastifyInstance } from 'fastify';
import { identityRoutes } from '../../../shared/api/identity.ts';
import { addMember, changeMemberRole, listMembers, removeMember } from '../../identity/members.ts';
import { resetPassword } from '../../identity/resetPassword.ts';
import { serve } from '../serve.ts';
import type { IdentityDeps } from './deps.ts';

/** Who belongs to the workspace, and as what. */
export function serveMembers(app: FastifyInstance, { database, callers }: IdentityDeps): void {
  serve(app, identityRoutes.listMembers, ({ caller, query }) => listMembers(database, caller, query));

  serve(app, identityRoutes.addMember, ({ caller, body }) => addMember(database, caller, body));

  serve(app, identityRoutes.changeMember, async ({ caller, params, body }) => {
    const member = await changeMemberRole(database, caller, params.id, body.role);
    callers.forget();
    return member;
  });

  serve(app, identityRoutes.resetMemberPassword, async ({ caller, params, body, reply }) => {
    await resetPassword(database, caller, params.id, body.password);
    callers.forget();
    return reply.send();
  });

  serve(app, identityRoutes.removeMember, async ({ caller, params, reply }) => {
    await removeMember(database, caller, params.id);
    callers.forget();
    return reply.send();
  });
}
