/** What is limited apart from the rest; the figures are settings. */
export type Limit = 'requests' | 'anonymous' | 'sign-in' | 'generation' | 'public-miss';

/** Limits shared by all nodes (Redis) or of this node alone (in-process), with the same semantics. */
export interface RateLimits {
  /**
   * Spends `cost` units of the subject's allowance (a key, user, workspace or address).
   * Throws ProblemError `rate-limited` or `generation-limited` with the seconds to wait; then nothing was spent.
   */
  spend(limit: Limit, subject: string, cost?: number): Promise<void>;
}
