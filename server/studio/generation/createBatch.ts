import { and, asc, eq, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { z } from 'zod';
import type { BatchProgress } from '../../../shared/api/studio.ts';
import type { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { findEarlier, keyedRequest, takeKey } from '../../db/idempotency.ts';
import { notifyAll } from '../../db/notify.ts';
import { batches, revisions, scripts } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { readText } from '../../speech/readText.ts';
import { newestEntries } from '../dictionary/readDictionary.ts';
import { readProject } from '../projects/readProjects.ts';
import { insertScripts, type NewScript } from '../scripts/createScript.ts';
import type { Studio } from '../studio.ts';
import type { GenerationBudget } from './budget.ts';
import { insertVersions } from './insertVersions.ts';
import { readBatch } from './readBatch.ts';

/** A batch is one transaction, acknowledged whole; this bounds how long it holds its locks. */
const MAX_BATCH = 500;

export interface NewBatch {
  projectId: string;
  voiceId: string;
  parameters: SpeechParameters;
  note?: string;
  /** Some of the project's scripts; with neither this nor `lines`, all of them. */
  scriptIds?: string[];
  /** Lines to write as new scripts of the project. */
  lines?: NewScript[];
  idempotencyKey?: string;
}

interface Speakable {
  title: string;
  text: string;
  language: string;
}

/**
 * Queues a version of each script, all or none. The same Idempotency-Key with the same request gives the same
 * batch again. Throws `not-found`, `validation-failed`, `idempotency-mismatch`, `generation-limited` and, naming the script or line, what `speech.check` throws.
 */
export async function createBatch(
  studio: Studio,
  caller: Caller,
  input: NewBatch,
  budget: GenerationBudget,
): Promise<z.infer<typeof BatchProgress>> {
  const { workspaceId } = caller;
  if (input.scriptIds && input.lines)
    throw new ProblemError(
      'validation-failed',
      'Send either scripts of the project or new lines, not both.',
      {
        errors: [{ field: 'lines', message: 'cannot be sent together with scriptIds' }],
      },
    );
  const { idempotencyKey, ...request } = input;
  const keyed = keyedRequest(idempotencyKey, request);
  const prepared = await studio.database.withWorkspace(workspaceId, async (tx) => {
    const earlier = keyed && (await findEarlier(tx, caller, keyed));
    if (earlier) return { earlier: await readBatch(tx, workspaceId, earlier) };
    await readProject(tx, workspaceId, input.projectId);
    return {
      existing: input.lines
        ? []
        : await readNewestRevisions(tx, workspaceId, input.projectId, input.scriptIds),
    };
  });
  if (prepared.earlier) return prepared.earlier;
  const { existing } = prepared;
  const { voice } = await checkAll(
    studio,
    workspaceId,
    input,
    input.lines ?? existing,
    input.lines ? 'lines' : 'scriptIds',
  );
  await budget.spend(caller, input.lines?.length ?? existing.length);

  const batchId = v7();
  return studio.database.withWorkspace(workspaceId, async (tx) => {
    const faster = keyed && (await takeKey(tx, caller, keyed, batchId));
    if (faster) return readBatch(tx, workspaceId, faster);
    await tx.insert(batches).values({
      id: batchId,
      workspaceId,
      projectId: input.projectId,
      ...createdByColumns(caller.actor),
    });
    const spoken = input.lines ? await insertScripts(tx, caller, input.projectId, input.lines) : existing;
    await insertVersions(
      tx,
      caller,
      spoken.map(({ scriptId, revisionId }) => ({
        id: v7(),
        scriptId,
        revisionId,
        voice,
        parameters: input.parameters,
        note: input.note ?? null,
      })),
      { batchId },
    );
    if (input.lines)
      await notifyAll(
        tx,
        workspaceId,
        spoken.map(({ scriptId }) => ({ type: 'script-changed', scriptId, projectId: input.projectId })),
      );
    const batch = await readBatch(tx, workspaceId, batchId);
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'batch.requested',
      subject: { kind: 'batch', id: batchId },
      detail: {
        projectId: input.projectId,
        voiceId: voice.id,
        parameters: input.parameters,
        newScripts: input.lines?.length ?? 0,
        versionIds: batch.versionIds,
      },
      correlationId: caller.correlationId,
    });
    return batch;
  });
}

/** Checks every text before anything is written. Throws the first problem, naming where it is. */
async function checkAll(
  studio: Studio,
  workspaceId: string,
  input: NewBatch,
  texts: readonly Speakable[],
  field: string,
) {
  const dictionary = await newestEntries(studio, workspaceId);
  let checked: Awaited<ReturnType<Studio['speech']['check']>> | undefined;
  for (const [index, { title, text, language }] of texts.entries())
    try {
      readText(text, language);
      checked = await studio.speech.check({
        text,
        language,
        voiceId: input.voiceId,
        parameters: input.parameters,
        dictionary,
        workspaceId,
      });
    } catch (error) {
      if (!(error instanceof ProblemError) || error.code === 'unknown-voice') throw error;
      throw new ProblemError(error.code, `“${title}”: ${error.message}`, {
        errors: [{ field: `${field}.${index}`, message: error.message }],
        cause: error,
      });
    }
  if (!checked)
    throw new ProblemError('validation-failed', 'The project has no scripts yet. Write one, or send lines.');
  return checked;
}

/** The newest texts of the named scripts, or of all, of a project. Throws `not-found` or `validation-failed`. */
async function readNewestRevisions(
  tx: WorkspaceTx,
  workspaceId: string,
  projectId: string,
  scriptIds: string[] | undefined,
) {
  const wanted = scriptIds && [...new Set(scriptIds)];
  const rows = await tx
    .select({
      scriptId: scripts.id,
      title: scripts.title,
      language: scripts.language,
      revisionId: revisions.id,
      text: revisions.text,
    })
    .from(scripts)
    .innerJoin(
      revisions,
      and(eq(revisions.scriptId, scripts.id), eq(revisions.number, scripts.revisionNumber)),
    )
    .where(
      and(
        eq(scripts.workspaceId, workspaceId),
        eq(scripts.projectId, projectId),
        wanted ? inArray(scripts.id, wanted) : undefined,
      ),
    )
    .orderBy(asc(scripts.id))
    .limit(MAX_BATCH + 1);
  if (wanted && rows.length < wanted.length) throw notFound('script in the project');
  if (rows.length > MAX_BATCH)
    throw new ProblemError(
      'validation-failed',
      `A batch holds at most ${MAX_BATCH} scripts and this project has more. Name them in scriptIds, in several batches.`,
    );
  return rows;
}
