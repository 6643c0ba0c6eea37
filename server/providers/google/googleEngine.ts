import { z } from 'zod';
import type { EngineSettings } from '../../engines/contract.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpeechEngineKind, SynthesisRequest } from '../../speech/contract.ts';
import type { Span } from '../../speech/plan/emphasise.ts';
import { askEngine, type EngineLimits, readJson, speechLimits } from '../../speech/remote/askEngine.ts';
import { collectHeard } from '../../speech/remote/collectHeard.ts';
import { nonsense } from '../../speech/remote/failures.ts';
import type { Heard } from '../../speech/remote/heard.ts';
import { openRemoteEngine, ownIdOf } from '../../speech/remote/remoteEngine.ts';
import type { RemoteManner, RemoteUtterance } from '../../speech/remote/remoteSpeech.ts';
import { rememberVoices } from '../../speech/remote/voiceList.ts';
import { readWav } from '../../speech/remote/wavStream.ts';
import { translateGoogle } from './failures.ts';
import { familyOf } from './families.ts';
import { googleSsml } from './ssml.ts';
import { VoiceListing, voiceOf } from './voices.ts';

const ENGINE = 'Google Cloud';
const DEFAULT_ADDRESS = 'https://texttospeech.googleapis.com';
/** Google takes 5000 bytes, SSML included. It answers a request as a whole: smaller ones are heard sooner. */
const MAX_BYTES = 5000;
const BATCH_BYTES = 2500;
const SPEED = { min: 0.25, max: 2 };
const PITCH = { min: -12, max: 12 };
/** 24 kHz s16le in base64. */
const BYTES_PER_SECOND = 64_000;

const Synthesis = z.object({
  audioContent: z.string(),
  timepoints: z
    .array(z.object({ markName: z.string().default(''), timeSeconds: z.number().default(0) }))
    .optional(),
});

export const GOOGLE: SpeechEngineKind = {
  id: 'google',
  name: ENGINE,
  kind: 'cloud',
  hint: 'Set GOOGLE_API_KEY to the key of a Google Cloud project in which the Cloud Text-to-Speech API is enabled.',
  settings: [
    {
      name: 'apiKey',
      label: 'API key',
      variable: 'GOOGLE_API_KEY',
      secret: true,
      required: true,
      perWorkspace: true,
    },
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'GOOGLE_TTS_BASE_URL',
      secret: false,
      required: false,
      perWorkspace: false,
    },
  ],
  open: (settings) => openGoogle(settings),
};

/** Google Cloud Text-to-Speech over REST, whole answers; times of words through the marks of v1beta1. */
export function openGoogle(
  { apiKey = '', baseUrl = DEFAULT_ADDRESS }: EngineSettings,
  patience: Partial<EngineLimits> = {},
): SpeechEngine {
  // In a header: addresses are written to logs.
  const headers = { 'x-goog-api-key': apiKey };

  const list = rememberVoices(async (signal) => {
    const answer = await askEngine({
      engine: ENGINE,
      url: `${baseUrl}/v1/voices`,
      method: 'GET',
      headers,
      accepts: /^application\/json$/,
      translate: translateGoogle,
      signal,
    });
    const { voices = [] } = await readJson(ENGINE, answer, VoiceListing);
    return voices.flatMap(voiceOf);
  });

  function manner({ voice, parameters }: Omit<SynthesisRequest, 'signal'>): RemoteManner {
    const family = familyOf(ownIdOf(voice));
    return {
      limit: { max: BATCH_BYTES, unit: 'bytes' },
      ...(family.rate ? { speed: SPEED } : {}),
      ...(family.pitch ? { pitch: PITCH } : {}),
      ...(family.ssml
        ? {
            nativeEmphasis: family.emphasis,
            nativeSayAs: true,
            render: (tokens) => googleSsml(tokens, family.marks, parameters.emphasis),
          }
        : {}),
      say,
    };
  }

  async function* say(utterance: RemoteUtterance, signal: AbortSignal) {
    const { text, tokens, speed, pitch, request } = utterance;
    const { voice } = request;
    const name = ownIdOf(voice);
    const { ssml, marks } = familyOf(name);
    if (Buffer.byteLength(text) > MAX_BYTES) {
      throw new ProblemError(
        'engine-refused',
        `${ENGINE} takes ${MAX_BYTES} bytes at once, and a single word or element is longer. Divide it.`,
      );
    }
    const answer = await askEngine({
      engine: ENGINE,
      url: `${baseUrl}/${marks ? 'v1beta1' : 'v1'}/text:synthesize`,
      headers,
      body: {
        input: ssml ? { ssml: text } : { text },
        // Both: a language alone may be answered in another variant of it.
        voice: { languageCode: voice.languages[0], name },
        audioConfig: {
          audioEncoding: 'LINEAR16',
          ...(speed === 1 ? {} : { speakingRate: speed }),
          ...(pitch === 0 ? {} : { pitch }),
        },
        ...(marks ? { enableTimePointing: ['SSML_MARK'] } : {}),
      },
      accepts: /^application\/json$/,
      limits: { ...speechLimits(text.length, BYTES_PER_SECOND), ...patience },
      translate: translateGoogle,
      signal,
    });
    const { audioContent, timepoints } = await readJson(ENGINE, answer, Synthesis);
    const heard = await collectHeard(ENGINE, readWav(ENGINE, once(Buffer.from(audioContent, 'base64'))));
    // No rate is asked for, so the voice's own comes, unless another voice was put in its place.
    if (heard.sampleRateHz !== voice.sampleRateHz)
      throw nonsense(ENGINE, 'answered at another sample rate than this voice has, as another voice would');
    yield timepoints ? { ...heard, spans: spansOf(timepoints, tokens.length, heard) } : heard;
  }

  return openRemoteEngine({
    id: 'google',
    name: ENGINE,
    version: 'v1',
    kind: 'cloud',
    requestsAtOnce: 8,
    voices: () => list.voices(),
    manner,
    close: () => list.close(),
  });
}

/** A word lasts until the next begins; Google tells beginnings only. */
function spansOf(
  timepoints: NonNullable<z.infer<typeof Synthesis>['timepoints']>,
  tokens: number,
  { samples, sampleRateHz }: Heard,
): Span[] {
  const lengthMs = (samples.length * 1000) / sampleRateHz;
  const startsMs = new Map(
    timepoints.map(({ markName, timeSeconds }) => [Number(markName), Math.min(lengthMs, timeSeconds * 1000)]),
  );
  const spans: Span[] = [];
  let endMs = lengthMs;
  for (let token = tokens - 1; token >= 0; token--) {
    const startMs = startsMs.get(token);
    spans[token] = startMs === undefined ? null : { startMs, endMs: Math.max(startMs, endMs) };
    endMs = startMs ?? endMs;
  }
  return spans;
}

async function* once(bytes: Uint8Array) {
  yield bytes;
}
