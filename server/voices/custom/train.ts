import { and, desc, eq, gt, inArray } from 'drizzle-orm';
import { v7 } from 'uuid';
import type { CustomVoice } from '../../../shared/api/personalities.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import type { VoiceSettings } from '../../../shared/speech/voiceSettings.ts';
import { PLAN_TERMS, type Plan } from '../../../shared/usage/plans.ts';
import type { Caller } from '../../caller.ts';
import { createdByColumns } from '../../db/actors.ts';
import { withheldReason } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { enqueue } from '../../db/jobs.ts';
import { notify } from '../../db/notify.ts';
import { personalityRow, recordPersonality as record } from '../../db/personalities.ts';
import { lockOwnVoices, readPlan } from '../../db/plans.ts';
import { customVoices, personalities, type voiceSamples } from '../../db/schema/index.ts';
import { notFound, ProblemError } from '../../problem.ts';
import { readSamples } from '../samples/samples.ts';
import type { Voices } from '../voices.ts';
import { chooseCloner, refuseUnfit } from './cloners.ts';
import { readConsent } from './consent.ts';
import { presentMade } from './presentMade.ts';

/** A workspace trains one voice in this time. */
export const BETWEEN_TRAININGS_MS = 60 * 60_000;

export interface TrainRequest {
  sampleIds: string[];
  engine?: string | undefined;
  /** The one that the personality begins in, when absent. */
  language?: string | undefined;
  gender: Voice['gender'];
  settings?: VoiceSettings | undefined;
}

type Sample = typeof voiceSamples.$inferSelect;

/**
 * Begins to make a voice of chosen recordings. What looks as if it should not be made waits for a person to decide.
 * Throws `not-found`, `consent-missing`, `engine-unavailable` when no engine makes voices, `validation-failed` for
 * recordings that would fail or a language the engine does not speak, `not-in-plan`, `conflict` while one is under way, and `rate-limited` within an hour of the last.
 */
export async function trainVoice(
  voices: Voices,
  caller: Caller,
  personalityId: string,
  request: TrainRequest,
): Promise<CustomVoice> {
  const { workspaceId, actor } = caller;
  const language = await voices.database.withWorkspace(workspaceId, async (tx) => {
    const { content } = await personalityRow(tx, workspaceId, personalityId);
    await requireConsent(tx, workspaceId, personalityId);
    return request.language ?? content.languages[0] ?? 'en-US';
  });
  const cloner = await chooseCloner(voices, workspaceId, { id: request.engine, language });
  const id = v7();
  return voices.database.withWorkspace(workspaceId, async (tx) => {
    // Two at once must not both find the hour over.
    await lockOwnVoices(tx, workspaceId);
    const personality = await personalityRow(tx, workspaceId, personalityId, { lock: true });
    const consent = await requireConsent(tx, workspaceId, personalityId);
    const samples = await chosenSamples(tx, workspaceId, personalityId, request.sampleIds);
    refuseUnfit(samples, cloner);
    await refuseTooSoon(tx, workspaceId);
    await refuseBeyondPlan(tx, workspaceId, personality.customVoiceId, voices.givenPlan);
    const reviewReason = suspicion(samples);
    const [row] = await tx
      .insert(customVoices)
      .values({
        id,
        workspaceId,
        personalityId,
        consentId: consent.id,
        engineId: cloner.engine.id,
        name: personality.name,
        language,
        gender: request.gender,
        state: reviewReason === null ? 'training' : 'in-review',
        reviewReason,
        sampleIds: samples.map((sample) => sample.id),
        settings: request.settings ?? null,
        ...createdByColumns(actor),
      })
      .returning();
    await tx.update(personalities).set({ customVoiceId: id }).where(eq(personalities.id, personalityId));
    if (reviewReason === null) await queueTraining(tx, workspaceId, id);
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(tx, caller, 'voice.training-requested', personality, {
      customVoiceId: id,
      engine: cloner.engine.id,
      sampleIds: request.sampleIds,
      consentId: consent.id,
      review: reviewReason,
    });
    return presentMade(row!, personality.content, { terms: cloner.cloning.terms, withheld: null });
  });
}

/** Of making a voice: some four minutes of pauses between them, so that a sick engine is told of soon. */
const MOST_TRIES = 6;
/** Of looking at a voice that an engine works on: an outage of hours must not lose it. */
const MOST_LOOKS = 10;

