import { z } from 'zod';
import type { EngineSettings } from '../../engines/contract.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpeechEngineKind } from '../../speech/contract.ts';
import { askEngine, type EngineLimits, readJson, speechLimits } from '../../speech/remote/askEngine.ts';
import { expectRate } from '../../speech/remote/collectHeard.ts';
import { openRemoteEngine } from '../../speech/remote/remoteEngine.ts';
import type { RemoteUtterance } from '../../speech/remote/remoteSpeech.ts';
import { rememberVoices } from '../../speech/remote/voiceList.ts';
import { readWav } from '../../speech/remote/wavStream.ts';
import { recordingOf, styleTts2Cloning } from './cloning.ts';
import { STYLETTS2_DEFAULT, STYLETTS2_RATE_HZ } from './voices.ts';

const ENGINE = 'StyleTTS 2';
/** The model reads 512 sounds at once and fails with more; this leaves room for numbers read out. */
const CHARACTERS_AT_ONCE = 250;
const FIRST_BYTE_MS = 120_000;

export const STYLETTS2: SpeechEngineKind = {
  id: 'styletts2',
  name: ENGINE,
  kind: 'local',
  hint: 'Run a server with the protocol of SaladTechnologies/styletts2-api and set STYLETTS2_BASE_URL to its address, such as http://127.0.0.1:4321. Servers that speak OpenAI’s dialect belong to LOCAL_SPEECH_BASE_URL.',
  settings: [
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'STYLETTS2_BASE_URL',
      secret: false,
      required: true,
      perWorkspace: false,
    },
  ],
  open: (settings) => openStyleTts2(settings),
};

/**
 * A StyleTTS 2 server: `POST /generate` of a text, and a recording where the voice is not the server's own; it answers
 * with a whole file. One request at a time, for it has one model.
 */
export function openStyleTts2(
  { baseUrl = '' }: EngineSettings,
  patience: Partial<EngineLimits> = { firstByteMs: FIRST_BYTE_MS },
): SpeechEngine {
  // It lists no voices; asking how it is tells at least that it is there.
  const list = rememberVoices(async (signal) => {
    const answer = await askEngine({
      engine: ENGINE,
      url: `${baseUrl}/hc`,
      method: 'GET',
      accepts: /^application\/json$/,
      limits: { firstByteMs: 15_000 },
      translate: ({ status }) =>
        status === 404
          ? new ProblemError(
              'engine-unavailable',
              'At the address of StyleTTS 2 is no server with the protocol of styletts2-api. Correct STYLETTS2_BASE_URL.',
            )
          : undefined,
      signal,
    });
    await readJson(ENGINE, answer, z.object({ status: z.string() }));
    return [STYLETTS2_DEFAULT];
  });

  async function* say({ text, request: { voice } }: RemoteUtterance, signal: AbortSignal) {
    const answer = await askEngine({
      engine: ENGINE,
      url: `${baseUrl}/generate`,
      body: {
        text,
        ...(voice.clone ? { voice: recordingOf(voice.clone) } : {}),
        output_sample_rate: STYLETTS2_RATE_HZ,
        output_format: 'wav',
      },
      accepts: /^audio\//,
      limits: { ...speechLimits(text.length, 2 * STYLETTS2_RATE_HZ), ...patience },
      signal,
    });
    yield* expectRate(ENGINE, STYLETTS2_RATE_HZ, readWav(ENGINE, answer.chunks));
  }

  return openRemoteEngine({
    id: 'styletts2',
    name: ENGINE,
    version: 'v1',
    kind: 'local',
    requestsAtOnce: 1,
    voices: () => list.voices(),
    manner: () => ({ limit: { max: CHARACTERS_AT_ONCE, unit: 'characters' }, say }),
    cloning: styleTts2Cloning,
    close: () => list.close(),
  });
}
