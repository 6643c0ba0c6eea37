import type { Env } from '../env.ts';
import type { Logger } from '../log.ts';
import { layFoundation } from './foundation.ts';
import type { RunningNode } from './roles.ts';
import type { Scope } from './scope.ts';

export type { RunningNode } from './roles.ts';

/** Starts the chosen roles in this process. What is started ends with the scope, also when a later part fails. */
export async function startNode(env: Env, log: Logger, scope: Scope): Promise<RunningNode> {
  // Most of the program is read while the database comes up.
  const [foundation, { startRoles }] = await Promise.all([
    layFoundation(env, log, scope),
    import('./roles.ts'),
  ]);
  return startRoles(foundation, scope);
}
