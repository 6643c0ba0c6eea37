import type { SpeechEngine, SpeechEngineKind } from '../../speech/contract.ts';
import { openRemoteEngine, ownIdOf } from '../../speech/remote/remoteEngine.ts';
import { rememberVoices } from '../../speech/remote/voiceList.ts';
import { listLocalVoices, modelAndVoice } from './localVoices.ts';
import { askSpeech, type OpenAiServer } from './speechRequest.ts';

const NAME = 'Local speech server';
const VERSION = '1+1';
/** A machine of one's own has one graphics card, or none. */
const REQUESTS_AT_ONCE = 2;
/** Models of this class lose the thread in longer texts. */
const LIMIT = { max: 1000, unit: 'characters' } as const;

/** Any server that speaks OpenAI's dialect: Kokoro-FastAPI, Speaches, openedai-speech, LocalAI and others. */
export const LOCAL_SPEECH: SpeechEngineKind = {
  id: 'local-speech',
  name: NAME,
  kind: 'local',
  hint: 'Set LOCAL_SPEECH_BASE_URL to a server that speaks as OpenAI does, such as http://127.0.0.1:8880/v1.',
  settings: [
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'LOCAL_SPEECH_BASE_URL',
      secret: false,
      required: true,
      perWorkspace: false,
    },
    {
      name: 'apiKey',
      label: 'API key',
      variable: 'LOCAL_SPEECH_API_KEY',
      secret: true,
      required: false,
      perWorkspace: false,
    },
  ],
  open: ({ baseUrl, apiKey }) => openLocalSpeech({ name: NAME, baseUrl: baseUrl ?? '', apiKey }),
};

function openLocalSpeech(server: OpenAiServer): SpeechEngine {
  const list = rememberVoices((signal) => listLocalVoices(server, signal));
  return openRemoteEngine({
    id: 'local-speech',
    name: NAME,
    version: VERSION,
    kind: 'local',
    requestsAtOnce: REQUESTS_AT_ONCE,
    voices: list.voices,
    manner: ({ voice }) => ({
      limit: LIMIT,
      say: ({ text }, signal) => askSpeech(server, { ...modelAndVoice(ownIdOf(voice)), input: text }, signal),
    }),
    close: list.close,
  });
}
