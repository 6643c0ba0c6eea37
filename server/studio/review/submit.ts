import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { ProblemError } from '../../problem.ts';
import { requireGreen } from '../checks/requireGreen.ts';
import { requireScope } from '../rights.ts';
import type { LockedVersion } from './lockVersion.ts';
import { noteOf, recordMove } from './recordMove.ts';
import { requireDigest } from './requireDigest.ts';

/** draft → in review. Throws `forbidden`, `not-ready`, `checks-not-passed`. */
export async function submit(
  tx: WorkspaceTx,
  caller: Caller,
  version: LockedVersion,
  move: { note?: string; digest?: string },
): Promise<void> {
  requireScope(caller, 'versions:submit', 'submit a version for review');
  if (version.state !== 'ready')
    throw new ProblemError(
      'not-ready',
      version.state === 'queued' || version.state === 'generating'
        ? 'The audio is still being generated. Submit the version once it is ready.'
        : 'This version has no audio to review. Generate it again first.',
    );
  requireDigest(version, move.digest);
  if (version.requireGreenChecks) await requireGreen(tx, caller.workspaceId, version.id);
  await recordMove(tx, caller, version, {
    to: 'in_review',
    note: noteOf(move),
    action: 'version.submitted',
    columns: { submittedAt: new Date() },
  });
}
