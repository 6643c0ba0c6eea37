import { inWords } from '../../../shared/speech/languages.ts';
import { makersInWords, makesVoicesFor } from '../../../shared/voices/misfit.ts';
import type { voiceSamples } from '../../db/schema/index.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, VoiceCloning } from '../../speech/contract.ts';
import type { Voices } from '../voices.ts';

/** An engine that makes voices of samples, and how. */
export interface Cloner {
  engine: SpeechEngine;
  cloning: VoiceCloning;
}

/** Engines of a workspace that make voices of samples, most preferred first. */
export async function cloningEngines({ speech }: Voices, workspaceId: string): Promise<Cloner[]> {
  const listed = (await speech.engines(workspaceId)).filter(({ cloning }) => cloning);
  const open = await Promise.all(listed.map(({ id }) => speech.engine(workspaceId, id)));
  return open.flatMap((engine) => (engine?.cloning ? [{ engine, cloning: engine.cloning }] : []));
}

const spokenBy = ({ engine: { name }, cloning }: Cloner) => ({ name, languages: cloning.voice.languages });

/**
 * The engine asked for; without an id the most preferred one that makes voices for the language. Throws
 * `engine-unavailable` where it is not set up, and `validation-failed` for a language that its voices do not speak.
 */
export async function chooseCloner(
  voices: Voices,
  workspaceId: string,
  { id, language }: { id: string | undefined; language: string },
): Promise<Cloner> {
  const able = await cloningEngines(voices, workspaceId);
  const suits = (cloner: Cloner) => makesVoicesFor(spokenBy(cloner), language);
  const cloner =
    id === undefined ? (able.find(suits) ?? able[0]) : able.find(({ engine }) => engine.id === id);
  if (!cloner)
    throw new ProblemError(
      'engine-unavailable',
      id === undefined
        ? 'No engine is set up here that makes voices of recordings. Fetch Pocket TTS under Voices → More voices, or set up ElevenLabs, an XTTS server or StyleTTS 2.'
        : `The engine “${id}” is not set up here, or makes no voices.`,
    );
  if (suits(cloner)) return cloner;
  const { name, languages } = spokenBy(cloner);
  throw new ProblemError(
    'validation-failed',
    `Voices that ${name} makes speak ${inWords(languages)}, not ${inWords([language])}. ${makersInWords(able.map(spokenBy), language)} Otherwise name a language that ${name} speaks.`,
    { errors: [{ field: 'language', message: `must be one that ${name} speaks` }] },
  );
}

/** Checks whose failure an engine would turn into a bad voice, or into none. */
const MUST_PASS = new Set(['duration', 'clipping', 'level', 'bandwidth']);

/** Throws `validation-failed` for recordings of which the engine would make a bad voice, or none. */
export function refuseUnfit(
  samples: readonly (typeof voiceSamples.$inferSelect)[],
  { engine: { name }, cloning }: Cloner,
): void {
  const { minSeconds, maxSeconds, maxFileBytes } = cloning.requirements;
  for (const sample of samples) {
    const failed = sample.checks.find((check) => check.state === 'failed' && MUST_PASS.has(check.name));
    if (failed) throw new ProblemError('validation-failed', `“${sample.name}”: ${failed.message}`);
    if (sample.sizeBytes > maxFileBytes)
      throw new ProblemError(
        'validation-failed',
        `“${sample.name}” is larger than the ${Math.floor(maxFileBytes / 1024 / 1024)} MB that ${name} takes.`,
      );
  }
  const seconds = samples.reduce((sum, { durationMs }) => sum + durationMs, 0) / 1000;
  if (seconds < minSeconds || seconds > maxSeconds)
    throw new ProblemError(
      'validation-failed',
      `${name} needs ${minSeconds} to ${maxSeconds} seconds of recordings in total; these are ${Math.round(seconds)}.`,
    );
}
