import type { FastifyReply } from 'fastify';
import type { Me } from '../../../shared/api/identity.ts';
import { describeCaller } from '../../identity/me.ts';
import { ProblemError } from '../../problem.ts';
import { setSessionCookie } from '../sessionCookie.ts';
import type { IdentityDeps } from './deps.ts';

/** Gives the browser a session that was just started, and says who it belongs to. */
export async function enter(deps: IdentityDeps, reply: FastifyReply, token: string): Promise<Me> {
  const caller = await deps.callers.ofSession(token);
  if (!caller) throw new ProblemError('unauthenticated', 'The session ended at once. Sign in again.');
  setSessionCookie(reply, token, deps.publicUrl?.protocol === 'https:');
  return describeCaller(deps.database, caller);
}
