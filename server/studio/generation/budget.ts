import type { Caller } from '../../caller.ts';

/** What generating costs of a caller's allowance, spent once the request is known to be good. */
export interface GenerationBudget {
  /** Throws ProblemError `generation-limited`; then nothing was spent. */
  spend(caller: Caller, versions: number): Promise<void>;
}
