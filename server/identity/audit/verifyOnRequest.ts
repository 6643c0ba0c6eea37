import { ProblemError } from '../../problem.ts';
import type { AuditDeps } from './anchors.ts';
import { type AuditVerdict, verifyAudit } from './verifyAudit.ts';

/** Less than a request may take; a log of some hundred thousand entries is walked by then. */
const LONGEST_MS = 20_000;

/**
 * Verifies logs as callers ask: one run of a workspace at a time, which all who ask meanwhile share, and none longer
 * than `longestMs`. The verifier throws `timeout` for a log that takes longer; the command has no such limit.
 */
export function createVerifier(
  deps: AuditDeps,
  longestMs = LONGEST_MS,
): (workspaceId: string) => Promise<AuditVerdict> {
  const running = new Map<string, Promise<AuditVerdict>>();

  async function verify(workspaceId: string): Promise<AuditVerdict> {
    const tooLong = AbortSignal.timeout(longestMs);
    try {
      return await verifyAudit(deps, workspaceId, tooLong);
    } catch (error) {
      if (!tooLong.aborted) throw error;
      throw new ProblemError(
        'timeout',
        'This log is too long to be verified while you wait. Have the operator run `npm run audit -- verify` on the server.',
      );
    } finally {
      running.delete(workspaceId);
    }
  }

  return (workspaceId) => {
    const run = running.get(workspaceId) ?? verify(workspaceId);
    running.set(workspaceId, run);
    return run;
  };
}
