import type { VoiceCapabilities } from '../../../shared/api/voices.ts';
import { SAY_AS } from '../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/vocabulary.ts';

/** What the voices of one family can do: Google says it of families, not of single voices. */
export interface VoiceFamily {
  /** As it stands in the names of its voices. */
  name: string;
  /** Whether it is sent SSML, or plain text. */
  ssml: boolean;
  /** Whether `<mark>`s are answered with their times. */
  marks: boolean;
  emphasis: boolean;
  /** Whether Google's own rate and pitch move it; otherwise its sound is changed afterwards. */
  rate: boolean;
  pitch: boolean;
}

const full = (name: string): VoiceFamily => ({
  name,
  ssml: true,
  marks: true,
  emphasis: true,
  rate: true,
  pitch: true,
});
const plain = (name: string, rate: boolean): VoiceFamily => ({
  name,
  ssml: false,
  marks: false,
  emphasis: false,
  rate,
  pitch: false,
});

const FAMILIES: readonly VoiceFamily[] = [
  ...['Standard', 'Wavenet', 'Neural2', 'News', 'Casual', 'Polyglot'].map(full),
  // Documented as without `mark`, `emphasis` and pitch.
  { ...full('Studio'), marks: false, emphasis: false, pitch: false },
  plain('Chirp3-HD', true),
  plain('Chirp-HD', false),
  plain('Journey', false),
];

/** The family of a voice like `en-US-Neural2-A`; one that is not known here is asked for the least. */
export function familyOf(voiceName: string): VoiceFamily {
  return FAMILIES.find(({ name }) => voiceName.includes(`-${name}-`)) ?? plain('Other', false);
}

/** What a voice of this family can do together with what is done to its sound afterwards. */
export function capabilitiesOf(family: VoiceFamily, english: boolean): VoiceCapabilities {
  return {
    streaming: true,
    wordTimings: family.marks,
    speed: { support: family.rate ? 'native' : 'processed', min: 0.25, max: 4 },
    pitch: { support: family.pitch ? 'native' : 'processed', min: -12, max: 12 },
    tone: 'processed',
    emphasis: family.emphasis ? 'native' : 'none',
    breaks: 'processed',
    phonemes: family.ssml ? ['ipa', 'x-sampa'] : [],
    // Without SSML they are written out, which is known for English only.
    sayAs: family.ssml || english ? [...SAY_AS] : [],
    maxCharacters: MAX_SCRIPT_CHARACTERS,
    settings: [],
  };
}
