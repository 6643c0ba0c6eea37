import type { EngineSettings } from '../../engines/contract.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpeechEngineKind, SynthesisRequest } from '../../speech/contract.ts';
import type { Token } from '../../speech/plan/plan.ts';
import { askEngine, type EngineLimits, readJson, speechLimits } from '../../speech/remote/askEngine.ts';
import { expectRate } from '../../speech/remote/collectHeard.ts';
import { openRemoteEngine, ownIdOf } from '../../speech/remote/remoteEngine.ts';
import type { RemoteManner, RemoteUtterance } from '../../speech/remote/remoteSpeech.ts';
import { rememberVoices } from '../../speech/remote/voiceList.ts';
import { readWav } from '../../speech/remote/wavStream.ts';
import { translateAzure } from './failures.ts';
import { azureDocument, azureWords } from './ssml.ts';
import { styleFor } from './styles.ts';
import { AZURE_RATE_HZ, readsLittleSsml, VoiceListing, voiceOf } from './voices.ts';

const ENGINE = 'Azure Speech';
/** An answer holds at most ten minutes of sound; this is far below it. */
const BATCH_CHARACTERS = 3000;
/** Documented: half to double the rate, half to one and a half times the pitch. */
const SPEED = { min: 0.5, max: 2 };
const PITCH = { min: -12, max: 7 };
/** Whole-text emphasis moves these too, within the same bounds. */
const EMPHASISED_SPEED = { min: 0.6, max: 1.9 };
const EMPHASISED_PITCH = { min: -11, max: 6 };
/** Azure refuses requests without a name of the program. */
const USER_AGENT = 'VoiceOps Studio';

export const AZURE: SpeechEngineKind = {
  id: 'azure',
  name: ENGINE,
  kind: 'cloud',
  hint: 'Set AZURE_SPEECH_KEY to the key of a Speech resource, and AZURE_SPEECH_REGION to its region, such as westeurope.',
  settings: [
    {
      name: 'apiKey',
      label: 'Key',
      variable: 'AZURE_SPEECH_KEY',
      secret: true,
      required: true,
      perWorkspace: true,
    },
    {
      name: 'region',
      label: 'Region',
      variable: 'AZURE_SPEECH_REGION',
      secret: false,
      required: false,
      perWorkspace: true,
    },
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'AZURE_SPEECH_BASE_URL',
      secret: false,
      required: false,
      perWorkspace: false,
    },
  ],
  open: (settings) => openAzure(settings),
};

/** Azure Speech over REST; what it speaks is heard as it arrives. Its REST door tells no times of words. */
export function openAzure(
  { apiKey = '', region, baseUrl }: EngineSettings,
  patience: Partial<EngineLimits> = {},
): SpeechEngine {
  const headers = { 'ocp-apim-subscription-key': apiKey, 'user-agent': USER_AGENT };
  const stylesOf = new Map<string, readonly string[]>();

  const list = rememberVoices(async (signal) => {
    const answer = await askEngine({
      engine: ENGINE,
      url: `${addressOf(region, baseUrl)}/cognitiveservices/voices/list`,
      method: 'GET',
      headers,
      accepts: /^application\/json$/,
      translate: translateAzure,
      signal,
    });
    const listed = (await readJson(ENGINE, answer, VoiceListing)).flatMap(voiceOf);
    for (const { voice, styles } of listed) stylesOf.set(voice.id, styles);
    return listed.map(({ voice }) => voice);
  });

  function manner({ voice, parameters }: Omit<SynthesisRequest, 'signal'>): RemoteManner {
    const limit = { max: BATCH_CHARACTERS, unit: 'characters' as const };
    const nativeTone = styleFor(parameters.tone, stylesOf.get(voice.id) ?? []) !== undefined;
    if (readsLittleSsml(ownIdOf(voice)))
      return { limit, nativeTone, render: (tokens) => azureWords(tokens.map(withoutStyle)), say };
    const emphasised = parameters.emphasis !== 'none';
    return {
      limit,
      speed: emphasised ? EMPHASISED_SPEED : SPEED,
      pitch: emphasised ? EMPHASISED_PITCH : PITCH,
      nativeTone,
      nativeEmphasis: true,
      nativeSayAs: true,
      render: azureWords,
      say,
    };
  }

  async function* say({ text, speed, pitch, request }: RemoteUtterance, signal: AbortSignal) {
    const { voice, parameters, document } = request;
    const language = voice.languages[0] ?? document.language;
    const base = document.language.split('-')[0];
    const textLanguage = language.split('-')[0] === base ? language : document.language;
    const answer = await askEngine({
      engine: ENGINE,
      url: `${addressOf(region, baseUrl)}/cognitiveservices/v1`,
      headers: {
        ...headers,
        'content-type': 'application/ssml+xml',
        'x-microsoft-outputformat': 'riff-24khz-16bit-mono-pcm',
      },
      body: azureDocument(text, {
        voice: ownIdOf(voice),
        language,
        textLanguage,
        style: styleFor(parameters.tone, stylesOf.get(voice.id) ?? []),
        emphasis: readsLittleSsml(ownIdOf(voice)) ? 'none' : parameters.emphasis,
        speed,
        pitch,
      }),
      accepts: /^audio\//,
      limits: { ...speechLimits(text.length, 2 * AZURE_RATE_HZ), ...patience },
      translate: translateAzure,
      signal,
    });
    yield* expectRate(ENGINE, AZURE_RATE_HZ, readWav(ENGINE, answer.chunks));
  }

  return openRemoteEngine({
    id: 'azure',
    name: ENGINE,
    version: 'v1',
    kind: 'cloud',
    requestsAtOnce: 8,
    voices: () => list.voices(),
    manner,
    close: () => list.close(),
  });
}

/** A region becomes part of a host's name: only its letters and figures may. */
function addressOf(region: string | undefined, baseUrl: string | undefined): string {
  if (baseUrl) return baseUrl;
  if (region && /^[a-z0-9]{2,40}$/i.test(region))
    return `https://${region.toLowerCase()}.tts.speech.microsoft.com`;
  throw new ProblemError(
    'engine-unavailable',
    region
      ? 'The region of Azure Speech is written as one word, such as westeurope. Correct it in the settings of the engine.'
      : 'Azure Speech needs a region besides its key, such as westeurope. Set it in the settings of the engine.',
  );
}

/** What such a voice would ignore is not sent; say-as is words by now. */
const withoutStyle = ({ sayAs: _sayAs, phoneme: _phoneme, emphasis: _emphasis, ...token }: Token): Token =>
  token;
