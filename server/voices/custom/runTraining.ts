import { and, eq, inArray, ne } from 'drizzle-orm';
import type { Actor } from '../../../shared/api/common.ts';
import type { ProblemCode } from '../../../shared/api/problems.ts';
import { CUSTOM_PREFIX, withheldReason } from '../../db/consents.ts';
import type { WorkspaceTx } from '../../db/database.ts';
import { notify } from '../../db/notify.ts';
import {
  personalityRow,
  recordPersonality as record,
  savePersonalityVersion,
} from '../../db/personalities.ts';
import { customVoices, voiceConsents, voiceSamples } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { CloneReference, VoiceCloning, VoiceSample } from '../../speech/contract.ts';
import { readRecording } from '../samples/storedRecording.ts';
import type { Voices } from '../voices.ts';
import { queueRemoval } from './engineCopy.ts';
import { queueTraining } from './train.ts';

const TRAINER: Actor = { kind: 'system', id: null, name: 'VoiceOps Studio' };
/** How often an engine that works on is asked how far it is. */
const LOOK_AGAIN_MS = 10_000;
/** An engine that waits for something else, such as a verification, holds up the workspace's next training. */
const LONGEST_MS = 24 * 60 * 60_000;
/** Progress below this much more is not worth telling. */
const STEP = 0.02;
/** Failures by what was asked for; every other one is the engine's, or ours. */
const OF_THE_REQUEST = new Set<ProblemCode>(['validation-failed', 'consent-missing', 'engine-refused']);

type Made = typeof customVoices.$inferSelect;
interface Job {
  workspaceId: string;
  customVoiceId: string;
}

/**
 * One run of a training: makes the voice at its engine, or looks how far it is. May be killed and run again: what the
 * engine answered is kept before anything else happens. Throws what is worth another try, when `lastTry` is not set.
 */
export async function runTraining(
  voices: Voices,
  { workspaceId, customVoiceId }: Job,
  { signal, lastTry }: { signal: AbortSignal; lastTry: boolean },
): Promise<void> {
  const found = await readJob(voices, workspaceId, customVoiceId);
  if (found?.made.state !== 'training') return;
  const { made, consent } = found;
  try {
    const withheld = withheldReason(consent);
    if (withheld) throw new ProblemError('consent-missing', withheld);
    const cloning = await cloningOf(voices, workspaceId, made.engineId);
    const known = made.sealedSecret
      ? (JSON.parse(voices.audioStore.open(made.sealedSecret)) as CloneReference)
      : null;
    if (known === null) {
      const { reference, state } = await create(voices, made, cloning, signal);
      if (!(await remember(voices, made, reference))) return;
      if (state === 'ready') return await finish(voices, made, cloning);
      return await lookAgain(voices, made);
    }
    const state = (await cloning.state?.(known, signal)) ?? 'ready';
    if (state === 'ready') return await finish(voices, made, cloning);
    if (state === 'pending') {
      if (Date.now() - made.createdAt.getTime() < LONGEST_MS) return await lookAgain(voices, made);
      const late = 'The engine did not finish within a day. Look there, or try again.';
      return await fail(voices, made, late, { engineFault: true });
    }
    await fail(voices, made, state.failed);
  } catch (error) {
    if (signal.aborted) throw error;
    const problem =
      error instanceof ProblemError
        ? error
        : new ProblemError('internal', 'The voice could not be made because of a fault on our side.');
    if (!problem.retryable || lastTry)
      return fail(voices, made, problem.message, { engineFault: !OF_THE_REQUEST.has(problem.code) });
    await tellTrouble(voices, made, problem.message);
    throw error;
  }
}

async function readJob(voices: Voices, workspaceId: string, id: string) {
  const [found] = await voices.database.withWorkspace(workspaceId, (tx) =>
    tx
      .select({ made: customVoices, consent: voiceConsents })
      .from(customVoices)
      .innerJoin(voiceConsents, eq(voiceConsents.id, customVoices.consentId))
      .where(and(eq(customVoices.workspaceId, workspaceId), eq(customVoices.id, id))),
  );
  return found ?? null;
}

async function cloningOf({ speech }: Voices, workspaceId: string, engineId: string): Promise<VoiceCloning> {
  const engine = await speech.engine(workspaceId, engineId);
  if (engine?.cloning) return engine.cloning;
  throw new ProblemError('engine-unavailable', `The engine “${engineId}” is not set up here any more.`);
}

async function create(voices: Voices, made: Made, cloning: VoiceCloning, signal: AbortSignal) {
  let told = 0;
  const onProgress = (fraction: number) => {
    if (fraction < told + STEP) return;
    told = fraction;
    void tell(voices, made, fraction).catch(() => undefined);
  };
  return cloning.create({ name: made.name, samples: await readSamples(voices, made), signal, onProgress });
}

/** The recordings of a training with their samples. A removed one is missing: then there is nothing to be made. */
async function readSamples(voices: Voices, made: Made): Promise<VoiceSample[]> {
  const { workspaceId, sampleIds } = made;
  const rows = await voices.database.withWorkspace(workspaceId, (tx) =>
    tx
      .select()
      .from(voiceSamples)
      .where(and(eq(voiceSamples.workspaceId, workspaceId), inArray(voiceSamples.id, sampleIds))),
  );
  if (rows.length < sampleIds.length)
    throw new ProblemError('validation-failed', 'A recording was removed in the meantime. Choose again.');
  const samples: VoiceSample[] = [];
  for (const { id, name, mediaType } of rows) {
    const bytes = await readRecording(voices, workspaceId, id);
    const { samples: sound, sampleRateHz } = await voices.examiner.examine(bytes);
    samples.push({ name, bytes, mediaType, samples: sound, sampleRateHz });
  }
  return samples;
}

