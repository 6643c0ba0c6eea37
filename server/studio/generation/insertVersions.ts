import { and, eq, inArray, sql } from 'drizzle-orm';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { requireConsents } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueueAll } from '../../db/jobs.ts';
import { scripts, versions } from '../../db/schema/index.ts';
import { newestDictionaryNumber } from '../dictionary/readDictionary.ts';
import { generationJob } from './generationJob.ts';
import { tellState } from './moves.ts';

/** One version to generate. */
export interface VersionOrder {
  id: string;
  scriptId: string;
  revisionId: string;
  voice: { id: string; name: string };
  parameters: SpeechParameters;
  note: string | null;
  /** Another version's voice could not speak: this one is made in its place. */
  standIn?: { forId: string; reason: string };
}

/**
 * Writes queued versions and their jobs in the caller's transaction; at most one version a script. Locks the
 * scripts, in the order of their ids, so that numbers have no gaps and two callers wait in turn. Throws
 * `consent-missing` for a voice that may not speak any more.
 */
export async function insertVersions(
  tx: WorkspaceTx,
  caller: Pick<Caller, 'workspaceId' | 'actor'>,
  orders: readonly VersionOrder[],
  { batchId, bulk = batchId !== undefined }: { batchId?: string; bulk?: boolean } = {},
): Promise<void> {
  const { workspaceId } = caller;
  await requireConsents(
    tx,
    workspaceId,
    orders.map(({ voice }) => voice.id),
    'generation',
  );
  const scriptIds = orders.map((order) => order.scriptId);
  const locked = await tx
    .select({ id: scripts.id, projectId: scripts.projectId, versionCount: scripts.versionCount })
    .from(scripts)
    .where(and(eq(scripts.workspaceId, workspaceId), inArray(scripts.id, scriptIds)))
    .orderBy(scripts.id)
    .for('update');
  const scriptOf = new Map(locked.map((script) => [script.id, script]));
  const dictionaryVersion = await newestDictionaryNumber(tx, workspaceId);
  await tx.insert(versions).values(
    orders.map((order) => {
      const script = scriptOf.get(order.scriptId)!;
      return {
        id: order.id,
        workspaceId,
        scriptId: order.scriptId,
        projectId: script.projectId,
        number: script.versionCount + 1,
        revisionId: order.revisionId,
        voiceId: order.voice.id,
        voiceName: order.voice.name,
        parameters: order.parameters,
        note: order.note,
        dictionaryVersion,
        batchId: batchId ?? null,
        standInForId: order.standIn?.forId ?? null,
        standInReason: order.standIn?.reason ?? null,
        ...createdByColumns(caller.actor),
      };
    }),
  );
  await tx
    .update(scripts)
    .set({ versionCount: sql`${scripts.versionCount} + 1`, updatedAt: new Date() })
    .where(and(eq(scripts.workspaceId, workspaceId), inArray(scripts.id, scriptIds)));
  const jobs = orders.map((order) => generationJob(workspaceId, order.id, bulk));
  await enqueueAll(tx, 'generateVersion', jobs, { maxAttempts: jobs[0]?.maxAttempts });
  await tellState(tx, workspaceId, 'queued', orders);
}
