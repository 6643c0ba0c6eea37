import { and, eq } from 'drizzle-orm';
import type { CheckName } from '../../../shared/api/studio.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { versionChecks } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';

const NAMES: Record<CheckName, string> = {
  words: 'words',
  clipping: 'clipping',
  silence: 'silence',
  loudness: 'loudness',
  tail: 'ends',
  duration: 'length',
};

/** Throws `checks-not-passed` unless every check of a version passed: one that could not run has not. */
export async function requireGreen(tx: WorkspaceTx, workspaceId: string, versionId: string): Promise<void> {
  const [row] = await tx
    .select({ items: versionChecks.items })
    .from(versionChecks)
    .where(and(eq(versionChecks.workspaceId, workspaceId), eq(versionChecks.versionId, versionId)));
  if (!row?.items)
    throw new ProblemError(
      'checks-not-passed',
      row
        ? 'The checks of this version are still running. Submit it once they have passed.'
        : 'This version was never checked. Have it checked, then submit it.',
    );
  const open = row.items.filter(({ state }) => state !== 'passed');
  if (open.length === 0) return;
  throw new ProblemError(
    'checks-not-passed',
    `This workspace sends only versions to review whose checks are all green. Not green: ${open
      .map(({ name, state }) => `${NAMES[name]} (${state === 'not-checked' ? 'not checked' : state})`)
      .join(', ')}.`,
  );
}
