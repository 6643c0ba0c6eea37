import type { Actor } from '../../shared/api/common.ts';
import type { Caller } from '../caller.ts';
import type { AdmittedCall } from './contract.ts';

/** In whose name things are done on a call: whoever tries it, else the caller, whom nobody knows. */
export const actorOf = ({ testedBy }: AdmittedCall): Actor =>
  testedBy ?? { kind: 'system', id: null, name: 'A caller' };

/** The caller for whom tools run: without any right of a member. */
export function callerOf(call: AdmittedCall): Caller {
  const actor = actorOf(call);
  return {
    workspaceId: call.workspaceId,
    actor,
    userId: actor.id ?? '',
    role: null,
    scopes: new Set(),
    correlationId: call.id,
  };
}