const mine = (made: Made) =>
  and(
    eq(customVoices.workspaceId, made.workspaceId),
    eq(customVoices.id, made.id),
    // Deleted, or refused, in the meantime: then it stays so.
    eq(customVoices.state, 'training'),
  );

function tell({ database }: Voices, made: Made, progress: number): Promise<void> {
  return database.withWorkspace(made.workspaceId, async (tx) => {
    await tx.update(customVoices).set({ progress }).where(mine(made));
    await notify(tx, made.workspaceId, {
      type: 'voice-progress',
      personalityId: made.personalityId,
      progress,
    });
  });
}

/** Why a try failed that another one follows. */
function tellTrouble({ database }: Voices, made: Made, failure: string): Promise<void> {
  return database.withWorkspace(made.workspaceId, async (tx) => {
    await tx.update(customVoices).set({ failure }).where(mine(made));
    await notify(tx, made.workspaceId, { type: 'personality-changed', personalityId: made.personalityId });
  });
}

/**
 * Keeps what the engine calls the voice, so that a crash from here on does not make it twice; false when it was stopped
 * or deleted meanwhile: then the engine's copy would belong to nobody, and goes.
 */
function remember({ database, audioStore }: Voices, made: Made, reference: CloneReference): Promise<boolean> {
  const { workspaceId, id } = made;
  const sealedSecret = audioStore.seal(JSON.stringify(reference));
  return database.withWorkspace(workspaceId, async (tx) => {
    const [kept] = await tx
      .update(customVoices)
      .set({ sealedSecret })
      .where(and(eq(customVoices.workspaceId, workspaceId), eq(customVoices.id, id)))
      .returning({ state: customVoices.state });
    if (kept?.state === 'training') return true;
    if (kept) await queueRemoval(tx, { workspaceId, customVoiceId: id });
    return false;
  });
}

/** The engine works on it: what went wrong before is over. */
function lookAgain({ database }: Voices, made: Made): Promise<void> {
  return database.withWorkspace(made.workspaceId, async (tx) => {
    await tx.update(customVoices).set({ failure: null }).where(mine(made));
    await queueTraining(tx, made.workspaceId, made.id, new Date(Date.now() + LOOK_AGAIN_MS));
  });
}

/** The voice is ready, and the personality speaks with it instead of the one made before, which goes as a deleted one does. */
async function finish(voices: Voices, made: Made, { voice }: VoiceCloning): Promise<void> {
  const { workspaceId, personalityId } = made;
  const { languages: _languages, ...abilities } = voice;
  await voices.database.withWorkspace(workspaceId, async (tx) => {
    // Locked first, as whoever deletes the voice does.
    const before = await personalityRow(tx, workspaceId, personalityId, { lock: true, deleted: true });
    const done = await tx
      .update(customVoices)
      .set({ state: 'ready', progress: 1, failure: null, abilities, finishedAt: new Date() })
      .where(mine(made))
      .returning({ id: customVoices.id });
    if (done.length === 0) return;
    const replaced = await retireFormer(tx, made);
    const { voice: spoken } = before.content;
    const own = spoken?.id.startsWith(CUSTOM_PREFIX) ? spoken : null;
    const next = {
      ...own,
      id: `${CUSTOM_PREFIX}${made.id}`,
      settings: made.settings ?? own?.settings ?? {},
      fallbackId: spoken?.fallbackId ?? null,
    };
    await savePersonalityVersion(
      tx,
      ended(made),
      before,
      { ...before.content, voice: next },
      {
        note: 'Its own voice is ready.',
      },
    );
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(
      tx,
      ended(made),
      'voice.trained',
      { id: personalityId, name: made.name },
      {
        customVoiceId: made.id,
        engine: made.engineId,
        replaced,
      },
    );
  });
  voices.speech.changed(workspaceId);
}

/** What was generated and approved with a former voice stays what it is: nothing needs the voice itself for that. */
async function retireFormer(tx: WorkspaceTx, { workspaceId, personalityId, id }: Made): Promise<string[]> {
  const former = await tx
    .update(customVoices)
    .set({ state: 'deleted' })
    .where(
      and(
        eq(customVoices.workspaceId, workspaceId),
        eq(customVoices.personalityId, personalityId),
        ne(customVoices.id, id),
        inArray(customVoices.state, ['ready', 'failed']),
      ),
    )
    .returning({ customVoiceId: customVoices.id });
  for (const { customVoiceId } of former) await queueRemoval(tx, { workspaceId, customVoiceId });
  return former.map(({ customVoiceId }) => customVoiceId);
}

async function fail(
  voices: Voices,
  made: Made,
  failure: string,
  { engineFault = false }: { engineFault?: boolean } = {},
): Promise<void> {
  const { workspaceId, personalityId } = made;
  await voices.database.withWorkspace(workspaceId, async (tx) => {
    const done = await tx
      .update(customVoices)
      .set({ state: 'failed', failure, engineFault, finishedAt: new Date() })
      .where(mine(made))
      .returning({ id: customVoices.id });
    if (done.length === 0) return;
    await notify(tx, workspaceId, { type: 'personality-changed', personalityId });
    await record(
      tx,
      ended(made),
      'voice.training-failed',
      { id: personalityId, name: made.name },
      {
        customVoiceId: made.id,
        engine: made.engineId,
        failure,
      },
    );
  });
}

const ended = ({ workspaceId }: Made) => ({ workspaceId, actor: TRAINER, correlationId: null });
