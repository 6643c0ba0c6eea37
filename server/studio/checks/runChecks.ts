import { and, eq } from 'drizzle-orm';
import { parseMarkup } from '../../../shared/markup/parse.ts';
import { int16ToFloat } from '../../audio/pcm16.ts';
import { parseWav } from '../../audio/wav.ts';
import type { Jobs } from '../../db/jobs.ts';
import { notify } from '../../db/notify.ts';
import { revisions, scripts, versionChecks, versions } from '../../db/schema/index.ts';
import { openAudio } from '../audio/openAudio.ts';
import type { Studio } from '../studio.ts';
import { checkAudio, checkerOf } from './checkAudio.ts';
import type { Ears } from './checked.ts';
import { endUnchecked } from './endUnchecked.ts';

/**
 * Checks a version and writes down what was found, while this run is still the newest. May run twice. Throws when
 * it was stopped or something failed; on the last try whatever could not be checked is `not-checked` instead.
 */
export async function runChecks(
  studio: Studio,
  ears: Ears,
  run: Jobs['checkVersion'],
  { signal, lastTry }: { signal: AbortSignal; lastTry: boolean },
): Promise<void> {
  try {
    await check(studio, ears, run, { signal, lastTry });
  } catch (error) {
    if (lastTry && !signal.aborted)
      await studio.database.withWorkspace(run.workspaceId, (tx) =>
        endUnchecked(tx, run.workspaceId, run.runId, 'The check failed.'),
      );
    throw error;
  }
}

async function check(
  studio: Studio,
  ears: Ears,
  { workspaceId, versionId, runId }: Jobs['checkVersion'],
  { signal, lastTry }: { signal: AbortSignal; lastTry: boolean },
): Promise<void> {
  const thisRun = and(
    eq(versionChecks.workspaceId, workspaceId),
    eq(versionChecks.versionId, versionId),
    eq(versionChecks.runId, runId),
  );
  const [version] = await studio.database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({
        scriptId: versions.scriptId,
        text: revisions.text,
        language: scripts.language,
        parameters: versions.parameters,
        words: versions.words,
      })
      .from(versionChecks)
      .innerJoin(versions, eq(versions.id, versionChecks.versionId))
      .innerJoin(scripts, eq(scripts.id, versions.scriptId))
      .innerJoin(revisions, eq(revisions.id, versions.revisionId))
      .where(thisRun),
  );
  if (!version) return;
  const audio = await openAudio(studio, workspaceId, versionId, 'wav');
  const { samples, rateHz } = parseWav(await audio.read());
  const items = await checkAudio(
    ears,
    {
      samples: int16ToFloat(samples),
      sampleRateHz: rateHz,
      document: parseMarkup(version.text, version.language),
      language: version.language,
      parameters: version.parameters,
      words: version.words ?? [],
    },
    { signal, lastTry },
  );
  await studio.database.withWorkspace(workspaceId, async (tx) => {
    const written = await tx
      .update(versionChecks)
      .set({ items, checker: checkerOf(ears), finishedAt: new Date() })
      .where(thisRun)
      .returning({ versionId: versionChecks.versionId });
    if (written.length > 0)
      await notify(tx, workspaceId, { type: 'checks-changed', versionId, scriptId: version.scriptId });
  });
}
