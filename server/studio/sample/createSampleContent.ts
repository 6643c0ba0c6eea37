import { eq, sql } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { Voice } from '../../../shared/api/voices.ts';
import { SpeechParameters } from '../../../shared/speech/parameters.ts';
import type { Caller } from '../../caller.ts';
import { recordAudit } from '../../db/audit.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueue } from '../../db/jobs.ts';
import { notify } from '../../db/notify.ts';
import { projects } from '../../db/schema/index.ts';
import { insertVersions } from '../generation/insertVersions.ts';
import { insertProject } from '../projects/createProject.ts';
import { insertScripts } from '../scripts/createScript.ts';
import type { Studio } from '../studio.ts';
import { SAMPLE_PROJECTS, type SampleProject, type SampleTake } from './content.ts';
import { showingJob } from './showSample.ts';

const LANGUAGE = 'en-US';

/**
 * Fills an empty workspace with scripts for support, sales and education, and queues their first versions, of
 * which some are to be reviewed and deployed once they are ready. All or nothing, and nothing where a project exists already, so it may be called again. Needs a voice that
 * speaks English; throws `unknown-voice` without one.
 */
export async function createSampleContent(studio: Studio, caller: Caller): Promise<void> {
  const { workspaceId } = caller;
  const voiceOf = await voicesFor(studio, workspaceId);
  await studio.database.withWorkspace(workspaceId, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`sample:${workspaceId}`}, 0))`);
    const [existing] = await tx
      .select({ id: projects.id })
      .from(projects)
      .where(eq(projects.workspaceId, workspaceId))
      .limit(1);
    if (existing) return;
    const made: Record<string, number> = {};
    // Lists show the newest project first: the first one here is to stand on top.
    for (const project of SAMPLE_PROJECTS.toReversed())
      made[project.name] = await insertSampleProject(tx, caller, project, voiceOf);
    await recordAudit(tx, workspaceId, {
      actor: caller.actor,
      action: 'sample.created',
      subject: { kind: 'workspace', id: workspaceId },
      detail: { versions: made },
      correlationId: caller.correlationId,
    });
  });
}

/** Gives the number of versions queued. */
async function insertSampleProject(
  tx: WorkspaceTx,
  caller: Caller,
  project: SampleProject,
  voiceOf: (take: SampleTake) => Voice,
): Promise<number> {
  const projectId = await insertProject(tx, caller, project);
  const scripts = project.scripts.toReversed();
  const ids = await insertScripts(
    tx,
    caller,
    projectId,
    scripts.map(({ title, text }) => ({ title, text, language: LANGUAGE })),
  );
  const orders = scripts.flatMap((script, index) =>
    script.takes.map((take, turn) => ({
      turn,
      take,
      order: {
        id: v7(),
        ...ids[index]!,
        voice: voiceOf(take),
        parameters: parametersOf(take),
        note: take.note ?? null,
      },
    })),
  );
  const turns = Math.max(...orders.map(({ turn }) => turn)) + 1;
  for (let turn = 0; turn < turns; turn++)
    await insertVersions(
      tx,
      caller,
      orders.filter((entry) => entry.turn === turn).map(({ order }) => order),
      { bulk: true },
    );
  for (const { take, order } of orders) {
    if (!take.showing) continue;
    const job = showingJob(caller, order.id, take.showing);
    await enqueue(tx, 'showSample', job.payload, job);
  }
  await notify(tx, caller.workspaceId, { type: 'project-changed', projectId });
  return orders.length;
}

const parametersOf = (take: SampleTake) => SpeechParameters.parse(take.parameters ?? {});

/**
 * Who speaks each take: the first built-in voice of English that fits, else the first of English; catalogues begin with their
 * best. Every take is checked here, before anything is written. Throws `unknown-voice` without a voice of English.
 */
async function voicesFor(studio: Studio, workspaceId: string): Promise<(take: SampleTake) => Voice> {
  // Built-in ones alone: samples cost nobody money, and are there however the other engines do.
  const english = (await studio.speech.voices(workspaceId)).filter(
    (voice) => voice.kind === 'builtin' && voice.languages.some((language) => language.startsWith('en')),
  );
  const chosen = new Map<SampleTake, Voice>();
  for (const { text, takes } of SAMPLE_PROJECTS.flatMap(({ scripts }) => scripts))
    for (const take of takes) {
      const wanted = english.find((voice) => voice.gender === take.gender) ?? english[0];
      const { voice } = await studio.speech.check({
        text,
        language: LANGUAGE,
        voiceId: wanted?.id ?? '',
        parameters: parametersOf(take),
        workspaceId,
      });
      chosen.set(take, voice);
    }
  return (take) => chosen.get(take)!;
}
