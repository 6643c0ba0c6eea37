import type { ResolvedPersonality } from '../../../shared/personalities/resolved.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import type { Agent, Tool } from '../../dialogue/contract.ts';
import type { Conversations } from '../../dialogue/conversations/conversations.ts';
import type { TurnLimits } from '../../dialogue/turn/patience.ts';
import type { Engines } from '../../engines/engines.ts';

/** What conversations of calls need of the rest of the product. */
export interface TalkDeps extends Conversations {
  agents: Pick<Engines<Agent>, 'of'>;
  tools(workspaceId: string): Promise<readonly Tool[]>;
  /** Who answers. Throws `not-found` for one that is asked for. */
  personality(
    tx: WorkspaceTx,
    workspaceId: string,
    wanted: { asked?: string | null; conversation?: string | null },
  ): Promise<ResolvedPersonality>;
  limits?: Partial<TurnLimits>;
  /** The clock by which days and hours are meant; the machine's when absent. */
  now?(): Date;
  onTrouble(error: unknown, what: string): void;
}
