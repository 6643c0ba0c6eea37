import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import type { Registry } from 'prom-client';
import type { DeskParts } from '../engines/engines.ts';
import { readEngineSettings } from '../engines/workspaceSettings.ts';
import type { Env } from '../env.ts';
import { espeakInstalled, openEspeak } from '../providers/builtin/espeak/espeakEngine.ts';
import { openFlite } from '../providers/builtin/flite/fliteEngine.ts';
import { type NeuralVoices, openNeuralVoices } from '../providers/sherpa/neuralVoices.ts';
import type { Speech, SpeechAccounts, SpeechEngineKind } from '../speech/contract.ts';
import { openAudioPool } from '../speech/mastering/pool.ts';
import { createSpeechMetrics } from '../speech/metrics.ts';
import { openSpeech } from '../speech/speech.ts';
import { readCustomVoices } from '../voices/custom/customVoices.ts';
import { readFallbackChoice } from '../voices/fallbackChoice.ts';
import { keptVoiceLists } from '../voices/keptVoiceLists.ts';
import { installationSettings, SPEECH_KINDS } from './engineKinds.ts';
import type { Foundation } from './foundation.ts';

const CACHE_BYTES = 64 * 1024 * 1024;
/** Engines and mastering take turns: more of each than this only costs memory. */
const MOST_PROCESSES = 4;
/** Each has models of its own in memory. */
const MOST_NEURAL_PROCESSES = 2;

const ESPEAK_MISSING: SpeechEngineKind = {
  id: 'espeak',
  name: 'eSpeak NG',
  kind: 'builtin',
  hint: 'Install the optional package @echogarden/espeak-ng-emscripten (GPL-3) for sixty more languages.',
  settings: [],
};

/** Where neural voices lie. */
export const voicesFolder = (env: Pick<Env, 'VOICEOPS_DATA_DIR'>) => resolve(env.VOICEOPS_DATA_DIR, 'voices');

/** What speaks neural voices on this node; it is shared by the engines and by who fetches voices. */
export function wireNeuralVoices({ env }: Foundation): NeuralVoices {
  return openNeuralVoices({
    folder: voicesFolder(env),
    processes: Math.min(availableParallelism(), MOST_NEURAL_PROCESSES),
    memoryLimitBytes: env.VOICEOPS_MODEL_MEMORY_MB * 2 ** 20,
  });
}

/** The engines of this installation, most preferred first. Their processes start with the first work. */
export function wireSpeech(
  { env, database, audioStore }: Foundation,
  neural: NeuralVoices,
  accounts: SpeechAccounts,
  registry: Registry,
  desks: Required<DeskParts>,
): Speech {
  const processes = Math.min(availableParallelism(), MOST_PROCESSES);
  const engines = [openFlite({ processes })];
  if (espeakInstalled()) engines.push(openEspeak({ processes }));
  return openSpeech({
    builtin: engines,
    kinds: [...neural.kinds, ...SPEECH_KINDS, ...(espeakInstalled() ? [] : [ESPEAK_MISSING])],
    installation: installationSettings(env, SPEECH_KINDS),
    workspaceSettings: (workspaceId) => readEngineSettings({ database, audioStore }, workspaceId),
    customVoices: (workspaceId) => readCustomVoices({ database, audioStore }, workspaceId),
    fallbackChoice: (workspaceId) => readFallbackChoice(database, workspaceId),
    voiceLists: keptVoiceLists(audioStore),
    accounts,
    pool: openAudioPool({ threads: processes }),
    cacheBytes: CACHE_BYTES,
    ...desks,
    metrics: { ...createSpeechMetrics(registry), ...desks.metrics },
  });
}
