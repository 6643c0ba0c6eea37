import type { RecognizerKind } from '../../speech/recognition/contract.ts';
import { LOCAL_SPEECH } from './localEngine.ts';
import { OPENAI } from './openaiEngine.ts';
import { openTranscription } from './transcribe.ts';

/** The model that says when each word is heard; the newer ones do not. */
const MODEL = 'whisper-1';
/** Behind it: what we ask for. */
const VERSION = '1';
/** Of the API: 25 MB a file. */
const MOST_BYTES = 25_000_000;
const BYTES_PER_SECOND = 32_000;
/** A server of one's own takes what its memory holds; Whisper works in windows of half a minute in any case. */
const LOCAL_SECONDS = 600;

/** OpenAI's transcription, by the same key and address as its voices. */
export const OPENAI_TRANSCRIPTION: RecognizerKind = {
  id: 'openai',
  name: 'OpenAI',
  kind: 'cloud',
  hint: OPENAI.hint,
  settings: OPENAI.settings,
  open: ({ apiKey, baseUrl }) =>
    openTranscription({
      id: 'openai',
      name: 'OpenAI',
      kind: 'cloud',
      baseUrl: baseUrl ?? '',
      apiKey,
      model: MODEL,
      version: VERSION,
      requestsAtOnce: 8,
      limits: { seconds: Math.floor(MOST_BYTES / BYTES_PER_SECOND), bytes: MOST_BYTES },
    }),
};

/** Any server of one's own that transcribes in OpenAI's dialect: Speaches, faster-whisper-server, LocalAI, vLLM. */
export const LOCAL_TRANSCRIPTION: RecognizerKind = {
  id: 'local-speech',
  name: LOCAL_SPEECH.name,
  kind: 'local',
  hint: 'Set LOCAL_SPEECH_BASE_URL to a server that transcribes as OpenAI does, and LOCAL_TRANSCRIPTION_MODEL to the name of its model.',
  settings: [
    ...LOCAL_SPEECH.settings,
    {
      name: 'transcriptionModel',
      label: 'Model that transcribes',
      variable: 'LOCAL_TRANSCRIPTION_MODEL',
      secret: false,
      required: true,
      perWorkspace: false,
    },
  ],
  open: ({ apiKey, baseUrl, transcriptionModel }) =>
    openTranscription({
      id: 'local-speech',
      name: LOCAL_SPEECH.name,
      kind: 'local',
      baseUrl: baseUrl ?? '',
      apiKey,
      model: transcriptionModel ?? '',
      version: VERSION,
      requestsAtOnce: 2,
      limits: { seconds: LOCAL_SECONDS, bytes: LOCAL_SECONDS * BYTES_PER_SECOND },
    }),
};