/** Queues the work of a training; with a time, its next look at an engine that still works on it. */
export function queueTraining(tx: WorkspaceTx, workspaceId: string, customVoiceId: string, lookAt?: Date) {
  return enqueue(
    tx,
    'trainVoice',
    { workspaceId, customVoiceId },
    {
      key: `trainVoice:${customVoiceId}`,
      ...(lookAt ? { maxAttempts: MOST_LOOKS, runAt: lookAt } : { maxAttempts: MOST_TRIES }),
    },
  );
}

/** The consent that holds now. Throws `consent-missing` with what is wrong with it. */
async function requireConsent(tx: WorkspaceTx, workspaceId: string, personalityId: string) {
  const consent = await readConsent(tx, workspaceId, personalityId);
  if (!consent)
    throw new ProblemError('consent-missing', 'Nobody has agreed yet that a voice is made of theirs.');
  const withheld = withheldReason(consent);
  if (withheld) throw new ProblemError('consent-missing', withheld);
  return consent;
}

async function chosenSamples(
  tx: WorkspaceTx,
  workspaceId: string,
  personalityId: string,
  ids: readonly string[],
): Promise<Sample[]> {
  const all = await readSamples(tx, workspaceId, personalityId);
  return [...new Set(ids)].map((id) => {
    const sample = all.find((each) => each.id === id);
    if (!sample) throw notFound('recording');
    return sample;
  });
}

/** Checks whose failure may mean that it is not one person's own voice. */
const SUSPICIOUS = new Set(['speech', 'speakers', 'music']);

function suspicion(samples: readonly Sample[]): string | null {
  for (const sample of samples) {
    const failed = sample.checks.find((check) => check.state === 'failed' && SUSPICIOUS.has(check.name));
    if (failed) return `“${sample.name}”: ${failed.message}`;
  }
  return null;
}

/** When the next training may begin; null: now. One that came to nothing by its engine's fault does not count. */
export async function nextTrainingAt(tx: WorkspaceTx, workspaceId: string): Promise<Date | null> {
  const [last] = await tx
    .select({ at: customVoices.createdAt })
    .from(customVoices)
    .where(
      and(
        eq(customVoices.workspaceId, workspaceId),
        eq(customVoices.engineFault, false),
        gt(customVoices.createdAt, new Date(Date.now() - BETWEEN_TRAININGS_MS)),
      ),
    )
    .orderBy(desc(customVoices.createdAt))
    .limit(1);
  return last ? new Date(last.at.getTime() + BETWEEN_TRAININGS_MS) : null;
}

/** Making a personality's voice anew replaces the one before. Throws `not-in-plan`. */
async function refuseBeyondPlan(
  tx: WorkspaceTx,
  workspaceId: string,
  replacedId: string | null,
  givenPlan: Plan,
): Promise<void> {
  const { name, customVoices: most } = PLAN_TERMS[await readPlan(tx, workspaceId, givenPlan)];
  if (most === null) return;
  const made = await tx
    .select({ id: customVoices.id })
    .from(customVoices)
    .where(and(eq(customVoices.workspaceId, workspaceId), eq(customVoices.state, 'ready')));
  if (made.filter(({ id }) => id !== replacedId).length < most) return;
  throw new ProblemError(
    'not-in-plan',
    most === 0
      ? `The plan ${name} includes the voices of the list and none of your own.`
      : `The plan ${name} includes ${most} of your own voices. Delete one, or ask the owner for another plan.`,
  );
}

async function refuseTooSoon(tx: WorkspaceTx, workspaceId: string): Promise<void> {
  const [running] = await tx
    .select({ name: customVoices.name })
    .from(customVoices)
    .where(
      and(eq(customVoices.workspaceId, workspaceId), inArray(customVoices.state, ['training', 'in-review'])),
    )
    .limit(1);
  if (running)
    throw new ProblemError('conflict', `The voice of ${running.name} is being made. One at a time.`);
  const next = await nextTrainingAt(tx, workspaceId);
  if (next === null) return;
  const seconds = Math.ceil((next.getTime() - Date.now()) / 1000);
  throw new ProblemError(
    'rate-limited',
    `A workspace trains one voice an hour. The next may begin in ${Math.ceil(seconds / 60)} minutes.`,
    { retryAfterSeconds: seconds },
  );
}
