import type { Voice } from '../../../shared/api/voices.ts';
import type { ContentChange } from '../../../shared/personalities/compare.ts';
import {
  CHOICES,
  type Choice,
  type ChoiceName,
  LEVELS,
  type Level,
  type LevelName,
} from '../../../shared/personalities/traits.ts';
import type { Tone } from '../../../shared/speech/parameters.ts';
import { VOICE_SETTINGS, type VoiceSettingName } from '../../../shared/speech/voiceSettingRanges.ts';
import { TONE_LABELS } from '../../format/labels.ts';
import { languageName } from '../../format/language.ts';
import { semitones, speedInWords } from '../../format/manner.ts';

const NAMES: Record<string, string> = {
  name: 'Name',
  emoji: 'Emoji',
  languages: 'Languages',
  'traits.age': 'Age',
  'phrases.opening': 'To begin with',
  'phrases.transition': 'To lead over',
  'phrases.closing': 'To end with',
  'prompts.greeting': 'Greeting',
  'prompts.productSearch': 'Presenting products',
  'prompts.system': 'Own instructions',
  'voice.id': 'Voice',
  'voice.speed': 'Speed of the voice',
  'voice.pitch': 'Pitch of the voice',
  'voice.tone': 'Tone of the voice',
  'voice.fallbackId': 'Voice that stands in',
};

const levelOf = (name: string): Level | undefined => LEVELS[name as LevelName];
const choiceOf = (name: string): Choice | undefined => CHOICES[name as ChoiceName];

/** What a field of a personality is called on the screen. */
export function fieldInWords(field: string): string {
  const inner = field.split('.').at(-1) ?? field;
  if (field.startsWith('traits.')) {
    const trait = levelOf(inner) ?? choiceOf(inner);
    if (trait) return trait.label;
  }
  if (field.startsWith('voice.settings.'))
    return `Voice: ${VOICE_SETTINGS[inner as VoiceSettingName]?.label ?? inner}`;
  return NAMES[field] ?? field;
}

/** A value of it as a person reads it. */
export function valueInWords(
  field: string,
  value: ContentChange['from'],
  voices: readonly Pick<Voice, 'id' | 'name'>[] = [],
): string {
  if (field === 'voice.speed') return speedInWords(Number(value ?? 1));
  if (field === 'voice.pitch') return semitones(Number(value ?? 0));
  if (field === 'voice.tone') return TONE_LABELS[(value ?? 'neutral') as Tone] ?? String(value);
  if (value === null) return field === 'voice.id' ? 'The default voice' : 'nothing';
  const inner = field.split('.').at(-1) ?? field;
  if (field.startsWith('traits.')) {
    const step = levelOf(inner)?.steps[Number(value) - 1] ?? choiceOf(inner)?.options[String(value)];
    if (step) return step.word;
  }
  if (field === 'languages') return String(value).split('\n').map(languageName).join(', ');
  if (field === 'voice.id' || field === 'voice.fallbackId')
    return voices.find(({ id }) => id === value)?.name ?? String(value);
  return String(value);
}
