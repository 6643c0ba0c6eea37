import { and, eq } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Version } from '../../../shared/api/studio.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { Caller } from '../../caller.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { findEarlier, keyedRequest, takeKey } from '../../db/idempotency.ts';
import { revisions, scripts } from '../../db/schema/index.ts';
import { notFound } from '../../problem.ts';
import { newestEntries } from '../dictionary/readDictionary.ts';
import type { Studio } from '../studio.ts';
import { auditVersion } from '../versions/auditVersion.ts';
import { readVersion } from '../versions/readVersions.ts';
import type { GenerationBudget } from './budget.ts';
import { insertVersions } from './insertVersions.ts';

export interface GenerateRequest {
  scriptId: string;
  voiceId: string;
  parameters: SpeechParameters;
  note?: string;
  /** The newest when absent. */
  revisionNumber?: number;
  idempotencyKey?: string;
}

/**
 * Queues the generation of a new version. Version, job, idempotency key and audit entry are one
 * transaction: what was acknowledged is never lost, and never made twice. The same Idempotency-Key with the
 * same request gives the same version again. Throws `not-found`, `idempotency-mismatch`,
 * `generation-limited` and what `speech.check` throws.
 */
export async function generateVersion(
  studio: Studio,
  caller: Caller,
  input: GenerateRequest,
  budget: GenerationBudget,
): Promise<Version> {
  const { workspaceId } = caller;
  const { idempotencyKey, ...request } = input;
  const keyed = keyedRequest(idempotencyKey, request);
  const prepared = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const earlier = keyed && (await findEarlier(tx, caller, keyed));
    return earlier
      ? { earlier: await readVersion(tx, workspaceId, earlier) }
      : { revision: await readRevision(tx, workspaceId, input.scriptId, input.revisionNumber) };
  });
  if (prepared.earlier) return prepared.earlier;
  const { revision } = prepared;
  const { voice } = await studio.speech.check({
    text: revision.text,
    language: revision.language,
    voiceId: input.voiceId,
    parameters: input.parameters,
    dictionary: await newestEntries(studio, workspaceId),
    workspaceId,
  });
  await budget.spend(caller, 1);

  const id = v7();
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const faster = keyed && (await takeKey(tx, caller, keyed, id));
    if (faster) return readVersion(tx, workspaceId, faster);
    await insertVersions(tx, caller, [
      {
        id,
        scriptId: input.scriptId,
        revisionId: revision.id,
        voice,
        parameters: input.parameters,
        note: input.note ?? null,
      },
    ]);
    const version = await readVersion(tx, workspaceId, id);
    await auditVersion(tx, caller, version, {
      action: 'version.requested',
      detail: {
        scriptId: version.scriptId,
        number: version.number,
        revision: version.revision.number,
        voiceId: voice.id,
        parameters: version.parameters,
      },
    });
    return version;
  });
}

/** The text to speak. Throws `not-found`. */
async function readRevision(
  tx: WorkspaceTx,
  workspaceId: string,
  scriptId: string,
  number: number | undefined,
): Promise<{ id: string; text: string; language: string }> {
  const [row] = await tx
    .select({ id: revisions.id, text: revisions.text, language: scripts.language })
    .from(scripts)
    .leftJoin(
      revisions,
      and(eq(revisions.scriptId, scripts.id), eq(revisions.number, number ?? scripts.revisionNumber)),
    )
    .where(and(eq(scripts.workspaceId, workspaceId), eq(scripts.id, scriptId)));
  if (!row) throw notFound('script');
  if (row.id === null || row.text === null) throw notFound(`revision (${number}) of the script`);
  return { id: row.id, text: row.text, language: row.language };
}
