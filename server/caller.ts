import type { Role, Scope } from '../shared/access.ts';
import type { Actor } from '../shared/api/common.ts';

/** Who is calling, once authenticated, and by which right. */
export interface Caller {
  workspaceId: string;
  actor: Actor;
  /** The person: of the session, or who created the key. */
  userId: string;
  /** Null for a key. */
  role: Role | null;
  scopes: ReadonlySet<Scope>;
  correlationId: string;
}

/** Who does something, in which workspace: a caller, or the clock. */
export type By = Pick<Caller, 'workspaceId' | 'actor'> & { correlationId: string | null };
