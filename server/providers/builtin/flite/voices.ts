import type { Voice, VoiceCapabilities } from '../../../../shared/api/voices.ts';
import { SAY_AS } from '../../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../../shared/speech/parameters.ts';

export interface FliteVoice extends Voice {
  /** The engine's own name of it. */
  flite: string;
  /** Standard deviation of the melody at rest, in Hz; null where the voice's melody cannot be moved. */
  melodyHz: number | null;
}

function capabilities(pitch: 'native' | 'processed'): VoiceCapabilities {
  return {
    streaming: true,
    wordTimings: true,
    speed: { support: 'native', min: 0.25, max: 4 },
    pitch: { support: pitch, min: -12, max: 12 },
    tone: 'processed',
    emphasis: 'processed',
    breaks: 'processed',
    phonemes: ['ipa', 'arpabet'],
    sayAs: [...SAY_AS],
    maxCharacters: MAX_SCRIPT_CHARACTERS,
    settings: [],
  };
}

const LICENCE = 'Carnegie Mellon University, BSD-style: free for any use with attribution';

function voice(
  flite: string,
  name: string,
  description: string,
  details: {
    gender: 'female' | 'male';
    language: string;
    sampleRateHz: number;
    melodyHz: number | null;
    pitch: 'native' | 'processed';
  },
): FliteVoice {
  return {
    id: `flite:${flite}`,
    name,
    engine: 'flite',
    languages: [details.language],
    gender: details.gender,
    kind: 'builtin',
    description,
    licence: LICENCE,
    sampleRateHz: details.sampleRateHz,
    capabilities: capabilities(details.pitch),
    flite,
    melodyHz: details.melodyHz,
  };
}

/** The five English voices of the engine, the most natural first. */
export const FLITE_VOICES: readonly FliteVoice[] = [
  voice('slt', 'Clara', 'A clear, even American woman. Good for greetings, menus and announcements.', {
    gender: 'female',
    language: 'en-US',
    sampleRateHz: 16_000,
    melodyHz: 27,
    pitch: 'native',
  }),
  voice('rms', 'Richard', 'A deep, calm American man. Good for information and longer texts.', {
    gender: 'male',
    language: 'en-US',
    sampleRateHz: 16_000,
    melodyHz: null,
    pitch: 'processed',
  }),
  voice('awb', 'Alan', 'A lively Scottish man.', {
    gender: 'male',
    language: 'en-GB',
    sampleRateHz: 16_000,
    melodyHz: 25,
    pitch: 'native',
  }),
  voice('kal16', 'Kevin', 'A synthetic American man of the classic kind.', {
    gender: 'male',
    language: 'en-US',
    sampleRateHz: 16_000,
    melodyHz: 11,
    pitch: 'processed',
  }),
  voice('kal', 'Kevin, telephone', 'The classic synthetic man in telephone quality: small and quick.', {
    gender: 'male',
    language: 'en-US',
    sampleRateHz: 8_000,
    melodyHz: 11,
    pitch: 'processed',
  }),
];
