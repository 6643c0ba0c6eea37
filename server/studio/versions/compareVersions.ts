import { setImmediate as nextTurn } from 'node:timers/promises';
import { and, eq, inArray } from 'drizzle-orm';
import { z } from 'zod';
import type { Comparison } from '../../../shared/api/studio.ts';
import { wordDiff } from '../../../shared/text/wordDiff.ts';
import type { Caller } from '../../caller.ts';
import { revisions, versions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { Studio } from '../studio.ts';
import { parameterChanges } from './changes.ts';
import { readPresented, selectVersions } from './readVersions.ts';

const Ids = z.array(z.uuid()).min(2).max(4);

/**
 * Two to four versions of the workspace, in the order asked for, each later one against the first.
 * `ids` is separated by commas. Throws `validation-failed` or `not-found`.
 */
export async function compareVersions(
  studio: Studio,
  caller: Caller,
  ids: string,
): Promise<z.infer<typeof Comparison>> {
  const asked = Ids.safeParse([...new Set(ids.split(',').map((id) => id.trim().toLowerCase()))]);
  if (!asked.success)
    throw new ProblemError('validation-failed', 'Name two to four different versions to compare.', {
      errors: [{ field: 'ids', message: 'needs two to four different ids, separated by commas' }],
    });
  const { workspaceId } = caller;
  const { presented, texts } = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const rows = await selectVersions(tx, workspaceId, inArray(versions.id, asked.data));
    if (rows.length < asked.data.length) throw notFound('version');
    const presented = await readPresented(tx, workspaceId, rows);
    const texts = new Map(
      (
        await tx
          .select({ id: revisions.id, text: revisions.text })
          .from(revisions)
          .where(
            and(
              eq(revisions.workspaceId, workspaceId),
              inArray(revisions.id, [...new Set(rows.map((row) => row.revisionId))]),
            ),
          )
      ).map(({ id, text }) => [id, text]),
    );
    return { presented, texts };
  });
  const found = new Map((await presented()).map((version) => [version.id, version]));
  const compared = asked.data.map((id) => found.get(id)!);
  const [first, ...others] = compared;
  const pairs: z.infer<typeof Comparison>['pairs'] = [];
  for (const other of others) {
    // Each comparison of texts takes up to some hundredths of a second: others get their turn in between.
    await nextTurn();
    pairs.push({
      fromId: first!.id,
      toId: other.id,
      script: wordDiff(texts.get(first!.revision.id) ?? '', texts.get(other.revision.id) ?? ''),
      parameters: parameterChanges(
        { voice: first!.voice.name, parameters: first!.parameters },
        { voice: other.voice.name, parameters: other.parameters },
      ),
      loudnessDifferenceLu: difference(first!.audio?.loudnessLufs, other.audio?.loudnessLufs),
      durationDifferenceMs: difference(first!.audio?.durationMs, other.audio?.durationMs),
    });
  }
  return { versions: compared, pairs };
}

function difference(from: number | null | undefined, to: number | null | undefined): number | null {
  return typeof from === 'number' && typeof to === 'number' ? to - from : null;
}
