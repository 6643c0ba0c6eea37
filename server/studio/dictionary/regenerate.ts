import { and, eq, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { BatchProgress } from '../../../shared/api/studio.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import { batches, versions } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import type { GenerationBudget } from '../generation/budget.ts';
import { insertVersions, type VersionOrder } from '../generation/insertVersions.ts';
import { readBatch } from '../generation/readBatch.ts';
import type { Studio } from '../studio.ts';
import { type Affected, findAffected } from './affectedVersions.ts';
import { newestEntries } from './readDictionary.ts';

/**
 * Queues a draft beside each of the affected versions, with the same text, voice and parameters and the newest
 * dictionary: a batch for each project, all or none. Throws `not-found`, `conflict` when the dictionary went on or a version is not
 * affected, `generation-limited`, and, naming the script, what `speech.check` throws.
 */
export async function regenerateAffected(
  studio: Studio,
  caller: Caller,
  { number, versionIds }: { number: number; versionIds: readonly string[] },
  budget: GenerationBudget,
): Promise<BatchProgress[]> {
  const { workspaceId } = caller;
  const wanted = new Set(versionIds);
  const affected = (await findAffected(studio, workspaceId, number)).filter(({ shown }) =>
    wanted.has(shown.id),
  );
  if (affected.length < wanted.size) {
    await requireAll(studio, workspaceId, [...wanted]);
    throw new ProblemError(
      'conflict',
      'Some of these versions are not affected by the dictionary any more. Look at the list again.',
    );
  }
  const orders = await checkAll(studio, workspaceId, affected, number);
  await budget.spend(caller, affected.length);
  const byProject = new Map<string, VersionOrder[]>();
  for (const { projectId, order } of orders)
    byProject.set(projectId, [...(byProject.get(projectId) ?? []), order]);
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const made: BatchProgress[] = [];
    for (const [projectId, ofProject] of byProject) {
      const batchId = v7();
      await tx
        .insert(batches)
        .values({ id: batchId, workspaceId, projectId, ...createdByColumns(caller.actor) });
      for (const round of rounds(ofProject)) await insertVersions(tx, caller, round, { batchId });
      const batch = await readBatch(tx, workspaceId, batchId);
      await recordAudit(tx, workspaceId, {
        actor: caller.actor,
        action: 'batch.requested',
        subject: { kind: 'batch', id: batchId },
        detail: { projectId, dictionary: number, versionIds: batch.versionIds },
        correlationId: caller.correlationId,
      });
      made.push(batch);
    }
    return made;
  });
}

/** Throws `not-found` for a version that is not there. */
async function requireAll({ database }: Studio, workspaceId: string, ids: string[]): Promise<void> {
  const there = await database.withWorkspace(workspaceId, (tx) =>
    tx.$count(versions, and(eq(versions.workspaceId, workspaceId), inArray(versions.id, ids))),
  );
  if (there < ids.length) throw notFound('version');
}

/** What is to be generated, once every voice has said that it can. */
async function checkAll(
  studio: Studio,
  workspaceId: string,
  affected: readonly Affected[],
  number: number,
): Promise<{ projectId: string; order: VersionOrder }[]> {
  const dictionary = await newestEntries(studio, workspaceId);
  const orders: { projectId: string; order: VersionOrder }[] = [];
  for (const { shown, projectId, revisionId, text, language, voiceId, parameters } of affected) {
    const request = { text, language, voiceId, parameters, workspaceId, dictionary };
    const { voice } = await studio.speech.check(request).catch((error: unknown) => {
      if (!(error instanceof ProblemError)) throw error;
      throw new ProblemError(error.code, `“${shown.scriptTitle}”: ${error.message}`, { cause: error });
    });
    const note = `Version ${shown.number} again, with dictionary ${number}`;
    orders.push({
      projectId,
      order: { id: v7(), scriptId: shown.scriptId, revisionId, voice, parameters, note },
    });
  }
  return orders;
}

/** At most one version of each script at a time: each takes the next number of its script. */
function rounds(orders: readonly VersionOrder[]): VersionOrder[][] {
  const result: VersionOrder[][] = [];
  const taken = new Map<string, number>();
  for (const order of orders) {
    const round = taken.get(order.scriptId) ?? 0;
    taken.set(order.scriptId, round + 1);
    result[round] = [...(result[round] ?? []), order];
  }
  return result;
}
