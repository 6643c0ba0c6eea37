import { Language } from '../../../shared/api/common.ts';
import type { Voice, VoiceCapabilities } from '../../../shared/api/voices.ts';
import { SAY_AS } from '../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/vocabulary.ts';
import type { Door } from './doors.ts';
import { XTTS_SETTINGS } from './settings.ts';

export const XTTS_RATE_HZ = 24_000;
/** What the weights' licence says, where a voice is chosen. */
export const XTTS_LICENCE =
  'XTTS weights: Coqui Public Model License 1.0.0, not for commercial use; the server is yours';

/** Only xtts-api-server takes settings and a speed; what a server does not do is done to its sound. */
export function capabilitiesOf(protocol: Door['protocol']): VoiceCapabilities {
  const isApiServer = protocol === 'api-server';
  return {
    streaming: true,
    wordTimings: false,
    speed: { support: isApiServer ? 'native' : 'processed', min: 0.25, max: 4 },
    pitch: { support: 'processed', min: -12, max: 12 },
    tone: 'processed',
    // It does not say when its words are heard.
    emphasis: 'none',
    breaks: 'processed',
    phonemes: [],
    // Written out, in English.
    sayAs: [...SAY_AS],
    maxCharacters: MAX_SCRIPT_CHARACTERS,
    settings: isApiServer ? [...XTTS_SETTINGS] : [],
  };
}

/** `zh-cn` is `zh-CN` to everybody else. */
export function languagesOf({ languages }: Pick<Door, 'languages'>): string[] {
  return languages
    .map((code) => code.replace(/-([a-z]{2})$/, (_, region: string) => `-${region.toUpperCase()}`))
    .filter((code) => Language.safeParse(code).success);
}

export function voicesOf(door: Door): Voice[] {
  return [...door.speakers.keys()].map((speaker) => ({
    id: `xtts:${speaker}`,
    name: speaker,
    engine: 'xtts',
    languages: languagesOf(door),
    gender: 'neutral',
    kind: 'local',
    description: 'A speaker of your XTTS server; not for commercial use (Coqui Public Model License).',
    licence: XTTS_LICENCE,
    sampleRateHz: XTTS_RATE_HZ,
    capabilities: capabilitiesOf(door.protocol),
  }));
}
