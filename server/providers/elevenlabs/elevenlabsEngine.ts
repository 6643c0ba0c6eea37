import type { SpeechEngine, SpeechEngineKind } from '../../speech/contract.ts';
import { openRemoteEngine, ownIdOf } from '../../speech/remote/remoteEngine.ts';
import { rememberVoices } from '../../speech/remote/voiceList.ts';
import { type ElevenLabs, NAME } from './client.ts';
import { clonedVoiceId, elevenLabsCloning } from './cloning.ts';
import { type Account, speak, withoutTags } from './speak.ts';
import { listVoices } from './voices.ts';

/** The steadiest one in the most languages; it takes 10,000 characters, and keeps its manner in far fewer. */
const MODEL = 'eleven_multilingual_v2';
/** Behind the plus: what we ask for and do to its sound. */
const VERSION = `${MODEL}+1`;
const LIMIT = { max: 2500, unit: 'characters' } as const;
/** Of the smallest paid plan; the service itself refuses more than a plan has, and says so. */
const REQUESTS_AT_ONCE = 3;
const SPEED = { min: 0.7, max: 1.2 };

/** ElevenLabs' voices, with the installation's key or a workspace's own. */
export const ELEVENLABS: SpeechEngineKind = {
  id: 'elevenlabs',
  name: NAME,
  kind: 'cloud',
  hint: 'Set ELEVENLABS_API_KEY to a key of elevenlabs.io that may speak and read voices.',
  settings: [
    {
      name: 'apiKey',
      label: 'API key',
      variable: 'ELEVENLABS_API_KEY',
      secret: true,
      required: true,
      perWorkspace: true,
    },
    {
      name: 'baseUrl',
      label: 'Address',
      variable: 'ELEVENLABS_BASE_URL',
      secret: false,
      required: true,
      perWorkspace: false,
    },
  ],
  open: ({ apiKey, baseUrl }) => openElevenLabs({ apiKey: apiKey ?? '', baseUrl: baseUrl ?? '' }),
};

function openElevenLabs(elevenLabs: ElevenLabs): SpeechEngine {
  const account: Account = { ...elevenLabs, rate: 0 };
  const list = rememberVoices((signal) => listVoices(account, signal));
  return openRemoteEngine({
    id: 'elevenlabs',
    name: NAME,
    version: VERSION,
    kind: 'cloud',
    requestsAtOnce: REQUESTS_AT_ONCE,
    voices: list.voices,
    manner: ({ voice }) => ({
      limit: LIMIT,
      speed: SPEED,
      render: withoutTags,
      say: (utterance, signal) =>
        speak(account, voice.clone ? clonedVoiceId(voice.clone) : ownIdOf(voice), MODEL, utterance, signal),
    }),
    cloning: elevenLabsCloning(account),
    close: list.close,
  });
}
