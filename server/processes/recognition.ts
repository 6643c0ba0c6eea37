import { resolve } from 'node:path';
import type { DeskParts } from '../engines/engines.ts';
import { readEngineSettings } from '../engines/workspaceSettings.ts';
import type { Env } from '../env.ts';
import { listenerOrderOf } from '../identity/workspaceSettings.ts';
import { DEEPGRAM } from '../providers/deepgram/deepgram.ts';
import { LOCAL_TRANSCRIPTION, OPENAI_TRANSCRIPTION } from '../providers/openai/recognizers.ts';
import { openLocalRecognizers } from '../providers/sherpa/localRecognizers.ts';
import type { SpeechAccounts } from '../speech/contract.ts';
import { openReader } from '../speech/reading/openReader.ts';
import type { Recognition, RecognizerKind } from '../speech/recognition/contract.ts';
import { openRecognition } from '../speech/recognition/recognition.ts';
import type { Ears } from '../studio/checks/checked.ts';
import { installationSettings } from './engineKinds.ts';
import type { Foundation } from './foundation.ts';

/** Where recognisers of this machine lie. */
export const recognizersFolder = (env: Pick<Env, 'VOICEOPS_DATA_DIR'>) =>
  resolve(env.VOICEOPS_DATA_DIR, 'recognisers');

/** Every kind of recogniser that can be set up, most preferred first: local ones, then those of a cloud. */
export const RECOGNIZER_KINDS: readonly RecognizerKind[] = [
  LOCAL_TRANSCRIPTION,
  DEEPGRAM,
  OPENAI_TRANSCRIPTION,
];

const READING_THREADS = 1;

/** The recognisers of this installation, most preferred first; those of the ears need nothing and come last. */
export function wireRecognition(
  { env, database, audioStore }: Foundation,
  ears: Ears,
  accounts: SpeechAccounts,
  desks: Required<DeskParts>,
): Recognition {
  const local = openLocalRecognizers({
    folder: recognizersFolder(env),
    memoryLimitBytes: env.VOICEOPS_MODEL_MEMORY_MB * 2 ** 20,
  });
  // What lies there is known before the first request asks for it.
  local.models().catch(() => undefined);
  const recognition = openRecognition({
    builtin: ears.recognizers,
    kinds: [...local.kinds, ...RECOGNIZER_KINDS],
    installation: installationSettings(env, RECOGNIZER_KINDS),
    workspaceSettings: (workspaceId) => readEngineSettings({ database, audioStore }, workspaceId),
    listenerOrder: (workspaceId) => listenerOrderOf(database, workspaceId),
    reader: openReader({ threads: READING_THREADS }),
    detector: ears.voiceActivity,
    accounts,
    ...desks,
  });
  return {
    ...recognition,
    async close() {
      await recognition.close();
      await local.close();
    },
  };
}
