import type { Tone } from '../../../shared/speech/parameters.ts';
import { ProblemError } from '../../problem.ts';
import type { SpeechEngine, SpeechEngineKind } from '../../speech/contract.ts';
import type { Heard } from '../../speech/remote/heard.ts';
import { openRemoteEngine } from '../../speech/remote/remoteEngine.ts';
import type { RemoteUtterance } from '../../speech/remote/remoteSpeech.ts';
import { askSpeech, lookAtServer, type OpenAiServer } from './speechRequest.ts';
import { OPENAI_VOICES, type OpenAiVoice } from './voices.ts';

const NAME = 'OpenAI';
/** Behind the plus: what we ask for and do to its sound. */
const VERSION = '1+1';
const REQUESTS_AT_ONCE = 8;
/** Of the API: 4096 characters of the older model; the newer one takes 2000 tokens, which letters never exceed. */
const LIMITS: Record<string, number> = { 'tts-1': 4096, 'gpt-4o-mini-tts': 2000 };
/** Of the API, for the older model; the newer one leaves the parameter unheeded. */
const SPEED = { min: 0.25, max: 4 };

/** What the newer model is told for each of our tones. */
const INSTRUCTIONS: Record<Tone, string | undefined> = {
  neutral: undefined,
  warm: 'Speak warmly and gently, with a soft voice and an unhurried pace.',
  friendly: 'Speak in a friendly, open way, with a smile in the voice and a lively melody.',
  calm: 'Speak calmly and slowly, with an even, soothing voice.',
  energetic: 'Speak with energy and enthusiasm, briskly and with a lively melody.',
  serious: 'Speak seriously and with weight, in a low, steady voice.',
  professional: 'Speak professionally: clear, confident and matter-of-fact.',
};

/** OpenAI's voices, with the installation's key or a workspace's own. */
export const OPENAI: SpeechEngineKind = {
  id: 'openai',
  name: NAME,
  kind: 'cloud',
  hint: 'Set OPENAI_API_KEY to a key of platform.openai.com.',
  settings: [
    {
      name: 'apiKey',
      label: 'API key',
      variable: 'OPENAI_API_KEY',
      secret: true,
      required: true,
      perWorkspace: true,
    },
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'OPENAI_BASE_URL',
      secret: false,
      required: true,
      perWorkspace: false,
    },
  ],
  open: ({ apiKey, baseUrl }) => openOpenAi({ name: NAME, baseUrl: baseUrl ?? '', apiKey }),
};

function openOpenAi(server: OpenAiServer): SpeechEngine {
  const voices = OPENAI_VOICES.map(({ model: _model, voice: _voice, ...voice }) => voice);
  return openRemoteEngine({
    id: 'openai',
    name: NAME,
    version: VERSION,
    kind: 'cloud',
    requestsAtOnce: REQUESTS_AT_ONCE,
    voices: async () => voices,
    look: (signal) => lookAtServer(server, 'speech', signal),
    manner({ voice: { id } }) {
      const voice = voiceOf(id);
      const told = voice.capabilities.tone === 'native';
      return {
        limit: { max: LIMITS[voice.model] ?? 2000, unit: 'characters' },
        nativeTone: told,
        ...(told ? {} : { speed: SPEED }),
        say: (utterance, signal) => say(server, voice, utterance, signal),
      };
    },
  });
}

function say(
  server: OpenAiServer,
  { model, voice, capabilities }: OpenAiVoice,
  { text, speed, request }: RemoteUtterance,
  signal: AbortSignal,
): AsyncGenerator<Heard> {
  const instructions = capabilities.tone === 'native' ? INSTRUCTIONS[request.parameters.tone] : undefined;
  return askSpeech(
    server,
    {
      model,
      voice,
      input: text,
      ...(speed === 1 ? {} : { speed }),
      ...(instructions ? { instructions } : {}),
    },
    signal,
  );
}

function voiceOf(id: string): OpenAiVoice {
  const voice = OPENAI_VOICES.find((candidate) => candidate.id === id);
  if (!voice) throw new ProblemError('unknown-voice', `There is no voice ${id}.`);
  return voice;
}
