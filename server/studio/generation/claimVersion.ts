import { and, eq, sql } from 'drizzle-orm';
import type { Actor } from '../../../shared/api/common.ts';
import type { DictionaryEntry } from '../../../shared/speech/dictionary.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import { createdByActor } from '../../db/actors.ts';
import type { Database } from '../../db/database.ts';
import { audioObjects, revisions, scripts, versions } from '../../db/schema/index.ts';
import { entriesOf } from '../dictionary/readDictionary.ts';
import { attemptLives } from './attempt.ts';
import { failVersion, INTERRUPTED } from './failVersion.ts';
import { MAX_ATTEMPTS } from './generationJob.ts';
import { tellState } from './moves.ts';

/** A version that this attempt, and no other, may generate. */
export interface Claim {
  workspaceId: string;
  versionId: string;
  scriptId: string;
  scriptTitle: string;
  number: number;
  /** Also the id of the audio object that the attempt writes: no two attempts touch the same bytes. */
  attemptId: string;
  /** This one included. */
  attempts: number;
  batchId: string | null;
  text: string;
  language: string;
  voiceId: string;
  parameters: SpeechParameters;
  /** It was made in place of another whose voice could not speak. */
  standsIn: boolean;
  /** The state of the dictionary that it was asked for with; null: there was none. */
  dictionaryVersion: number | null;
  dictionary: readonly DictionaryEntry[];
  /** Who asked for it. */
  createdBy: Actor;
}

/**
 * Begins an attempt: only when the version waits, or when the attempt before it is dead. Writes the audio
 * object `pending` in the same transaction, so that whatever a crash leaves is known to the sweep. Null when
 * there is nothing to do.
 */
export function claimVersion(
  database: Database,
  { workspaceId, versionId }: { workspaceId: string; versionId: string },
  attemptId: string,
): Promise<Claim | null> {
  return database.withWorkspace(workspaceId, async (tx) => {
    const [version] = await tx
      .select({
        scriptId: versions.scriptId,
        scriptTitle: scripts.title,
        number: versions.number,
        state: versions.state,
        attemptId: versions.attemptId,
        attempts: versions.attempts,
        batchId: versions.batchId,
        text: revisions.text,
        language: scripts.language,
        voiceId: versions.voiceId,
        parameters: versions.parameters,
        standsIn: sql<boolean>`${versions.standInForId} is not null`,
        dictionaryVersion: versions.dictionaryVersion,
        createdByKind: versions.createdByKind,
        createdById: versions.createdById,
        createdByName: versions.createdByName,
      })
      .from(versions)
      .innerJoin(scripts, eq(scripts.id, versions.scriptId))
      .innerJoin(revisions, eq(revisions.id, versions.revisionId))
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, versionId)))
      .for('update', { of: versions });
    if (!version) return null;
    const {
      state,
      attemptId: before,
      attempts,
      createdByKind,
      createdById,
      createdByName,
      ...order
    } = version;
    const createdBy = createdByActor({ createdByKind, createdById, createdByName });
    if (state !== 'queued' && state !== 'generating') return null;
    if (state === 'generating' && before !== null && (await attemptLives(tx, before))) return null;
    if (attempts >= MAX_ATTEMPTS) {
      await failVersion(tx, workspaceId, versionId, INTERRUPTED);
      return null;
    }
    await tx
      .update(versions)
      .set({
        state: 'generating',
        progress: 0,
        attemptId,
        attempts: attempts + 1,
        startedAt: sql`coalesce(${versions.startedAt}, now())`,
      })
      .where(and(eq(versions.workspaceId, workspaceId), eq(versions.id, versionId)));
    await tx
      .insert(audioObjects)
      .values({ id: attemptId, workspaceId, state: 'pending', kind: 'master', format: 'wav' });
    await tellState(tx, workspaceId, 'generating', [{ id: versionId, scriptId: order.scriptId }]);
    const dictionary = await entriesOf(tx, workspaceId, order.dictionaryVersion);
    return { workspaceId, versionId, attemptId, attempts: attempts + 1, dictionary, createdBy, ...order };
  });
}
