import type { VersionStatus } from '../../../shared/api/studio.ts';
import { ProblemError } from '../../problem.ts';

/**
 * What may follow each status. Approved may be approved again by another person: a channel may ask for more
 * approvals than the workspace does.
 */
const NEXT: Record<VersionStatus, readonly VersionStatus[]> = {
  draft: ['in_review', 'archived'],
  in_review: ['approved', 'draft'],
  approved: ['approved', 'archived'],
  archived: [],
};

const POSSIBLE: Record<VersionStatus, string> = {
  draft: 'A draft can be submitted for review or archived.',
  in_review: 'A version in review can be approved, or sent back to draft with a note.',
  approved: 'An approved version can be archived, or approved by further people.',
  archived: 'An archived version stays as it is; generate a new one instead.',
};

/** Throws `illegal-status` with what is possible instead. */
export function requireTransition(from: VersionStatus, to: VersionStatus): void {
  if (!NEXT[from].includes(to)) throw new ProblemError('illegal-status', POSSIBLE[from]);
}
