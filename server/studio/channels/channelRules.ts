import type { Role } from '../../../shared/access.ts';
import type { VersionState, VersionStatus } from '../../../shared/api/studio.ts';

export interface Rules {
  requiredApprovals: number;
  approverRoles: Role[];
  allowSelfApproved: boolean;
}

interface JudgedVersion {
  number: number;
  state: VersionState;
  status: VersionStatus;
  digest: string | null;
  /** Why its voice may not be heard at present; null when it may. */
  withheld: string | null;
}

interface JudgedApproval {
  digest: string;
  role: string;
  selfApproved: boolean;
  withdrawnAt: Date | null;
  createdById: string | null;
  createdByName: string;
}

/**
 * Why a version may not go live under a channel's rules, in words for the person who tried; null when it may.
 * Only approvals count that were given to exactly this audio and not withdrawn; one person counts once.
 */
export function refusal(version: JudgedVersion, approvals: JudgedApproval[], rules: Rules): string | null {
  const name = `Version ${version.number}`;
  if (version.state === 'failed') return `${name} could not be generated and has no audio.`;
  if (version.state === 'cancelled') return `The generation of version ${version.number} was cancelled.`;
  if (version.state !== 'ready' || version.digest === null) return `${name} is still being generated.`;
  if (version.withheld !== null) return version.withheld;
  if (version.status === 'archived') return `${name} is archived.`;
  if (version.status === 'in_review') return `${name} is still in review; it needs to be approved first.`;
  if (version.status !== 'approved')
    return `${name} is a draft; submit it for review and have it approved first.`;

  const valid = approvals.filter(
    (approval) => approval.withdrawnAt === null && approval.digest === version.digest,
  );
  const counting = rules.allowSelfApproved ? valid : valid.filter((approval) => !approval.selfApproved);
  const people = new Map(counting.map((approval) => [approval.createdById, approval.createdByName]));
  if (people.size < rules.requiredApprovals) {
    const selfOnly =
      counting.length < valid.length ? ' Approvals by its own author do not count in this channel.' : '';
    return `This channel asks for ${count(rules.requiredApprovals)}; version ${version.number} has ${
      people.size === 0 ? 'none that counts' : `${people.size} (${[...people.values()].join(', ')})`
    }.${selfOnly}`;
  }
  const missing = rules.approverRoles.filter((role) => !counting.some((approval) => approval.role === role));
  if (missing.length > 0)
    return `This channel also asks for an approval by ${missing.map((role) => `a person with the role ${role}`).join(' and ')}, which version ${version.number} does not have.`;
  return null;
}

/** Which rule a deployable version satisfies, in words. */
export function permission(rules: Rules): string {
  return `Approved as this channel asks: ${count(rules.requiredApprovals)}.`;
}

function count(approvals: number): string {
  return approvals === 1 ? 'one approval' : `${approvals} approvals by different people`;
}
