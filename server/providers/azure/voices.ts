import { z } from 'zod';
import { Language } from '../../../shared/api/common.ts';
import type { Voice } from '../../../shared/api/voices.ts';
import { SAY_AS } from '../../../shared/markup/elements.ts';
import { MAX_SCRIPT_CHARACTERS } from '../../../shared/speech/vocabulary.ts';
import { styleFor } from './styles.ts';

/** The rate of every answer: that of the format that is asked for. */
export const AZURE_RATE_HZ = 24_000;

/** The answer to `GET /cognitiveservices/voices/list`. */
export const VoiceListing = z.array(
  z.object({
    ShortName: z.string(),
    DisplayName: z.string(),
    Gender: z.string().optional(),
    Locale: z.string(),
    SecondaryLocaleList: z.array(z.string()).optional(),
    StyleList: z.array(z.string()).optional(),
    Status: z.string().optional(),
  }),
);
type Listed = z.infer<typeof VoiceListing>[number];

const GENDERS: Readonly<Record<string, Voice['gender']>> = { Female: 'female', Male: 'male' };

/** A voice, and the styles it speaks in, which only its engine needs. */
export interface AzureVoice {
  voice: Voice;
  styles: readonly string[];
}

/** Voices of large models take their manner from the text and ignore most of SSML. */
export const readsLittleSsml = (shortName: string) => shortName.includes(':');

export function voiceOf(listed: Listed): AzureVoice[] {
  const { ShortName, DisplayName, Gender, Locale, SecondaryLocaleList = [], StyleList = [], Status } = listed;
  const languages = [Locale, ...SecondaryLocaleList].filter((code) => Language.safeParse(code).success);
  if (languages.length === 0 || Status === 'Deprecated') return [];
  const little = readsLittleSsml(ShortName);
  const english = Locale.startsWith('en');
  return [
    {
      styles: StyleList,
      voice: {
        id: `azure:${ShortName}`,
        name: `${DisplayName} (${Locale})`,
        engine: 'azure',
        languages: [...new Set(languages)],
        gender: GENDERS[Gender ?? ''] ?? 'neutral',
        kind: 'cloud',
        description: `A voice of Azure Speech${Status === 'Preview' ? ', as a preview' : ''}${
          StyleList.length > 0 ? `; speaks ${StyleList.slice(0, 6).join(', ')}` : ''
        }.`,
        licence: 'Microsoft Azure product terms; Microsoft bills by the character',
        sampleRateHz: AZURE_RATE_HZ,
        capabilities: {
          streaming: true,
          wordTimings: false,
          speed: { support: little ? 'processed' : 'native', min: 0.25, max: 4 },
          pitch: { support: little ? 'processed' : 'native', min: -12, max: 12 },
          tone: styleFor('warm', StyleList) || styleFor('friendly', StyleList) ? 'native' : 'processed',
          emphasis: little ? 'none' : 'native',
          breaks: 'processed',
          phonemes: little ? [] : ['ipa', 'x-sampa'],
          sayAs: little && !english ? [] : [...SAY_AS],
          maxCharacters: MAX_SCRIPT_CHARACTERS,
          settings: [],
        },
      },
    },
  ];
}
