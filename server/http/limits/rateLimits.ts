/**
 * What is limited apart from the rest; the figures are settings. `sign-in` is of each address, `sign-in-account` of
 * each account from wherever: so wide that nobody keeps its person out from an address or two.
 */
export type Limit =
  | 'requests'
  | 'anonymous'
  | 'sign-in'
  | 'sign-in-account'
  | 'generation'
  | 'public-miss'
  | 'public-check';

/** Limits shared by all nodes (Redis) or of this node alone (in-process), with the same semantics. */
export interface RateLimits {
  /**
   * Spends `cost` units of the subject's allowance (a key, user, workspace or address).
   * Throws ProblemError `rate-limited` or `generation-limited` with the seconds to wait; then nothing was spent.
   */
  spend(limit: Limit, subject: string, cost?: number): Promise<void>;
}
