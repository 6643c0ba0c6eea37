import type { Version, VersionStatus } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import type { Studio } from '../studio.ts';
import { readVersion } from '../versions/readVersions.ts';
import { approve } from './approve.ts';
import { archive } from './archive.ts';
import { type LockedVersion, lockVersion } from './lockVersion.ts';
import { requestChanges } from './requestChanges.ts';
import { submit } from './submit.ts';
import { requireTransition } from './transitions.ts';

export interface Move {
  id: string;
  to: VersionStatus;
  note?: string;
  /** Of the audio that was heard; must be the version's own. */
  digest?: string;
}

const MOVES: Record<
  VersionStatus,
  (tx: WorkspaceTx, caller: Caller, version: LockedVersion, move: Move) => Promise<void>
> = { in_review: submit, approved: approve, draft: requestChanges, archived: archive };

/**
 * Moves a version along: submit, approve, ask for changes, archive. Throws `not-found`, `illegal-status`,
 * `not-ready`, `checks-not-passed`, `forbidden`, `person-required`, `self-approval`, `digest-mismatch`, `already-approved`,
 * `version-is-live`, `validation-failed`.
 */
export function reviewVersion(studio: Studio, caller: Caller, move: Move): Promise<Version> {
  return studio.database.withWorkspace(caller.workspaceId, async (tx) => {
    const version = await lockVersion(tx, caller, move.id);
    requireTransition(version.status, move.to);
    await MOVES[move.to](tx, caller, version, move);
    return readVersion(tx, caller.workspaceId, move.id);
  });
}
