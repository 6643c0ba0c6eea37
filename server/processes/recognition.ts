import type { EngineMetrics } from '../engines/metrics.ts';
import { readEngineSettings } from '../engines/workspaceSettings.ts';
import { DEEPGRAM } from '../providers/deepgram/deepgram.ts';
import { LOCAL_TRANSCRIPTION, OPENAI_TRANSCRIPTION } from '../providers/openai/recognizers.ts';
import type { SpeechAccounts } from '../speech/contract.ts';
import { openReader } from '../speech/reading/openReader.ts';
import type { Recognition, RecognizerKind } from '../speech/recognition/contract.ts';
import { openRecognition } from '../speech/recognition/recognition.ts';
import type { Ears } from '../studio/checks/checked.ts';
import { installationSettings } from './engineKinds.ts';
import type { Foundation } from './foundation.ts';

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
  metrics: EngineMetrics,
): Recognition {
  return openRecognition({
    builtin: ears.recognizers,
    kinds: RECOGNIZER_KINDS,
    installation: installationSettings(env, RECOGNIZER_KINDS),
    workspaceSettings: (workspaceId) => readEngineSettings({ database, audioStore }, workspaceId),
    reader: openReader({ threads: READING_THREADS }),
    detector: ears.voiceActivity,
    accounts,
    metrics,
  });
}
